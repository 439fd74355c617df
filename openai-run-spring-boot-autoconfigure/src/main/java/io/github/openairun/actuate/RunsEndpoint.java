package io.github.openairun.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.util.Assert;

import io.github.openairun.PendingCall;
import io.github.openairun.RunCapabilities;
import io.github.openairun.RunCapability;
import io.github.openairun.ToolDefinition;
import io.github.openairun.engine.RunHistory;

/**
 * {@link Endpoint} that shows the active and recent runs of this instance, its tools, and
 * the capabilities of its wire. It never shows the content of a run.
 *
 * @since 0.1.0
 */
@Endpoint(id = "openairuns")
public class RunsEndpoint {

	private final RunHistory history;

	private final Supplier<List<ToolDefinition>> tools;

	private final Supplier<RunCapabilities> capabilities;

	private final Function<String, Object> json;

	private final Supplier<List<PendingCall>> waiting;

	/**
	 * Create an endpoint.
	 * @param history records the runs
	 * @param tools supplies the registered tools
	 * @param capabilities supplies the capabilities of the wire
	 * @param json reads the JSON text of a schema
	 * @param waiting supplies the tool calls that wait for persons or other systems
	 */
	public RunsEndpoint(RunHistory history, Supplier<List<ToolDefinition>> tools,
			Supplier<RunCapabilities> capabilities, Function<String, Object> json,
			Supplier<List<PendingCall>> waiting) {
		Assert.notNull(history, "'history' must not be null");
		Assert.notNull(tools, "'tools' must not be null");
		Assert.notNull(capabilities, "'capabilities' must not be null");
		Assert.notNull(json, "'json' must not be null");
		this.history = history;
		this.tools = tools;
		this.capabilities = capabilities;
		Assert.notNull(waiting, "'waiting' must not be null");
		this.json = json;
		this.waiting = waiting;
	}

	/**
	 * Return everything.
	 * @return the runs, the tools and the wire
	 */
	@ReadOperation
	public RunsDescriptor runs() {
		return new RunsDescriptor(describe(this.history.active()), describe(this.history.recent()),
				this.tools.get().stream().map(this::describe).toList(), describe(this.capabilities.get()),
				this.waiting.get().stream().map(WaitingCallDescriptor::of).toList());
	}

	/**
	 * Return one run.
	 * @param runId the run's id
	 * @return its executions, or {@code null} if none is recorded
	 */
	@ReadOperation
	public @Nullable RunDescriptor run(@Selector String runId) {
		List<DriveDescriptor> drives = describe(this.history.find(runId));
		return drives.isEmpty() ? null : new RunDescriptor(runId, drives);
	}

	private static List<DriveDescriptor> describe(List<RunHistory.Entry> entries) {
		return entries.stream().map(DriveDescriptor::of).toList();
	}

	private ToolDescriptor describe(ToolDefinition tool) {
		return new ToolDescriptor(tool.name(), tool.description(), tool.strict(), this.json.apply(tool.parameters()));
	}

	private static WireDescriptor describe(RunCapabilities capabilities) {
		Map<String, CapabilityDescriptor> all = new LinkedHashMap<>();
		for (RunCapability capability : RunCapability.values()) {
			all.put(capability.name(), new CapabilityDescriptor(capabilities.supports(capability),
					capabilities.reasonAgainst(capability)));
		}
		return new WireDescriptor(capabilities.wire(), all);
	}

	/**
	 * The content of the endpoint.
	 *
	 * @param active the active runs, the oldest first
	 * @param recent the runs that ended last, the newest first
	 * @param tools the registered tools, in the order of their names
	 * @param wire the wire in use
	 * @param waitingCalls the tool calls that wait for persons or other systems, the one
	 * that has waited longest first; at most 100
	 */
	public record RunsDescriptor(List<DriveDescriptor> active, List<DriveDescriptor> recent, List<ToolDescriptor> tools,
			WireDescriptor wire, List<WaitingCallDescriptor> waitingCalls) implements OperationResponseBody {
	}

	/**
	 * One run.
	 *
	 * @param runId its id
	 * @param drives its executions, the newest first
	 */
	public record RunDescriptor(String runId, List<DriveDescriptor> drives) implements OperationResponseBody {
	}

	/**
	 * One execution of the run loop.
	 *
	 * @param runId the run's id, or {@code null} if it is not created yet
	 * @param threadId the id of its thread, or {@code null} if that is not created yet
	 * @param assistant its assistant, or {@code null} if it is not known
	 * @param status the last known status, or {@code null}
	 * @param waitingFor what it waits for, or {@code null}
	 * @param startedAt when it was requested
	 * @param endedAt when it ended, or {@code null}
	 * @param age how long it takes or has taken
	 * @param rounds how many times outputs were submitted
	 * @param polls how many times the run was polled
	 * @param outcome how it ended, or {@code null}
	 * @param errorType the type of the error, or {@code null}
	 */
	public record DriveDescriptor(@Nullable String runId, @Nullable String threadId, @Nullable String assistant,
			@Nullable String status, @Nullable String waitingFor, Instant startedAt, @Nullable Instant endedAt,
			Duration age, int rounds, int polls, @Nullable String outcome, @Nullable String errorType) {

		static DriveDescriptor of(RunHistory.Entry entry) {
			return new DriveDescriptor(entry.runId(), entry.threadId(), entry.assistant(), entry.status(),
					entry.waitingFor(), entry.startedAt(), entry.endedAt(), entry.age(), entry.rounds(), entry.polls(),
					entry.outcome(), entry.errorType());
		}

	}

	/**
	 * One tool call that waits; without its arguments, which are the user's data.
	 *
	 * @param runId the id of its run
	 * @param threadId the id of the run's thread
	 * @param tool the name of the tool
	 * @param kind what it waits for
	 * @param since when it began to wait
	 * @param expiresAt when the call stops waiting, or {@code null}
	 */
	public record WaitingCallDescriptor(String runId, String threadId, String tool, String kind, Instant since,
			@Nullable Instant expiresAt) {

		static WaitingCallDescriptor of(PendingCall call) {
			return new WaitingCallDescriptor(call.runId(), call.threadId(), call.tool(),
					call.kind().name().toLowerCase(Locale.ROOT), call.since(), call.expiresAt());
		}

	}

	/**
	 * One tool.
	 *
	 * @param name its name
	 * @param description its description for the model, or {@code null}
	 * @param strict whether the model must keep to the schema
	 * @param parameters the JSON Schema of its arguments
	 */
	public record ToolDescriptor(String name, @Nullable String description, boolean strict, Object parameters) {
	}

	/**
	 * The wire in use.
	 *
	 * @param name its name
	 * @param capabilities its capabilities
	 */
	public record WireDescriptor(String name, Map<String, CapabilityDescriptor> capabilities) {
	}

	/**
	 * One capability.
	 *
	 * @param supported whether the wire has it
	 * @param reason the reason if it is not supported, or {@code null}
	 */
	public record CapabilityDescriptor(boolean supported, @Nullable String reason) {
	}

}
