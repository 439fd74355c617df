package io.github.openairun.engine;

import java.util.Collection;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.github.openairun.Assistant;
import io.github.openairun.RunLimits;
import io.github.openairun.RunListener;
import io.github.openairun.observation.RunObservations;
import io.github.openairun.tool.StructuredOutputs;
import io.github.openairun.tool.ToolExecutor;
import io.github.openairun.tool.ToolRegistry;
import io.github.openairun.tool.ToolResultConverter;
import io.github.openairun.wire.RunGateway;

/**
 * Builds a {@link RunTemplate}.
 *
 * @since 0.1.0
 */
public final class RunTemplateBuilder {

	private Connections connections;

	private AssistantCatalog assistants = new AssistantCatalog(List.of());

	private RunLimits limits = RunLimits.defaults();

	private PollPolicy pollPolicy = PollPolicy.defaults();

	private BusyThreadPolicy busyThreadPolicy = BusyThreadPolicy.defaults();

	private boolean toolsOnServer;

	private RunApprovals approvals = RunApprovals.inMemory();

	private List<RunListener> listeners = List.of();

	private StreamingMode streaming = StreamingMode.AUTO;

	private RunObservations observations = RunObservations.NONE;

	private @Nullable RunHistory history;

	private @Nullable RunEngine engine;

	private RunTemplateComponents.@Nullable Tools tools;

	RunTemplateBuilder(RunGateway gateway) {
		Assert.notNull(gateway, "'gateway' must not be null");
		this.connections = Connections.of(gateway);
	}

	/**
	 * Set all connections; by default there is only the one of the gateway.
	 * @param connections the connections
	 * @return this builder
	 */
	public RunTemplateBuilder connections(Connections connections) {
		Assert.notNull(connections, "'connections' must not be null");
		this.connections = connections;
		return this;
	}

	/**
	 * Set the components that execute tool calls and read structured replies; required.
	 * @param registry the registered tools
	 * @param executor executes tool calls
	 * @param resultConverter converts values to outputs
	 * @param structuredOutputs converts replies to Java values
	 * @return this builder
	 */
	public RunTemplateBuilder tools(ToolRegistry registry, ToolExecutor executor, ToolResultConverter resultConverter,
			StructuredOutputs structuredOutputs) {
		this.tools = new RunTemplateComponents.Tools(registry, executor, resultConverter, structuredOutputs);
		return this;
	}

	public RunTemplateBuilder assistants(AssistantCatalog assistants) {
		this.assistants = assistants;
		return this;
	}

	public RunTemplateBuilder assistants(Collection<Assistant> assistants) {
		return assistants(new AssistantCatalog(assistants));
	}

	public RunTemplateBuilder limits(RunLimits limits) {
		this.limits = limits;
		return this;
	}

	public RunTemplateBuilder pollPolicy(PollPolicy pollPolicy) {
		this.pollPolicy = pollPolicy;
		return this;
	}

	/**
	 * Set the policy for a thread on which another run is active.
	 * @param busyThreadPolicy the policy
	 * @return this builder
	 */
	public RunTemplateBuilder busyThreadPolicy(BusyThreadPolicy busyThreadPolicy) {
		this.busyThreadPolicy = busyThreadPolicy;
		return this;
	}

	/**
	 * Set whether the assistants of the server define the tools of runs, on a wire with
	 * such assistants, so that runs do not send them.
	 * @param toolsOnServer whether the server has the definitions
	 * @return this builder
	 */
	public RunTemplateBuilder toolsOnServer(boolean toolsOnServer) {
		this.toolsOnServer = toolsOnServer;
		return this;
	}

	/**
	 * Set by what rules the calls of runs wait, and where; by default in memory.
	 * @param approvals the rules, the policies and the store
	 * @return this builder
	 */
	public RunTemplateBuilder approvals(RunApprovals approvals) {
		this.approvals = approvals;
		return this;
	}

	/**
	 * Set the listeners of all runs.
	 * @param listeners the listeners, in order
	 * @return this builder
	 */
	public RunTemplateBuilder listeners(List<RunListener> listeners) {
		this.listeners = List.copyOf(listeners);
		return this;
	}

	/**
	 * Set whether runs are streamed.
	 * @param streaming the mode
	 * @return this builder
	 */
	public RunTemplateBuilder streaming(StreamingMode streaming) {
		this.streaming = streaming;
		return this;
	}

	/**
	 * Set the engine that executes the runs, with its scheduler and clock; by default a
	 * new engine with the default settings.
	 * @param engine the engine
	 * @return this builder
	 */
	public RunTemplateBuilder engine(RunEngine engine) {
		this.engine = engine;
		return this;
	}

	/**
	 * Set the observation of drives; by default there is none.
	 * @param observations the settings of observations
	 * @return this builder
	 */
	public RunTemplateBuilder observations(RunObservations observations) {
		this.observations = observations;
		return this;
	}

	/**
	 * Set the history that records drives; by default there is none.
	 * @param history the history, or {@code null} for none
	 * @return this builder
	 */
	public RunTemplateBuilder history(@Nullable RunHistory history) {
		this.history = history;
		return this;
	}

	/**
	 * Return the operations.
	 * @return the template
	 * @throws IllegalStateException if {@link #tools} is not set
	 */
	public RunTemplate build() {
		Assert.state(this.tools != null, "'tools' must be set");
		RunEngine engine = (this.engine != null) ? this.engine : new RunEngine(RunEngine.Settings.defaults());
		return new RunTemplate(new RunTemplateComponents(this.connections, this.assistants, this.tools,
				new RunTemplateComponents.Policies(this.limits, this.pollPolicy, this.busyThreadPolicy,
						this.toolsOnServer, this.approvals),
				new RunTemplateComponents.Driving(engine, this.streaming, this.listeners,
						() -> UUID.randomUUID().toString(),
						new RunTemplateComponents.Observers(this.observations, this.history))));
	}

}
