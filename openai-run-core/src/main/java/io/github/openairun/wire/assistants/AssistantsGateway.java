package io.github.openairun.wire.assistants;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

import io.github.openairun.ApiException;
import io.github.openairun.BadRequestException;
import io.github.openairun.ConflictException;
import io.github.openairun.CursorPage;
import io.github.openairun.Message;
import io.github.openairun.PageQuery;
import io.github.openairun.Run;
import io.github.openairun.RunCapabilities;
import io.github.openairun.RunCapability;
import io.github.openairun.RunStatus;
import io.github.openairun.RunStep;
import io.github.openairun.ServerErrorException;
import io.github.openairun.ThreadNotFoundException;
import io.github.openairun.ToolCall;
import io.github.openairun.ToolOutput;
import io.github.openairun.wire.AssistantGateway;
import io.github.openairun.wire.Ids;
import io.github.openairun.wire.Json;
import io.github.openairun.wire.Metadata;
import io.github.openairun.wire.RequestTrace;
import io.github.openairun.wire.RunCreation;
import io.github.openairun.wire.RunGateway;
import io.github.openairun.wire.RunStreams;
import io.github.openairun.wire.ThreadGateway;
import io.github.openairun.wire.WireClient;
import io.github.openairun.wire.WireRequest;
import io.github.openairun.wire.WireResponse;

/**
 * The gateway to servers that speak Assistants v2, where threads, runs and assistants are
 * objects of the server (OpenAI API reference, Assistants).
 *
 * @since 0.1.0
 */
public final class AssistantsGateway implements RunGateway {

	private static final String WIRE = "assistants";

	static final RunCapabilities CAPABILITIES = RunCapabilities.of(WIRE, RunCapability.LIST_RUNS,
			RunCapability.MODIFY_RUN, RunCapability.RUN_EXPIRY, RunCapability.SERVER_ASSISTANTS,
			RunCapability.MANAGE_ASSISTANTS);

	private static final String REMEDY = "OpenAI switched the Assistants API off on 2026-08-26: set "
			+ "openai.run.wire=responses, or point openai.base-url to a server that speaks Assistants v2.";

	static final String RUN_PREFIX = "run_";

	private static final String RUNS = RunRequestFactory.RUNS;

	private static final String RUN = RunRequestFactory.RUN;

	private final WireClient client;

	private final WireClient patient;

	private final RunToolResolver runTools;

	private final Supplier<String> nonces;

	private final RunRequestFactory requests;

	private final ServerThreads threads;

	private final ServerAssistants assistants;

	private final BooleanSupplier inTime;

	/**
	 * Create a gateway.
	 * @param client sends the requests
	 * @param betaHeader whether every request carries {@code OpenAI-Beta: assistants=v2},
	 * which OpenAI's protocol requires and some servers do not know
	 */
	public AssistantsGateway(WireClient client, boolean betaHeader) {
		this(client, betaHeader, true);
	}

	/**
	 * Create a gateway.
	 * @param client sends the requests
	 * @param betaHeader whether every request carries {@code OpenAI-Beta: assistants=v2}
	 * @param attachTools whether the definitions of tools are sent with each run, or
	 * defined by the assistant at the server
	 */
	public AssistantsGateway(WireClient client, boolean betaHeader, boolean attachTools) {
		this(client, betaHeader, attachTools, () -> UUID.randomUUID().toString());
	}

	/**
	 * Create a gateway.
	 * @param nonces supplies the nonces that identify messages after a lost response
	 */
	AssistantsGateway(WireClient client, boolean betaHeader, boolean attachTools, Supplier<String> nonces) {
		this(client.forWire(WIRE, REMEDY, betaHeader ? Map.of("OpenAI-Beta", "assistants=v2") : Map.of()), null,
				new RunToolResolver(attachTools), nonces, () -> true);
	}

	/**
	 * Create a gateway.
	 * @param patient sends the additional requests of an operation; {@code null} for the
	 * client itself
	 */
	private AssistantsGateway(WireClient client, @Nullable WireClient patient, RunToolResolver runTools,
			Supplier<String> nonces, BooleanSupplier inTime) {
		this.client = client;
		this.patient = (patient != null) ? patient : client;
		this.runTools = runTools;
		this.requests = new RunRequestFactory(this.patient, runTools);
		this.nonces = nonces;
		this.threads = new ServerThreads(client, nonces);
		this.assistants = new ServerAssistants(client, runTools);
		this.inTime = inTime;
	}

	@Override
	public RunCapabilities capabilities() {
		return CAPABILITIES;
	}

	@Override
	public RunCreation onThread(RunCreation creation) {
		String given = creation.request().threadId();
		boolean fits = creation.request().messages().size() <= ServerThreads.MAX_MESSAGES;
		if (fits && (given != null || !RunRequestWriter.needsThread(creation))) {
			return creation;
		}
		this.requests.check(creation);
		String threadId = (given != null) ? given : this.threads.create(List.of(), Map.of()).id();
		return this.requests.withFewMessages(creation, threadId);
	}

	@Override
	public Run create(RunCreation creation) {
		WireRequest request = this.requests.creation(creation);
		String threadId = request.threadId();
		if (threadId == null) {
			return RunObjectReader.read(this.client.exchange(request), null);
		}
		return RunObjectReader.read(ThreadLockDetector.respect(threadId, () -> this.client.exchange(request)),
				threadId);
	}

	@Override
	public RequestTrace traceCreation(RunCreation creation) {
		return new LostRequestTracer(this.patient).run(creation);
	}

	@Override
	public Run load(String runId, String threadId) {
		Ids.requireRun(runId, threadId, RUN_PREFIX, ServerThreads.PREFIX);
		return RunObjectReader.read(
				this.client.exchange(RunRequestFactory.about(WireRequest.get(RUN), runId, threadId)), runId, threadId);
	}

	@Override
	public Run refresh(Run run) {
		return load(run.id(), run.threadId());
	}

	@Override
	public Run submitToolOutputs(Run run, List<ToolOutput> outputs) {
		WireRequest request = RunRequestFactory.submission(run, outputs);
		return RunObjectReader.read(ThreadLockDetector.respect(run.threadId(), () -> this.client.exchange(request)),
				run.id(), run.threadId());
	}

	@Override
	public @Nullable RunStreams streams() {
		if (!this.client.hasStreams()) {
			return null;
		}
		return new AssistantsRunStreams(this.client, this.requests::creation, RunRequestFactory::submission);
	}

	@Override
	public RequestTrace traceSubmission(Run run, List<ToolOutput> outputs) {
		Run now = refresh(run);
		if (!now.requiresAction()) {
			return new RequestTrace.Found(now);
		}
		if (now.toolCalls().isEmpty() && now.unsupportedAction() == null) {
			return new RequestTrace.Undecided();
		}
		Set<String> submitted = outputs.stream().map(ToolOutput::callId).collect(Collectors.toSet());
		boolean stillPending = now.toolCalls().stream().map(ToolCall::id).anyMatch(submitted::contains);
		return stillPending ? new RequestTrace.Absent() : new RequestTrace.Found(now);
	}

	/**
	 * Cancel a run. If the server rejects the request because the run has ended
	 * meanwhile, the ended run is returned.
	 */
	@Override
	public Run cancel(Run run) {
		WireRequest request = RunRequestFactory.about(WireRequest.post(RUN + "/cancel"), run).repeatable();
		try {
			return RunObjectReader.read(this.client.exchange(request), run.id(), run.threadId());
		}
		catch (BadRequestException | ConflictException | ServerErrorException ex) {
			return endOf(run, ex);
		}
	}

	private Run endOf(Run run, ApiException refusal) {
		Run now = refresh(run);
		if (now.status().isTerminal() || now.status() == RunStatus.CANCELLING) {
			return now;
		}
		throw refusal;
	}

	@Override
	public Run modify(Run run, Map<String, String> metadata) {
		ObjectNode body = Json.object();
		body.set("metadata", Metadata.write(metadata));
		WireRequest request = RunRequestFactory.about(WireRequest.post(RUN), run).body(body).repeatable();
		return RunObjectReader.read(this.client.exchange(request), run.id(), run.threadId());
	}

	@Override
	public CursorPage<Run> list(String threadId, PageQuery query) {
		Ids.require(threadId, "threadId", ServerThreads.PREFIX);
		WireRequest request = WireRequest.get(RUNS)
			.thread("thread_id", threadId)
			.notFound((error) -> new ThreadNotFoundException(threadId, error));
		WireResponse response = this.client.exchange(PageReader.query(request, query));
		return PageReader.read(response, (json) -> RunObjectReader.read(response, json, threadId));
	}

	@Override
	public CursorPage<RunStep> steps(Run run, PageQuery query) {
		WireRequest request = PageReader.query(RunRequestFactory.about(WireRequest.get(RUN + "/steps"), run), query);
		return PageReader.read(this.client.exchange(request), (json) -> StepObjectReader.read(json, run));
	}

	@Override
	public List<Message> messages(Run run) {
		return this.threads.messages(run, this.inTime);
	}

	@Override
	public ThreadGateway threads() {
		return this.threads;
	}

	@Override
	public AssistantGateway assistants() {
		return this.assistants;
	}

	@Override
	public RunGateway withApiKey(String apiKey) {
		return new AssistantsGateway(this.client.withApiKey(apiKey), this.patient.withApiKey(apiKey), this.runTools,
				this.nonces, this.inTime);
	}

	@Override
	public RunGateway forDrive() {
		return new AssistantsGateway(this.client.withoutRetries(), this.patient, this.runTools, this.nonces,
				this.inTime);
	}

	@Override
	public RunGateway within(BooleanSupplier inTime) {
		return new AssistantsGateway(this.client, this.patient, this.runTools, this.nonces, inTime);
	}

	@Override
	public RunGateway withContext(Map<String, Object> context) {
		return new AssistantsGateway(this.client.withContext(context), this.patient.withContext(context), this.runTools,
				this.nonces, this.inTime);
	}

}
