package io.github.openairun.wire.stateless;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.github.openairun.CursorPage;
import io.github.openairun.Message;
import io.github.openairun.PageQuery;
import io.github.openairun.Run;
import io.github.openairun.RunCapabilities;
import io.github.openairun.RunCapability;
import io.github.openairun.RunStatus;
import io.github.openairun.RunStep;
import io.github.openairun.ToolCall;
import io.github.openairun.ToolOutput;
import io.github.openairun.thread.StoredItem;
import io.github.openairun.thread.StoredRun;
import io.github.openairun.thread.ThreadStore;
import io.github.openairun.thread.ThreadWindow;
import io.github.openairun.wire.AssistantLookup;
import io.github.openairun.wire.Ids;
import io.github.openairun.wire.Metadata;
import io.github.openairun.wire.RequestTrace;
import io.github.openairun.wire.RunCreation;
import io.github.openairun.wire.RunGateway;
import io.github.openairun.wire.RunStreams;
import io.github.openairun.wire.ThreadGateway;
import io.github.openairun.wire.WireClient;
import io.github.openairun.wire.items.Items;
import io.github.openairun.wire.items.ResponseRequestWriter;

/**
 * Runs on any server that has {@code POST /responses}: the application keeps threads,
 * messages and runs in a {@link ThreadStore}, and every request carries the items of the
 * thread.
 * <p>
 * All ids are the application's own. A run that is created without a stream is generated
 * on the calling thread, and so is the continuation by tool outputs. What a server
 * refuses or fails to generate leaves the thread as it was before.
 *
 * @since 0.1.0
 */
public final class StatelessGateway implements RunGateway {

	private static final String REMEDY = "It has no Responses API at this address: correct 'openai.base-url', or set "
			+ "'openai.run.responses.path' if the server has it at another path.";

	private static final String NO_ASSISTANTS = "assistants are defined by the application: set "
			+ "'openai.run.assistants.<name>.*' or declare an Assistant bean";

	private static final RunCapabilities EXPIRING = RunCapabilities
		.of("responses", RunCapability.LIST_RUNS, RunCapability.MODIFY_RUN, RunCapability.RUN_EXPIRY)
		.withReason(RunCapability.SERVER_ASSISTANTS, NO_ASSISTANTS)
		.withReason(RunCapability.MANAGE_ASSISTANTS, NO_ASSISTANTS);

	private static final RunCapabilities CAPABILITIES = RunCapabilities
		.of("responses", RunCapability.LIST_RUNS, RunCapability.MODIFY_RUN)
		.withReason(RunCapability.RUN_EXPIRY,
				"a run that waits for tool outputs waits as long as its thread is kept, unless 'openai.run.expiry' is set")
		.withReason(RunCapability.SERVER_ASSISTANTS, NO_ASSISTANTS)
		.withReason(RunCapability.MANAGE_ASSISTANTS, NO_ASSISTANTS);

	private final WireClient client;

	private final RunKeeper keeper;

	private final ResponseGenerator requests;

	private final RunGenerator generator;

	private final boolean driving;

	private final RunCapabilities capabilities;

	/**
	 * Create a gateway.
	 * @param client sends the requests
	 * @param options how it behaves
	 */
	public StatelessGateway(WireClient client, Options options) {
		this(Objects.requireNonNull(client, "'client' must not be null").forWire("responses", REMEDY, Map.of()),
				new RunKeeper(options), options);
	}

	private StatelessGateway(WireClient client, RunKeeper keeper, Options options) {
		this(client, keeper, new ResponseGenerator(options, keeper), false,
				(options.expiry() != null) ? EXPIRING : CAPABILITIES);
	}

	private StatelessGateway(WireClient client, RunKeeper keeper, ResponseGenerator requests, boolean driving,
			RunCapabilities capabilities) {
		this.capabilities = capabilities;
		this.client = client;
		this.keeper = keeper;
		this.requests = requests;
		this.generator = new RunGenerator(client, keeper, requests, driving);
		this.driving = driving;
	}

	@Override
	public RunCapabilities capabilities() {
		return this.capabilities;
	}

	@Override
	public @Nullable String responseId(Run run) {
		return RunRecord.responseId(run);
	}

	@Override
	public RunCreation onThread(RunCreation creation) {
		if (creation.request().threadId() != null) {
			return creation;
		}
		ResponseRequestWriter.check(creation);
		String threadId = threads().create(List.of(), Map.of()).id();
		return creation.with(creation.request().mutate().thread(threadId).build());
	}

	@Override
	public Run create(RunCreation creation) {
		return this.generator.create(onThread(creation));
	}

	/** {@inheritDoc} The store tells. */
	@Override
	public RequestTrace traceCreation(RunCreation creation) {
		String threadId = creation.request().threadId();
		if (threadId == null || creation.nonce() == null) {
			return new RequestTrace.Absent();
		}
		Ids.require(threadId, "threadId", Ids.APPLICATION_THREAD);
		RunRecord record = this.keeper.find(threadId, creation.nonce());
		return (record != null) ? new RequestTrace.Found(record.toRun()) : new RequestTrace.Absent();
	}

	@Override
	public Run load(String runId, String threadId) {
		Ids.requireRun(runId, threadId, Ids.APPLICATION_RUN, Ids.APPLICATION_THREAD);
		return this.keeper.run(runId, threadId).toRun();
	}

	/**
	 * {@inheritDoc}
	 * <p>
	 * For the drive of a run this generates the response that is missing, because a
	 * stream was cut off or the process has ended that waited for it. Otherwise nothing
	 * is sent.
	 */
	@Override
	public Run refresh(Run run) {
		check(run);
		RunRecord record = this.keeper.run(run.id(), run.threadId());
		return this.driving ? this.generator.resume(record) : record.toRun();
	}

	@Override
	public Run submitToolOutputs(Run run, List<ToolOutput> outputs) {
		Assert.notEmpty(outputs, "'outputs' must not be empty");
		return this.generator.submit(check(run), outputs);
	}

	/** {@inheritDoc} The store tells. */
	@Override
	public RequestTrace traceSubmission(Run run, List<ToolOutput> outputs) {
		Run elsewhere = answeredElsewhere(run);
		return (elsewhere != null) ? new RequestTrace.Found(elsewhere) : new RequestTrace.Absent();
	}

	@Override
	public @Nullable Run answeredElsewhere(Run run) {
		Run now = load(check(run).id(), run.threadId());
		List<String> asked = run.toolCalls().stream().map(ToolCall::id).toList();
		boolean waiting = now.status() == RunStatus.REQUIRES_ACTION
				&& now.toolCalls().stream().map(ToolCall::id).toList().equals(asked);
		return waiting ? null : now;
	}

	@Override
	public @Nullable RunStreams streams() {
		return this.client.hasStreams() ? new StatelessRunStreams(this.client, this.keeper, this.requests, false)
				: null;
	}

	@Override
	public boolean prefersStreams() {
		return this.client.hasStreams();
	}

	@Override
	public Run cancel(Run run) {
		check(run);
		return this.keeper.cancel(run.id(), run.threadId());
	}

	@Override
	public Run modify(Run run, Map<String, String> metadata) {
		check(run);
		Metadata.check(metadata, Metadata.MAX_PAIRS);
		return this.keeper.modify(run.id(), run.threadId(), metadata);
	}

	@Override
	public CursorPage<Run> list(String threadId, PageQuery query) {
		Ids.require(threadId, "threadId", Ids.APPLICATION_THREAD);
		this.keeper.activeRun(this.keeper.thread(threadId));
		CursorPage<StoredRun> page = this.keeper.store().runs(threadId, query);
		return new CursorPage<>(page.data().stream().map((run) -> RunRecord.of(run).toRun()).toList(), page.firstId(),
				page.lastId(), page.hasMore());
	}

	@Override
	public CursorPage<RunStep> steps(Run run, PageQuery query) {
		RunRecord record = this.keeper.run(check(run).id(), run.threadId());
		List<RunStep> steps = new ArrayList<>(StoredSteps.of(record.toRun(), this.keeper.itemsOf(record)));
		if (query.order() == PageQuery.Order.DESC) {
			Collections.reverse(steps);
		}
		List<String> ids = steps.stream().map(RunStep::id).toList();
		int from = (query.after() != null) ? index(ids, query.after(), "after") + 1 : 0;
		int to = (query.before() != null) ? index(ids, query.before(), "before") : ids.size();
		List<RunStep> rest = (from < to) ? steps.subList(from, to) : List.of();
		List<RunStep> data = rest.subList(0, Math.min(query.limit(), rest.size()));
		return new CursorPage<>(data, data.isEmpty() ? null : data.get(0).id(),
				data.isEmpty() ? null : data.get(data.size() - 1).id(), data.size() < rest.size());
	}

	private static int index(List<String> ids, String id, String name) {
		int index = ids.indexOf(id);
		Assert.isTrue(index >= 0, () -> "'" + name + "' is not a step of the run: '" + id + "'");
		return index;
	}

	@Override
	public List<Message> messages(Run run) {
		return this.keeper.itemsOf(this.keeper.run(check(run).id(), run.threadId()))
			.stream()
			.filter((item) -> item.output() && item.type().equals(Items.MESSAGE))
			.map((StoredItem item) -> ThreadItems.message(item, run.threadId()))
			.toList();
	}

	@Override
	public ThreadGateway threads() {
		return new ApplicationThreads(this.keeper);
	}

	@Override
	public RunGateway withApiKey(String apiKey) {
		return new StatelessGateway(this.client.withApiKey(apiKey), this.keeper, this.requests, this.driving,
				this.capabilities);
	}

	@Override
	public RunGateway forDrive() {
		return new StatelessGateway(this.client.withoutRetries(), this.keeper, this.requests, true, this.capabilities);
	}

	@Override
	public RunGateway withContext(Map<String, Object> context) {
		return new StatelessGateway(this.client.withContext(context), this.keeper, this.requests, this.driving,
				this.capabilities);
	}

	static Run check(Run run) {
		Assert.notNull(run, "'run' must not be null");
		Ids.requireRun(run.id(), run.threadId(), Ids.APPLICATION_RUN, Ids.APPLICATION_THREAD);
		return run;
	}

	/**
	 * How the gateway behaves.
	 *
	 * @param threads stores threads and runs
	 * @param window chooses the items of a thread that the model receives
	 * @param assistants finds an assistant that the application defines by its name: the
	 * credentials for MCP servers are taken from it whenever a run goes on
	 * @param path the path of the Responses API below the base URL
	 * @param store whether servers keep the responses, or {@code null} to leave it to
	 * them; with {@code false}, encrypted reasoning is asked for
	 * @param expiry how long after its creation a run expires that has not ended, or
	 * {@code null} for never
	 * @param clock the clock of threads, messages and runs
	 * @param ids supplies what makes an id unique
	 */
	public record Options(ThreadStore threads, ThreadWindow window, AssistantLookup assistants, String path,
			@Nullable Boolean store, @Nullable Duration expiry, Clock clock, Supplier<String> ids) {

		public Options {
			Assert.notNull(threads, "'threads' must not be null");
			Assert.notNull(window, "'window' must not be null");
			Assert.notNull(assistants, "'assistants' must not be null");
			Assert.isTrue(path.startsWith("/"), () -> "'path' must begin with '/', but is '" + path + "'");
			Assert.isTrue(expiry == null || expiry.compareTo(Duration.ZERO) > 0, "'expiry' must be positive");
			Assert.notNull(clock, "'clock' must not be null");
			Assert.notNull(ids, "'ids' must not be null");
		}

		/**
		 * Return options with all items, no assistants, {@code /responses}, storage as
		 * servers do it by default, no expiry, and random ids.
		 * @param threads stores threads and runs
		 * @param clock the clock of threads, messages and runs
		 * @return the options
		 */
		public static Options of(ThreadStore threads, Clock clock) {
			return new Options(threads, ThreadWindow.all(), (name) -> null, "/responses", null, null, clock,
					() -> UUID.randomUUID().toString().replace("-", ""));
		}

		public Options withWindow(ThreadWindow window) {
			return new Options(this.threads, window, this.assistants, this.path, this.store, this.expiry, this.clock,
					this.ids);
		}

		public Options withAssistants(AssistantLookup assistants) {
			return new Options(this.threads, this.window, assistants, this.path, this.store, this.expiry, this.clock,
					this.ids);
		}

		public Options withPath(String path) {
			return new Options(this.threads, this.window, this.assistants, path, this.store, this.expiry, this.clock,
					this.ids);
		}

		public Options withStore(@Nullable Boolean store) {
			return new Options(this.threads, this.window, this.assistants, this.path, store, this.expiry, this.clock,
					this.ids);
		}

		public Options withExpiry(@Nullable Duration expiry) {
			return new Options(this.threads, this.window, this.assistants, this.path, this.store, expiry, this.clock,
					this.ids);
		}

		public Options withIds(Supplier<String> ids) {
			return new Options(this.threads, this.window, this.assistants, this.path, this.store, this.expiry,
					this.clock, ids);
		}

	}

}
