package io.github.openairun.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.github.openairun.Assistant;
import io.github.openairun.CursorPage;
import io.github.openairun.PageQuery;
import io.github.openairun.Run;
import io.github.openairun.RunCapabilities;
import io.github.openairun.RunCapability;
import io.github.openairun.RunLimits;
import io.github.openairun.RunListener;
import io.github.openairun.RunOperations;
import io.github.openairun.RunRequest;
import io.github.openairun.RunResult;
import io.github.openairun.RunStep;
import io.github.openairun.ToolCall;
import io.github.openairun.ToolOutput;
import io.github.openairun.ToolOutputMismatchException;
import io.github.openairun.TypedRunResult;
import io.github.openairun.tool.StructuredOutputs;
import io.github.openairun.wire.RunCreation;
import io.github.openairun.wire.RunGateway;

/**
 * The {@link RunOperations} that work on a {@link RunGateway}.
 */
public final class RunTemplate implements RunOperations {

	private final RunComponents components;

	private final RunGateway gateway;

	private final RunComponents.Policies policies;

	private final ToolOffer toolOffer;

	RunTemplate(RunComponents components) {
		this.components = components;
		this.gateway = components.gateway();
		this.policies = components.policies();
		this.toolOffer = new ToolOffer(components.tools().registry(), components.assistants());
	}

	/**
	 * Begin operations on a gateway.
	 * @param gateway the wire
	 * @return a builder
	 */
	public static RunTemplateBuilder builder(RunGateway gateway) {
		return new RunTemplateBuilder(gateway);
	}

	@Override
	public Run create(RunRequest request) {
		RunCreation creation = prepare(request);
		return in(request).create(creation);
	}

	/**
	 * The same operations, whose requests the {@link io.github.openairun.ApiKeySupplier}
	 * can tell apart.
	 */
	private RunTemplate in(RunRequest request) {
		return request.context().isEmpty() ? this
				: new RunTemplate(this.components.withGateway(this.gateway.withContext(request.context())));
	}

	private RunCreation prepare(RunRequest request) {
		Assert.notNull(request, "'request' must not be null");
		boolean onServer = capabilities().supports(RunCapability.MANAGE_ASSISTANTS);
		Assistant assistant = this.components.assistants().resolve(request.assistant(), onServer);
		return new RunCreation(request, assistant, this.toolOffer.of(request, assistant));
	}

	private Run create(RunCreation creation) {
		return this.policies.busyThread().whenFree(() -> this.gateway.create(creation));
	}

	@Override
	public Run load(String runId, String threadId) {
		return this.gateway.load(runId, threadId);
	}

	@Override
	public Run refresh(Run run) {
		return this.gateway.refresh(run);
	}

	@Override
	public Run submitToolOutputs(Run run, ToolOutput... outputs) {
		return submit(run, List.of(outputs));
	}

	@Override
	public Run submitToolOutputs(Run run, Map<String, ? extends @Nullable Object> values) {
		List<ToolOutput> outputs = new ArrayList<>(values.size());
		values.forEach((callId, value) -> outputs.add(output(callId, value)));
		return submit(run, outputs);
	}

	@Override
	public Run submitToolOutput(Run run, String callId, @Nullable Object value) {
		return submit(run, List.of(output(callId, value)));
	}

	private ToolOutput output(String callId, @Nullable Object value) {
		return new ToolOutput(callId, this.components.tools().resultConverter().convert(value));
	}

	private Run submit(Run run, List<ToolOutput> outputs) {
		List<ToolOutput> ordered = inOrderOfCalls(run, outputs);
		return new Submission(this.gateway, this.policies.busyThread(), this.policies.clock()).submit(run, ordered,
				this.policies.clock().instant().plus(this.policies.busyThread().maxWait()));
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
		return outputs.stream()
			.sorted((first, second) -> pending.indexOf(first.callId()) - pending.indexOf(second.callId()))
			.toList();
	}

	@Override
	public Run cancel(Run run) {
		return this.gateway.cancel(run);
	}

	@Override
	public Run modify(Run run, Map<String, String> metadata) {
		capabilities().require(RunCapability.MODIFY_RUN);
		return this.gateway.modify(run, metadata);
	}

	@Override
	public CursorPage<Run> list(String threadId, PageQuery query) {
		capabilities().require(RunCapability.LIST_RUNS);
		return this.gateway.list(threadId, query);
	}

	@Override
	public CursorPage<RunStep> steps(Run run, PageQuery query) {
		return this.gateway.steps(run, query);
	}

	@Override
	public RunResult execute(RunRequest request, RunListener listener) {
		RunCreation creation = prepare(request);
		RunTemplate template = in(request);
		Run run = template.create(creation);
		Collection<String> offered = toolsOnServer() ? this.toolOffer.namesOnServer(run, request, creation.assistant())
				: ToolOffer.names(creation.tools());
		Drive.ToolScope tools = new Drive.ToolScope(offered, request.context(),
				!Boolean.FALSE.equals(request.parallelToolCalls()));
		return template.drive(run, request.limits(), listener, tools);
	}

	private boolean toolsOnServer() {
		return this.policies.toolsOnServer() && capabilities().supports(RunCapability.MANAGE_ASSISTANTS);
	}

	@Override
	public <T> TypedRunResult<T> execute(RunRequest request, Class<T> type) {
		StructuredOutputs outputs = this.components.tools().structuredOutputs();
		RunResult result = execute(request.mutate().responseFormat(outputs.formatOf(type)).build());
		return new TypedRunResult<>(result, (text) -> outputs.read(text, type));
	}

	@Override
	public RunResult resume(String runId, String threadId, RunListener listener) {
		Run run = load(runId, threadId);
		Collection<String> offered = this.toolOffer.names(run, this.components.assistants().find(run.assistant()));
		return drive(run, null, listener, new Drive.ToolScope(offered, Map.of(), true));
	}

	private RunResult drive(Run run, @Nullable RunLimits limits, RunListener listener, Drive.ToolScope tools) {
		List<RunListener> listeners = new ArrayList<>(this.components.listeners());
		listeners.add(listener);
		return new Drive(this.components, (limits != null) ? limits : this.policies.limits(),
				new ListenerChain(listeners), tools)
			.run(run);
	}

	@Override
	public RunCapabilities capabilities() {
		return this.gateway.capabilities();
	}

	@Override
	public RunTemplate withApiKey(String apiKey) {
		return new RunTemplate(this.components.withGateway(this.gateway.withApiKey(apiKey)));
	}

}
