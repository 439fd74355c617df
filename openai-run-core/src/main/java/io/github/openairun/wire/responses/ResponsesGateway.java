package io.github.openairun.wire.responses;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;
import tools.jackson.databind.JsonNode;

import io.github.openairun.CursorPage;
import io.github.openairun.Message;
import io.github.openairun.PageQuery;
import io.github.openairun.Run;
import io.github.openairun.RunCapabilities;
import io.github.openairun.RunStep;
import io.github.openairun.ToolOutput;
import io.github.openairun.wire.AssistantLookup;
import io.github.openairun.wire.Ids;
import io.github.openairun.wire.Json;
import io.github.openairun.wire.RequestTrace;
import io.github.openairun.wire.RunCreation;
import io.github.openairun.wire.RunGateway;
import io.github.openairun.wire.RunLinkStore;
import io.github.openairun.wire.RunStreams;
import io.github.openairun.wire.ThreadGateway;
import io.github.openairun.wire.WireClient;

/**
 * Wire {@code responses}: runs on OpenAI's Responses and Conversations.
 * <p>
 * A thread is a conversation. A run is a chain of background responses on it, known by
 * the id of the first one; each submission of tool outputs adds a response. Which one is
 * the newest is stored in a {@link RunLinkStore} and otherwise reconstructed from the
 * items of the conversation. Servers keep responses for 30 days by default, so older runs
 * are not found any more, while their messages stay.
 *
 * @since 0.1.0
 */
public final class ResponsesGateway implements RunGateway {

	static final String PREFIX = "resp_";

	private static final String REMEDY = "It has no Responses or Conversations API: set 'openai.run.wire=assistants' "
			+ "if it speaks Assistants v2, otherwise correct 'openai.base-url'.";

	private final WireClient client;

	private final WireClient patient;

	private final SharedState state;

	private final EndedResponses ended;

	private final BooleanSupplier inTime;

	private final RunLinkStore links;

	private final ResponseApi responses;

	private final ConversationApi conversations;

	private final RunLoader loader;

	/**
	 * Create a gateway.
	 * @param client sends the requests
	 * @param options how it behaves
	 */
	public ResponsesGateway(WireClient client, Options options) {
		this(Objects.requireNonNull(client, "'client' must not be null").forWire("responses", REMEDY, Map.of()), null,
				SharedState.of(options), EndedResponses.NONE, () -> true);
	}

	/** The patient client sends what an operation asks for besides what it is about. */
	private ResponsesGateway(WireClient client, @Nullable WireClient patient, SharedState state, EndedResponses ended,
			BooleanSupplier inTime) {
		this.client = client;
		this.patient = (patient != null) ? patient : client;
		this.state = state;
		this.ended = ended;
		this.inTime = inTime;
		Options options = state.options();
		ConversationApi unlocked = new ConversationApi(new LockAwareClient(this.patient, RunLinkStore.inMemory(1)));
		this.links = (options.links() != null) ? options.links() : new ConversationRunLinkStore(unlocked);
		LockAwareClient lockAware = new LockAwareClient(this.client, this.links);
		this.responses = new ResponseApi(lockAware, lockAware, ended);
		this.conversations = new ConversationApi(lockAware, inTime);
		this.loader = new RunLoader(this.responses, this.conversations, this.links, ended.isKeeping());
	}

	@Override
	public @Nullable String responseId(Run run) {
		return RunPosition.responseId(run);
	}

	@Override
	public RunCapabilities capabilities() {
		return Capabilities.ALL;
	}

	@Override
	public RunCreation onThread(RunCreation creation) {
		return runs().onThread(creation, threads());
	}

	@Override
	public Run create(RunCreation creation) {
		return runs().create(creation);
	}

	private RunCreator runs() {
		LockAwareClient patient = new LockAwareClient(this.patient, this.links);
		ResponseApi responses = new ResponseApi(patient, new LockAwareClient(this.client, this.links), this.ended);
		return new RunCreator(responses, new ConversationApi(patient, this.inTime), this.links, this.state,
				this.ended.isKeeping());
	}

	/** {@inheritDoc} The id of a lost response is unknown, so no run is found. */
	@Override
	public RequestTrace traceCreation(RunCreation creation) {
		return runs().trace(creation);
	}

	@Override
	public Run load(String runId, String threadId) {
		Ids.requireRun(runId, threadId, PREFIX, ConversationThreads.PREFIX);
		return this.loader.load(runId, threadId);
	}

	@Override
	public Run refresh(Run run) {
		return this.loader.refresh(check(run));
	}

	@Override
	public Run submitToolOutputs(Run run, List<ToolOutput> outputs) {
		Assert.notEmpty(outputs, "'outputs' must not be empty");
		return runs().submission().submit(check(run), outputs);
	}

	/**
	 * {@inheritDoc}
	 * <p>
	 * Outputs that are on their way are {@link RequestTrace.Absent} as well. Submitting
	 * them again is safe nonetheless: either the thread is busy, or the submission gives
	 * way to the earlier one.
	 */
	@Override
	public RequestTrace traceSubmission(Run run, List<ToolOutput> outputs) {
		Assert.notEmpty(outputs, "'outputs' must not be empty");
		return runs().submission().trace(check(run), outputs);
	}

	@Override
	public @Nullable Run answeredElsewhere(Run run) {
		return runs().submission().answeredElsewhere(check(run));
	}

	@Override
	public @Nullable RunStreams streams() {
		return this.client.hasStreams() ? new ResponsesRunStreams(this.client, runs(), this.links) : null;
	}

	@Override
	public Run cancel(Run run) {
		ConversationApi conversations = new ConversationApi(new LockAwareClient(this.patient, this.links), this.inTime);
		return new RunCanceller(this.responses, conversations, this.links, this.loader).cancel(check(run));
	}

	@Override
	public CursorPage<RunStep> steps(Run run, PageQuery query) {
		return new ResponseStepReader(chain(), this.conversations).list(check(run), query);
	}

	@Override
	public List<Message> messages(Run run) {
		return chain().messages(check(run));
	}

	private ResponseChainReader chain() {
		return new ResponseChainReader(this.responses, this.conversations, this.links, this.inTime);
	}

	@Override
	public ThreadGateway threads() {
		return new ConversationThreads(this.conversations, this.state.options().links());
	}

	@Override
	public RunGateway withApiKey(String apiKey) {
		return new ResponsesGateway(this.client.withApiKey(apiKey), this.patient.withApiKey(apiKey), this.state,
				this.ended, this.inTime);
	}

	@Override
	public RunGateway forDrive() {
		return new ResponsesGateway(this.client.withoutRetries(), this.patient, this.state, new EndedResponses(),
				this.inTime);
	}

	@Override
	public RunGateway within(BooleanSupplier inTime) {
		return new ResponsesGateway(this.client, this.patient, this.state, this.ended, inTime);
	}

	@Override
	public RunGateway withContext(Map<String, Object> context) {
		return new ResponsesGateway(this.client.withContext(context), this.patient.withContext(context), this.state,
				this.ended, this.inTime);
	}

	static Run check(Run run) {
		Assert.notNull(run, "'run' must not be null");
		Ids.requireRun(run.id(), run.threadId(), PREFIX, ConversationThreads.PREFIX);
		return run;
	}

	/**
	 * How the gateway behaves.
	 *
	 * @param links stores the newest response of each run, or {@code null} to remember it
	 * in the metadata of the conversations
	 * @param assistants finds an assistant that the application defines by its name: the
	 * credentials for MCP servers are taken from it whenever a run goes on, because no
	 * server tells them
	 * @param repairDanglingCalls whether calls that a conversation holds and no known run
	 * waits for get an error as their output, so that a run can continue
	 * @param background whether servers respond at once and work afterwards
	 * @param store whether servers keep the responses, or {@code null} to leave it to
	 * them. A response that is not kept cannot be retrieved, so it does not work in the
	 * background unless {@link Background#ON} says so
	 */
	public record Options(@Nullable RunLinkStore links, AssistantLookup assistants, boolean repairDanglingCalls,
			Background background, @Nullable Boolean store) {

		public Options {
			Assert.notNull(assistants, "'assistants' must not be null");
			Assert.notNull(background, "'background' must not be null");
		}

		/**
		 * Return links in memory, no assistants, no repair, {@link Background#AUTO}, and
		 * storage as servers do it by default.
		 * @return the options
		 */
		public static Options defaults() {
			return new Options(RunLinkStore.inMemory(), (name) -> null, false, Background.AUTO, null);
		}

		public Options withLinks(RunLinkStore links) {
			Assert.notNull(links, "'links' must not be null");
			return new Options(links, this.assistants, this.repairDanglingCalls, this.background, this.store);
		}

		/**
		 * Return the same options with links in the metadata of the conversations.
		 * @return the options
		 */
		public Options withLinksInConversations() {
			return new Options(null, this.assistants, this.repairDanglingCalls, this.background, this.store);
		}

		public Options withAssistants(AssistantLookup assistants) {
			return new Options(this.links, assistants, this.repairDanglingCalls, this.background, this.store);
		}

		public Options withRepairDanglingCalls(boolean repairDanglingCalls) {
			return new Options(this.links, this.assistants, repairDanglingCalls, this.background, this.store);
		}

		public Options withBackground(Background background) {
			return new Options(this.links, this.assistants, this.repairDanglingCalls, background, this.store);
		}

		public Options withStore(@Nullable Boolean store) {
			return new Options(this.links, this.assistants, this.repairDanglingCalls, this.background, store);
		}

		/** Return whether a request is to work in the background. */
		Background background(JsonNode request) {
			boolean kept = Json.flag(request, "store", true);
			return (kept || this.background == Background.ON) ? this.background : Background.OFF;
		}

	}

	/**
	 * Whether servers respond at once and work afterwards.
	 * <p>
	 * A response that works in the background can be cancelled, and its stream can be
	 * resumed. Another one is answered when it is complete, or streamed, and its first
	 * word comes sooner.
	 */
	public enum Background {

		/** Yes, except for streamed runs whose text a listener receives. */
		AUTO,

		/** They do. */
		ON,

		/** They do not. */
		OFF;

		boolean onCreation(boolean streamed, boolean listened) {
			return this == ON || (this == AUTO && !(streamed && listened));
		}

		/**
		 * Return whether a further response of a run works in the background.
		 * @param before whether the one before did
		 */
		boolean onContinuation(boolean before, boolean streamed) {
			return this != OFF && (before || (this == AUTO && !streamed));
		}

	}

}
