package io.github.openairun.engine;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.github.openairun.Assistant;
import io.github.openairun.ResumeRequest;
import io.github.openairun.Run;
import io.github.openairun.RunCapability;
import io.github.openairun.RunLimits;
import io.github.openairun.RunListener;
import io.github.openairun.RunRequest;
import io.github.openairun.ToolDefinition;
import io.github.openairun.ToolOutput;
import io.github.openairun.approval.ApprovalStore;
import io.github.openairun.support.CallDepth;
import io.github.openairun.wire.RunCreation;
import io.github.openairun.wire.RunGateway;

/**
 * Creates the drives of runs: resolves the assistant and its tools, and merges the
 * context.
 */
final class DriveFactory {

	private final RunTemplateComponents components;

	private final Map<String, Object> context;

	private final RunTemplateComponents.Policies policies;

	private final RunTemplateComponents.Driving driving;

	private final ToolSelector toolSelector;

	/** Whether a listener of all runs receives text deltas. */
	private final boolean textForAll;

	/** Whether a listener of all runs receives events that only a stream delivers. */
	private final boolean streamForAll;

	/**
	 * Create a factory.
	 * @param components the collaborators
	 * @param context the context of all drives
	 */
	DriveFactory(RunTemplateComponents components, Map<String, Object> context) {
		this.components = components;
		this.context = context;
		this.policies = components.policies();
		this.driving = components.driving();
		this.textForAll = ListenerChain.receivesText(this.driving.listeners());
		this.streamForAll = ListenerChain.needsStream(this.driving.listeners());
		this.toolSelector = new ToolSelector(components.tools().registry(), components.assistants());
	}

	/**
	 * Return the gateway whose requests carry a context.
	 * @param own the context of a request, besides that of all drives
	 */
	RunGateway gateway(Map<String, Object> own) {
		return in(contextOf(own), this.components.connections().gateway());
	}

	/**
	 * Return the gateway of the connection that an assistant uses, whose requests carry a
	 * context.
	 * @param own the context of a request, besides that of all drives
	 * @param assistant the name or id of the assistant, or {@code null}
	 */
	RunGateway gateway(Map<String, Object> own, @Nullable String assistant) {
		return in(contextOf(own), connection(assistant));
	}

	private RunGateway connection(@Nullable String assistant) {
		return this.components.connections().gateway(connectionOf(assistant));
	}

	private @Nullable String connectionOf(@Nullable String assistant) {
		Assistant known = this.components.assistants().find(assistant);
		return (known != null) ? known.connection() : null;
	}

	private static RunGateway in(Map<String, Object> context, RunGateway gateway) {
		return context.isEmpty() ? gateway : gateway.withContext(context);
	}

	/** Return the context of a request, merged with that of all drives. */
	private Map<String, Object> contextOf(Map<String, Object> own) {
		if (this.context.isEmpty() || own.isEmpty()) {
			return own.isEmpty() ? this.context : own;
		}
		Map<String, Object> all = new HashMap<>(this.context);
		all.putAll(own);
		return Map.copyOf(all);
	}

	/** Resolve a request. */
	RunCreation prepare(RunRequest request) {
		return prepare(request, this.driving.nonces().get());
	}

	private RunCreation prepare(RunRequest request, @Nullable String nonce) {
		boolean onServer = connection(request.assistant()).capabilities().supports(RunCapability.SERVER_ASSISTANTS);
		Assistant assistant = this.components.assistants().resolve(request.assistant(), onServer);
		List<ToolDefinition> tools = this.toolSelector.of(request, assistant);
		if (!toolsOnServer(request)) {
			ToolSelector.requireAllowedNumber(assistant, tools);
		}
		return new RunCreation(request, assistant, tools, nonce, false);
	}

	/** Create the drive of a new run. */
	Drive create(RunRequest request, RunListener listener) {
		Assert.notNull(request, "'request' must not be null");
		RunCreation creation = prepare(request);
		return drive(connection(request.assistant()), new DrivePlan.Start.Create(listened(creation, listener)),
				limits(request.limits()), scope(creation, contextOf(request.context())), listener,
				DrivePlan.Recording.NONE);
	}

	private RunCreation listened(RunCreation creation, RunListener listener) {
		return creation.listened(this.textForAll || ListenerChain.receivesText(List.of(listener)));
	}

	/** Create a drive that takes up a run. */
	Drive resume(ResumeRequest request, RunListener listener) {
		Assert.notNull(request, "'request' must not be null");
		return drive(this.components.connections().gateway(), start(request), limits(request.limits()),
				scope(request, contextOf(request.context())), listener, DrivePlan.Recording.NONE);
	}

	private static DrivePlan.Start.Resume start(ResumeRequest request) {
		return new DrivePlan.Start.Resume(request.runId(), request.threadId(),
				request.outputs()
					.stream()
					.collect(Collectors.toMap(ToolOutput::callId, ToolOutput::output, (first, second) -> first)));
	}

	/** Check that a run can be driven from a record, and return the record. */
	DriveRecord record(RunRequest request) {
		Assert.notNull(request, "'request' must not be null");
		RunRequest complete = request.mutate().context(contextOf(request.context())).build();
		RunCreation creation = prepare(complete);
		return new DriveRecord(complete, null, this.components.connections().name(connectionOf(request.assistant())),
				creation.nonce(), DriveProgress.none());
	}

	/** Check that a run can be driven from a record, and return the record. */
	DriveRecord record(ResumeRequest request) {
		Assert.notNull(request, "'request' must not be null");
		Map<String, Object> context = contextOf(request.context());
		scope(request, context);
		return new DriveRecord(null,
				ResumeRequest.run(request.runId(), request.threadId())
					.context(context)
					.tools(request.tools())
					.limits(request.limits())
					.outputs(request.outputs())
					.build(),
				this.components.connections().name(null), null, DriveProgress.none());
	}

	/**
	 * Create a drive that goes on from a record.
	 * @param context what the handlers receive
	 */
	Drive drive(DriveRecord record, DriveJournal journal, Map<String, Object> context, RunListener listener) {
		DrivePlan.Recording recording = new DrivePlan.Recording(journal, record.progress());
		RunRequest request = record.request();
		ResumeRequest resumed = record.resumed();
		if (request == null && resumed != null) {
			return drive(this.components.connections().gateway(), start(resumed), limits(resumed.limits()),
					scope(resumed, context), listener, recording);
		}
		Assert.state(request != null, "The record has no request");
		RunCreation creation = prepare(request, record.nonce());
		RunReference run = record.progress().position();
		DrivePlan.Start start = (run != null) ? new DrivePlan.Start.Resume(run.id(), run.threadId())
				: new DrivePlan.Start.Create(listened(creation, listener));
		return drive(connection(request.assistant()), start, limits(request.limits()), scope(creation, context),
				listener, recording);
	}

	private RunLimits limits(@Nullable RunLimits own) {
		return (own != null) ? own : this.policies.limits();
	}

	private ToolRoundExecution.Scope scope(RunCreation creation, Map<String, Object> context) {
		return scope((run) -> offered(run, creation), context,
				!Boolean.FALSE.equals(creation.request().parallelToolCalls()));
	}

	private Collection<String> offered(Run run, RunCreation creation) {
		return toolsOnServer(creation.request())
				? this.toolSelector.namesOnServer(run, creation.request(), creation.assistant())
				: ToolSelector.names(creation.tools());
	}

	private boolean toolsOnServer(RunRequest request) {
		return this.policies.toolsOnServer()
				&& connection(request.assistant()).capabilities().supports(RunCapability.SERVER_ASSISTANTS);
	}

	private ToolRoundExecution.Scope scope(ResumeRequest request, Map<String, Object> context) {
		Set<String> named = (request.tools() != null) ? this.toolSelector.names(request.tools()) : null;
		return scope((run) -> this.toolSelector.names(run, this.components.assistants().find(run.assistant()), named),
				context, true);
	}

	private ToolRoundExecution.Scope scope(Function<Run, Collection<String>> offered, Map<String, Object> context,
			boolean parallel) {
		return new ToolRoundExecution.Scope(offered, context, this.components.tools().executor().capture(), parallel,
				CallDepth.current());
	}

	private ApprovalScope approvals(DrivePlan.Start start, DriveJournal journal) {
		ApprovalStore store = journal.approvals();
		RunApprovals settings = this.policies.approvals();
		return new ApprovalScope((store != null) ? settings.withStore(store) : settings,
				this.components.tools().registry()::mayWait, (run) -> required(start, run));
	}

	/** Return the tools for which the assistant of a run requires an approval. */
	private Set<String> required(DrivePlan.Start start, Run run) {
		Assistant assistant = (start instanceof DrivePlan.Start.Create create) ? create.creation().assistant()
				: this.components.assistants().find(run.assistant());
		return (assistant != null) ? this.toolSelector.requiringApproval(assistant) : Set.of();
	}

	private Drive drive(RunGateway connection, DrivePlan.Start start, RunLimits limits, ToolRoundExecution.Scope tools,
			RunListener listener, DrivePlan.Recording recording) {
		List<RunListener> listeners = new ArrayList<>(this.driving.listeners());
		if (listener != RunListener.NONE) {
			listeners.add(listener);
		}
		RunGateway gateway = in(tools.attributes(), connection);
		boolean streaming = this.driving.streaming()
			.streams(listener != RunListener.NONE || this.streamForAll || gateway.prefersStreams());
		Clock clock = this.driving.engine().scheduler().getClock();
		DrivePlan plan = new DrivePlan(start, new DrivePlan.DriveBounds(limits, this.policies.polling(), streaming),
				tools, this.components.tools().executor(), new ListenerChain(listeners),
				this.driving.observers().begin(gateway, start, this.components.assistants(), clock), recording,
				approvals(start, recording.journal()));
		return new Drive(plan,
				new DriveServer(gateway, this.policies.busyThread(), this.policies.approvals().all(), clock));
	}

}
