package io.github.openairun.engine;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.util.Assert;

import io.github.openairun.CursorPage;
import io.github.openairun.PageQuery;
import io.github.openairun.PendingCall;
import io.github.openairun.ResumeRequest;
import io.github.openairun.Run;
import io.github.openairun.RunCapabilities;
import io.github.openairun.RunCapability;
import io.github.openairun.RunHandle;
import io.github.openairun.RunInterruptedException;
import io.github.openairun.RunListener;
import io.github.openairun.RunOperations;
import io.github.openairun.RunOutcome;
import io.github.openairun.RunRequest;
import io.github.openairun.RunResult;
import io.github.openairun.RunStep;
import io.github.openairun.ToolCall;
import io.github.openairun.ToolOutput;
import io.github.openairun.ToolOutputMismatchException;
import io.github.openairun.TypeRef;
import io.github.openairun.TypedRunHandle;
import io.github.openairun.TypedRunResult;
import io.github.openairun.tool.StructuredOutputs;
import io.github.openairun.wire.RunCreation;
import io.github.openairun.wire.RunGateway;

/**
 * Implementation of {@link RunOperations} on a {@link RunGateway}.
 *
 * @since 0.1.0
 */
public final class RunTemplate implements RunOperations {

	private final RunTemplateComponents components;

	private final Map<String, Object> context;

	/** For what names no assistant: that of the selected or default connection. */
	private final RunGateway gateway;

	private final DriveFactory drives;

	RunTemplate(RunTemplateComponents components) {
		this(components, Map.of());
	}

	private RunTemplate(RunTemplateComponents components, Map<String, Object> context) {
		this.components = components;
		this.context = context;
		this.drives = new DriveFactory(components, context);
		this.gateway = this.drives.gateway(Map.of());
	}

	/**
	 * Create a builder of operations on a gateway.
	 * @param gateway the wire
	 * @return a builder
	 */
	public static RunTemplateBuilder builder(RunGateway gateway) {
		return new RunTemplateBuilder(gateway);
	}

	@Override
	public Run create(RunRequest request) {
		Assert.notNull(request, "'request' must not be null");
		RunGateway gateway = this.drives.gateway(request.context(), request.assistant());
		RunCreation creation = this.drives.prepare(request);
		RunCreation onThread = this.components.policies()
			.busyThread()
			.whenFree(() -> gateway.onThread(creation), canceller(gateway),
					this.components.driving().engine().scheduler());
		return sendAndWait(gateway, new ServerCommand.CreateRun(gateway, onThread));
	}

	/** Return the gateway of the connection that the assistant of a run uses. */
	private RunGateway gatewayOf(Run run) {
		Assert.notNull(run, "'run' must not be null");
		return this.drives.gateway(Map.of(), run.assistant());
	}

	private Run sendAndWait(RunGateway gateway, ServerCommand command) {
		BusyThreadPolicy policy = this.components.policies().busyThread();
		TaskScheduler scheduler = this.components.driving().engine().scheduler();
		Clock clock = scheduler.getClock();
		return new OnceOnlySender(command, policy.begin(canceller(gateway)), clock,
				clock.instant().plus(policy.maxWait()))
			.sendAndWait(scheduler);
	}

	private ActiveRunCanceller canceller(RunGateway gateway) {
		return new ActiveRunCanceller(gateway, this.components.policies().approvals().all(),
				this.components.driving().engine().scheduler().getClock());
	}

	/** Return what creates the drives of these operations. */
	DriveFactory drives() {
		return this.drives;
	}

	@Override
	public Run load(String runId, String threadId) {
		return this.gateway.load(runId, threadId);
	}

	@Override
	public Run refresh(Run run) {
		return gatewayOf(run).refresh(run);
	}

	@Override
	public Run submitToolOutputs(Run run, ToolOutput... outputs) {
		return submit(run, List.of(outputs));
	}

	@Override
	public Run submitToolOutputs(Run run, Map<String, ? extends @Nullable Object> values) {
		List<ToolOutput> outputs = new ArrayList<>(values.size());
		values.forEach((callId, value) -> outputs.add(output(run, callId, value)));
		return submit(run, outputs);
	}

	@Override
	public Run submitToolOutput(Run run, String callId, @Nullable Object value) {
		return submit(run, List.of(output(run, callId, value)));
	}

	private ToolOutput output(Run run, String callId, @Nullable Object value) {
		if (value instanceof Boolean approved && isRemote(run, callId)) {
			return new ToolOutput(callId, "", approved);
		}
		return new ToolOutput(callId, this.components.tools().resultConverter().convert(value));
	}

	private Run submit(Run run, List<ToolOutput> outputs) {
		List<ToolOutput> ordered = inOrderOfCalls(run, outputs);
		RunGateway gateway = gatewayOf(run);
		return sendAndWait(gateway, new ServerCommand.SubmitOutputs(gateway, run, ordered));
	}

	private static List<ToolOutput> inOrderOfCalls(Run run, List<ToolOutput> outputs) {
		List<String> pending = run.toolCalls().stream().map(ToolCall::id).toList();
		Set<String> missing = new LinkedHashSet<>(pending);
		List<String> surplus = new ArrayList<>();
		for (ToolOutput output : outputs) {
			if (!missing.remove(output.callId())) {
				surplus.add(output.callId());
			}
		}
		if (pending.isEmpty() || !missing.isEmpty() || !surplus.isEmpty()) {
			throw new ToolOutputMismatchException(run, missing, surplus);
		}
		for (ToolOutput output : outputs) {
			Assert.isTrue(isRemote(run, output.callId()) == (output.approved() != null),
					() -> "The call '" + output.callId() + ((output.approved() != null)
							? "' is of a tool that the application has, so it needs an output"
							: "' is of a tool that a remote server has: approve or deny it, as nobody else can answer"));
		}
		return outputs.stream()
			.sorted((first, second) -> pending.indexOf(first.callId()) - pending.indexOf(second.callId()))
			.toList();
	}

	private static boolean isRemote(Run run, String callId) {
		return run.toolCalls().stream().anyMatch((call) -> call.remote() && call.id().equals(callId));
	}

	@Override
	public Run cancel(Run run) {
		Run cancelled = gatewayOf(run).cancel(run);
		this.components.policies()
			.approvals()
			.store()
			.withdraw(run.id(), this.components.driving().engine().scheduler().getClock().instant());
		return cancelled;
	}

	@Override
	public Run modify(Run run, Map<String, String> metadata) {
		RunGateway gateway = gatewayOf(run);
		gateway.capabilities().require(RunCapability.MODIFY_RUN);
		return gateway.modify(run, metadata);
	}

	@Override
	public CursorPage<Run> list(String threadId, PageQuery query) {
		capabilities().require(RunCapability.LIST_RUNS);
		return this.gateway.list(threadId, query);
	}

	@Override
	public CursorPage<RunStep> steps(Run run, PageQuery query) {
		return StepDecisions.of(this.components.policies().approvals().all(), run, query)
			.addTo(gatewayOf(run).steps(run, query));
	}

	@Override
	public RunResult execute(RunRequest request, RunListener listener) {
		return execute(this.drives.create(request, listener));
	}

	@Override
	public RunOutcome executeUntilSuspended(RunRequest request, RunListener listener) {
		Drive drive = this.drives.create(request, listener);
		RunHandle handle = start(drive);
		handle.result().whenComplete((result, error) -> drive.suspended().complete(List.of()));
		try {
			List<PendingCall> waiting = drive.suspended().get();
			return waiting.isEmpty() ? new RunOutcome(handle, handle.join(), waiting)
					: new RunOutcome(handle, null, waiting);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new RunInterruptedException(handle.run());
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public RunHandle start(RunRequest request, RunListener listener) {
		return start(this.drives.create(request, listener));
	}

	RunResult execute(Drive drive) {
		try {
			return this.components.driving().engine().execute(drive);
		}
		catch (RuntimeException ex) {
			drive.plan().observation().failed(ex);
			throw ex;
		}
	}

	private RunHandle start(Drive drive) {
		try {
			return this.components.driving().engine().start(drive);
		}
		catch (RuntimeException ex) {
			drive.plan().observation().failed(ex);
			throw ex;
		}
	}

	@Override
	public <T> TypedRunResult<T> execute(RunRequest request, TypeRef<T> type, RunListener listener) {
		return new TypedRunResult<>(execute(typed(request, type), listener), reader(type));
	}

	@Override
	public <T> TypedRunHandle<T> start(RunRequest request, TypeRef<T> type, RunListener listener) {
		return new TypedRunHandle<>(start(typed(request, type), listener), reader(type));
	}

	private RunRequest typed(RunRequest request, TypeRef<?> type) {
		return request.mutate()
			.responseFormat(this.components.tools().structuredOutputs().formatOf(type.type()))
			.build();
	}

	private <T> Function<String, T> reader(TypeRef<T> type) {
		StructuredOutputs outputs = this.components.tools().structuredOutputs();
		return (text) -> outputs.read(text, type);
	}

	@Override
	public RunResult resume(ResumeRequest request, RunListener listener) {
		return execute(this.drives.resume(request, listener));
	}

	@Override
	public RunHandle resumeAsync(ResumeRequest request, RunListener listener) {
		return start(this.drives.resume(request, listener));
	}

	@Override
	public <T> TypedRunResult<T> resume(ResumeRequest request, TypeRef<T> type, RunListener listener) {
		return new TypedRunResult<>(resume(request, listener), reader(type));
	}

	@Override
	public <T> TypedRunHandle<T> resumeAsync(ResumeRequest request, TypeRef<T> type, RunListener listener) {
		return new TypedRunHandle<>(resumeAsync(request, listener), reader(type));
	}

	@Override
	public RunCapabilities capabilities() {
		return this.gateway.capabilities();
	}

	@Override
	public RunTemplate withApiKey(String apiKey) {
		return new RunTemplate(this.components.withConnections(this.components.connections().withApiKey(apiKey)),
				this.context);
	}

	@Override
	public RunTemplate withConnection(String connection) {
		return new RunTemplate(this.components.withConnections(this.components.connections().select(connection)),
				this.context);
	}

	@Override
	public RunTemplate withContext(Map<String, ?> context) {
		return new RunTemplate(this.components, Map.copyOf(context));
	}

}
