package io.github.openairun.test.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The simulated server without a transport: a request goes in, an answer comes out. It
 * has one lock and no threads; time passes when a request is handled, by the clock.
 */
final class SimulatedServer {

	private final SimulatorSettings settings;

	private final @Nullable ServerTraits traits;

	private final Router router;

	private final IdSequence ids;

	private final ScriptBook scripts;

	private final AssistantsApi assistants;

	private final ResponsesApi responses;

	private final SimulatedWebhooks webhooks;

	private final Faults faults = new Faults();

	private final List<Accepted> accepted = new ArrayList<>();

	private final List<Supplier<Exchange>> exchanges = new ArrayList<>();

	private final List<String> refusals = new ArrayList<>();

	private final Secrets secrets = new Secrets();

	/** The limit that OpenAI's headers tell if no other is set; it is not kept. */
	private final RateLimit rateLimit;

	private final SimulatedModels models = new SimulatedModels();

	private final PollHints pollHints;

	private final Owners owners = new Owners();

	SimulatedServer(SimulatorSettings settings) {
		this.settings = settings;
		this.ids = new IdSequence(settings.uniqueIds() ? settings.clock().millis() * 1000 : 0);
		this.traits = settings.traits();
		this.rateLimit = Objects.requireNonNullElseGet(settings.rateLimit(),
				() -> new RateLimit(10_000, Duration.ofMinutes(1)));
		this.pollHints = new PollHints(settings.pollAfter(),
				this.traits == null && !settings.has(Variant.NO_POLL_HINTS));
		this.scripts = new ScriptBook(settings.improvisation());
		this.router = new Router(settings.basePath(), settings.wires(),
				(this.traits != null) ? this.traits.paths() : null);
		this.assistants = new AssistantsApi(settings, this.ids, this.scripts);
		this.webhooks = new SimulatedWebhooks(this, settings.clock(), this.ids);
		this.responses = new ResponsesApi(settings, this.ids, this.scripts, this.webhooks);
	}

	String basePath() {
		return this.settings.basePath();
	}

	ScriptBook scripts() {
		return this.scripts;
	}

	synchronized void addModel(String name) {
		this.models.add(name, this.settings.clock().instant());
	}

	synchronized void addAssistant(SimulatedAssistant assistant) {
		try {
			this.assistants.addAssistant(assistant.id(), assistant.request(), this.settings.clock().instant());
		}
		catch (SimulatedApiError ex) {
			throw new IllegalArgumentException(ex.getMessage(), ex);
		}
	}

	SimulatedWebhooks webhooks() {
		return this.webhooks;
	}

	Faults faults() {
		return this.faults;
	}

	/**
	 * Returns the changes of some kinds, of all kinds if none is given.
	 */
	synchronized List<Accepted> accepted(Set<Operation> kinds) {
		return this.accepted.stream()
			.filter((change) -> kinds.isEmpty() || kinds.contains(change.operation()))
			.toList();
	}

	synchronized List<Exchange> exchanges() {
		return this.exchanges.stream().map(Supplier::get).toList();
	}

	synchronized List<RecordedRun> runs() {
		return this.scripts.runs();
	}

	synchronized List<String> refusals() {
		return List.copyOf(this.refusals);
	}

	/**
	 * Returns the requests that show a credential where none belongs, or other secrets.
	 */
	synchronized List<String> leaks(List<String> others) {
		return this.secrets.leaks(exchanges(), others);
	}

	synchronized void reset() {
		this.scripts.clear();
		this.faults.clear();
		this.accepted.clear();
		this.exchanges.clear();
		this.refusals.clear();
		this.webhooks.reset();
	}

	synchronized ApiAnswer handle(ApiRequest request) {
		Handling handling = new Handling(request);
		this.secrets.learn(request);
		ApiAnswer answer;
		try {
			boolean accepted = this.rateLimit.take(this.settings.clock().instant());
			answer = (accepted || this.settings.rateLimit() == null) ? handling.answer() : limited();
		}
		catch (SimulatedApiError ex) {
			answer = refusal(ex);
			this.refusals.add(request.method() + " " + request.path() + " -> " + ex.status() + ": " + ex.getMessage());
		}
		catch (RuntimeException ex) {
			answer = refusal(SimulatedApiError.defect(ex));
		}
		Map<String, String> headers = new TreeMap<>(answer.headers());
		headers.putIfAbsent("x-request-id", this.ids.next("req"));
		if (this.traits == null) {
			headers.putIfAbsent("openai-processing-ms", "1");
			this.rateLimit.headers().forEach(headers::putIfAbsent);
		}
		ApiAnswer sent = answer.withHeaders(headers);
		this.exchanges.add(() -> Exchange.of(handling.operation, request, sent));
		return sent;
	}

	private ApiAnswer limited() {
		long wait = this.rateLimit.reset().toMillis();
		return refusal(SimulatedApiError.server(429)).withHeaders(Map.of("retry-after-ms", Long.toString(wait)));
	}

	private ApiAnswer refusal(SimulatedApiError error) {
		return error.answer((this.traits != null) ? this.traits.errors() : null);
	}

	/**
	 * The way of one request.
	 */
	private final class Handling {

		private final ApiRequest request;

		private @Nullable Operation operation;

		private Handling(ApiRequest request) {
			this.request = request;
		}

		private ApiAnswer answer() {
			if ("websocket".equalsIgnoreCase(this.request.header("upgrade"))) {
				throw new SimulatedApiError(501,
						"The simulator does not serve the WebSocket mode of the Responses API; use HTTP with 'stream'.",
						null, "websocket_not_supported");
			}
			Router.Match match = SimulatedServer.this.router.route(this.request.method(), this.request.path());
			Wire wire = match.route().wire();
			this.operation = match.route().operation();
			if (SimulatedServer.this.traits == null || !SimulatedServer.this.traits.has(Trait.NO_KEY)) {
				checkCredentials();
			}
			if (wire == Wire.ASSISTANTS && !Router.isModels(match.route().operation())
					&& SimulatedServer.this.settings.betaRequired()) {
				checkBeta();
			}
			RequestBody body = RequestBody.parse(this.request.body());
			Operation asked = operation(match, body);
			this.operation = asked;
			boolean streamed = isStreamed(asked, body);
			Instant now = SimulatedServer.this.settings.clock().instant();
			Fault fault = SimulatedServer.this.faults.take(asked, streamed);
			if (fault != null && !fault.acts()) {
				return fault.apply(new ApiAnswer(200, Map.of(), ""), wire, now);
			}
			match.checkIds();
			if (SimulatedServer.this.settings.has(Variant.KEYS_APART)) {
				SimulatedServer.this.owners.check(this.request.header("authorization"), match, body);
			}
			ServerTranslation translation = translation(match.route().operation(), body);
			RequestBody read = (translation != null) ? translation.request() : body;
			RequestTypes.check(read, wire, asked);
			SimulatedServer.this.models.add(read.object().path("model").asString(""), now);
			RoutedRequest call = new RoutedRequest(asked, match.ids(), this.request.query(), read, now);
			ApiAnswer answer = streamed ? stream(wire, call, translation) : json(wire, call, translation);
			return (fault != null) ? fault.apply(answer, wire, now) : answer;
		}

		private @Nullable ServerTranslation translation(Operation operation, RequestBody body) {
			ServerTraits traits = SimulatedServer.this.traits;
			return (traits != null && operation == Operation.CREATE_RUN) ? new ServerTranslation(traits, body.object())
					: null;
		}

		private ApiAnswer json(Wire wire, RoutedRequest call, @Nullable ServerTranslation translation) {
			if (Router.isModels(call.operation())) {
				return new ApiAnswer(200, Map.of(), SimulatorJson.write(SimulatedServer.this.models.handle(call)));
			}
			ObjectNode result = (wire == Wire.ASSISTANTS) ? SimulatedServer.this.assistants.handle(call)
					: SimulatedServer.this.responses.handle(call);
			accept(call, result);
			return new ApiAnswer(200, SimulatedServer.this.pollHints.headers(call.operation(), result),
					SimulatorJson.write((translation != null) ? translation.response(result) : result));
		}

		private ApiAnswer stream(Wire wire, RoutedRequest call, @Nullable ServerTranslation translation) {
			Feed feed = (wire == Wire.ASSISTANTS) ? SimulatedServer.this.assistants.stream(call)
					: SimulatedServer.this.responses.stream(call);
			accept(call, feed.source().json());
			ServerStream stream = new ServerStream(SimulatedServer.this, SimulatedServer.this.settings.clock(), feed,
					translation);
			return new ApiAnswer(200, Map.of("content-type", "text/event-stream; charset=utf-8"), "")
				.withStream(stream);
		}

		private void accept(RoutedRequest call, ObjectNode result) {
			boolean changes = !this.request.method().equals("GET") && call.operation() != Operation.COMPACT
					&& call.operation() != Operation.COUNT_INPUT_TOKENS;
			if (changes) {
				SimulatedServer.this.accepted.add(Accepted.of(call, result));
				SimulatedServer.this.owners.note(this.request.header("authorization"), result);
			}
		}

		/**
		 * OpenAI API reference: the body asks for a stream where a run is created or
		 * continued, and the query where a response is read.
		 */
		private static boolean isStreamed(Operation operation, RequestBody body) {
			return switch (operation) {
				case CREATE_RUN, CREATE_THREAD_AND_RUN, SUBMIT_TOOL_OUTPUTS -> body.flag("stream", false);
				case RESUME_STREAM -> true;
				default -> false;
			};
		}

		private Operation operation(Router.Match match, RequestBody body) {
			Operation operation = match.route().operation();
			if (match.route().wire() == Wire.ASSISTANTS) {
				return operation;
			}
			if (operation == Operation.GET_RUN && "true".equals(this.request.query().get("stream"))) {
				return Operation.RESUME_STREAM;
			}
			boolean submits = operation == Operation.CREATE_RUN && ResponsesApi.hasToolOutputs(body);
			return submits ? Operation.SUBMIT_TOOL_OUTPUTS : operation;
		}

		/**
		 * OpenAI API reference, Authentication: a bearer token in every request.
		 */
		private void checkCredentials() {
			String authorization = this.request.header("authorization");
			boolean bearer = authorization != null && authorization.regionMatches(true, 0, "Bearer ", 0, 7)
					&& !authorization.substring(7).isBlank();
			boolean apiKey = SimulatedServer.this.settings.apiKeyHeaderAccepted()
					&& this.request.header("api-key") != null;
			if (!bearer && !apiKey) {
				throw new SimulatedApiError(401,
						"You didn't provide an API key. You need to provide your API key in an Authorization header "
								+ "using Bearer auth (i.e. Authorization: Bearer YOUR_KEY).",
						null, null);
			}
		}

		/**
		 * OpenAI API reference, Assistants: calls need the beta header of version 2.
		 */
		private void checkBeta() {
			String beta = this.request.header("openai-beta");
			if (beta == null || !beta.contains("assistants=v2")) {
				throw new SimulatedApiError(400,
						"You must provide the 'OpenAI-Beta' header to access the Assistants API. Please try again by "
								+ "setting the header 'OpenAI-Beta: assistants=v2'.",
						null, "invalid_beta");
			}
		}

	}

}
