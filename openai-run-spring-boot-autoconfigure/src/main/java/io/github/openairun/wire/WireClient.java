package io.github.openairun.wire;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Flow;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.util.Assert;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

import io.github.openairun.ApiKeySupplier;
import io.github.openairun.InvalidResponseException;
import io.github.openairun.RunException;
import io.github.openairun.RunOutcomeUnknownException;

/**
 * Sends the requests of a wire, and repeats those that may be repeated.
 * <p>
 * A request that is not repeatable is sent again only if the server surely did not act on
 * it: no connection, 409, 429, or 503 with {@code retry-after}. If it may have acted, the
 * request ends in {@link RunOutcomeUnknownException}, whatever {@code x-should-retry}
 * says.
 */
public final class WireClient {

	private static final Log logger = LogFactory.getLog(WireClient.class);

	/** Where a RestClient notes the template for observations. */
	static final String URI_TEMPLATE = RestClient.class.getName() + ".uriTemplate";

	private final Setup setup;

	private final Credentials credentials;

	private final Outcomes outcomes;

	private final boolean retrying;

	/**
	 * Create a client.
	 * @param restClient sends the requests; it knows the base URL
	 * @param apiKeySupplier supplies the key, sent as a bearer token, or {@code null} to
	 * send none
	 * @param retryPolicy how requests are repeated
	 * @param sleeper waits between attempts
	 * @param clock reads dates of {@code retry-after}
	 */
	public WireClient(RestClient restClient, @Nullable ApiKeySupplier apiKeySupplier, RetryPolicy retryPolicy,
			Sleeper sleeper, Clock clock) {
		this(Setup.of(restClient, retryPolicy, sleeper), new Credentials(apiKeySupplier, null, Map.of()),
				new Outcomes(new ErrorReader(clock), WireIdentity.NONE), true);
		Assert.notNull(restClient, "'restClient' must not be null");
	}

	private WireClient(Setup setup, Credentials credentials, Outcomes outcomes, boolean retrying) {
		this.setup = setup;
		this.credentials = credentials;
		this.outcomes = outcomes;
		this.retrying = retrying;
	}

	/**
	 * Return the same client with another API key.
	 * @param apiKey the key, not blank
	 * @return the client
	 */
	public WireClient withApiKey(String apiKey) {
		Assert.hasText(apiKey, "'apiKey' must not be empty");
		return with(this.credentials.withSupplier((request) -> apiKey));
	}

	/**
	 * Return the same client, which sends its key in a header of its own instead of as a
	 * bearer token.
	 * @param header the header's name, such as {@code api-key} on Azure
	 * @return the client
	 */
	public WireClient withKeyHeader(String header) {
		Assert.hasText(header, "'header' must not be empty");
		return with(this.credentials.withHeader(header));
	}

	public WireClient withContext(Map<String, Object> context) {
		return with(this.credentials.withContext(context));
	}

	private WireClient with(Credentials credentials) {
		return new WireClient(this.setup, credentials, this.outcomes, this.retrying);
	}

	/**
	 * Return the same client, which sends each request once.
	 * @return the client; it throws {@link RepeatableException} where this one would send
	 * a request again
	 */
	public WireClient withoutRetries() {
		return new WireClient(this.setup, this.credentials, this.outcomes, false);
	}

	/**
	 * Return the same client, which can also have servers push.
	 * @param transport reads what servers push; whoever made it closes it
	 * @return the client
	 */
	public WireClient withStreams(StreamTransport transport) {
		Assert.notNull(transport, "'transport' must not be null");
		return new WireClient(this.setup.with(transport), this.credentials, this.outcomes, this.retrying);
	}

	/**
	 * Return whether the client can have servers push.
	 * @return whether {@link #stream} is available
	 */
	public boolean hasStreams() {
		return this.setup.transport() != null;
	}

	/**
	 * Return the same client, which presents itself as one wire.
	 * @param wire the wire's name
	 * @param remedy what to do if the base URL does not serve the wire, as a sentence
	 * @param headers headers of every request
	 * @return the client
	 */
	public WireClient forWire(String wire, String remedy, Map<String, String> headers) {
		WireIdentity identity = new WireIdentity(wire, remedy, new LinkedHashMap<>(headers));
		return new WireClient(this.setup, this.credentials, new Outcomes(this.outcomes.errors(), identity),
				this.retrying);
	}

	/**
	 * Send a request and return its answer.
	 * @param request the request
	 * @return the answer, a JSON object
	 */
	public WireResponse exchange(WireRequest request) {
		for (int retry = 0;; retry++) {
			Attempt attempt = attempt(request);
			if (attempt.response() != null) {
				return attempt.response();
			}
			if (!this.retrying) {
				throw attempt.onlyFailure(request, this.setup.retryPolicy());
			}
			Duration pause = attempt.mayRepeat() ? this.setup.retryPolicy().pause(retry, attempt.retryAfter()) : null;
			if (pause == null || !sleep(pause)) {
				throw attempt.finalFailure(request);
			}
			logger.debug("Repeating %s after %s ms".formatted(request.operation(), pause.toMillis()));
		}
	}

	/**
	 * Have the server push what it does. The request is sent once, as by a client
	 * {@linkplain #withoutRetries() without retries}, when there is a subscriber, and on
	 * its thread, which asking for the key may block.
	 * @param operation what to send, and how to read the answer
	 * @return the events, for one subscriber
	 */
	public Flow.Publisher<RunEvent> stream(StreamOperation operation) {
		StreamTransport transport = this.setup.transport();
		Assert.state(transport != null, "The client has no stream transport");
		Assert.notNull(operation, "'operation' must not be null");
		return new EventPublisher(operation,
				new StreamOpener(this::requestFor, this.outcomes, this.setup.retryPolicy()), transport);
	}

	private boolean sleep(Duration pause) {
		try {
			this.setup.sleeper().sleep(pause);
			return true;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	private Attempt attempt(WireRequest request) {
		String key = this.credentials.key(request);
		Answer answer;
		try {
			answer = send(request, key);
		}
		catch (ResourceAccessException ex) {
			Attempt attempt = this.outcomes.unanswered(request, ex);
			return Thread.currentThread().isInterrupted() ? attempt.last() : attempt;
		}
		return (answer.status() >= 200 && answer.status() < 300) ? success(request, answer)
				: this.outcomes.refused(request, answer.status(), answer.headers(), answer.body(), key);
	}

	private Answer send(WireRequest request, @Nullable String key) {
		return spec(this.setup.restClient(), request, key, MediaType.APPLICATION_JSON)
			.exchangeForRequiredValue((httpRequest, httpResponse) -> new Answer(httpResponse.getStatusCode().value(),
					httpResponse.getHeaders(), httpResponse.getBody().readAllBytes()));
	}

	private RestClient.RequestBodySpec spec(RestClient restClient, WireRequest request, @Nullable String key,
			MediaType... accepted) {
		RestClient.RequestBodySpec spec = restClient.method(request.method())
			// Expanding a template anew for each request costs more than all else here.
			.uri((base) -> request.resolve(base.build()))
			.attribute(URI_TEMPLATE, request.uriTemplate())
			.accept(accepted)
			.headers((headers) -> {
				this.outcomes.identity().headers().forEach(headers::set);
				this.credentials.write(key, headers);
			});
		JsonNode body = request.body();
		if (body != null) {
			spec.contentType(MediaType.APPLICATION_JSON).body(Json.mapper().writeValueAsBytes(body));
		}
		return spec;
	}

	/**
	 * Make a request as it would be sent, with everything that the REST client adds.
	 */
	private RequestCapture requestFor(WireRequest request) {
		String key = this.credentials.key(request);
		return RequestCapture.of(this.setup.capturing().obtain(), key, (restClient) -> spec(restClient, request, key,
				MediaType.TEXT_EVENT_STREAM, MediaType.APPLICATION_JSON));
	}

	private Attempt success(WireRequest request, Answer answer) {
		String requestId = answer.headers().getFirst("x-request-id");
		JsonNode body;
		try {
			boolean nothingToSay = request.method() == HttpMethod.DELETE && answer.body().length == 0;
			body = nothingToSay ? Json.object() : Json.mapper().readTree(answer.body());
		}
		catch (JacksonException ex) {
			// The parser's message quotes the content, so it is not passed on.
			body = null;
		}
		if (body == null || !body.isObject()) {
			RunException failure = new InvalidResponseException(request.endpoint(), requestId,
					"the body is not a JSON object", null);
			return Attempt.failed(failure, request.isRepeatable(), !request.isRepeatable(), null);
		}
		Duration pollAfter = ErrorReader.number(answer.headers().getFirst("openai-poll-after-ms"), 1);
		return Attempt.succeeded(new WireResponse(request.endpoint(), body, requestId, pollAfter));
	}

	private record Answer(int status, HttpHeaders headers, byte[] body) {
	}

	private record Setup(RestClient restClient, SingletonSupplier<RestClient> capturing, RetryPolicy retryPolicy,
			Sleeper sleeper, @Nullable StreamTransport transport) {

		static Setup of(RestClient restClient, RetryPolicy retryPolicy, Sleeper sleeper) {
			return new Setup(restClient, SingletonSupplier.of(() -> RequestCapture.client(restClient)), retryPolicy,
					sleeper, null);
		}

		Setup with(StreamTransport transport) {
			return new Setup(this.restClient, this.capturing, this.retryPolicy, this.sleeper, transport);
		}

	}

}
