package io.github.openairun.actuate;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.util.Assert;

import io.github.openairun.jdbc.DurableRun;
import io.github.openairun.jdbc.DurableRunQuery;
import io.github.openairun.jdbc.DurableRuns;

/**
 * {@link Endpoint} that shows the durable runs of all nodes, those that were scheduled
 * last first. It never shows the content of a run.
 *
 * @since 0.1.0
 */
@Endpoint(id = "openaidurableruns")
public class DurableRunsEndpoint {

	private static final int MAX = 100;

	private final DurableRuns runs;

	private final Clock clock;

	/**
	 * Create an endpoint.
	 * @param runs the durable runs
	 * @param clock the clock of the ages
	 */
	public DurableRunsEndpoint(DurableRuns runs, Clock clock) {
		Assert.notNull(runs, "'runs' must not be null");
		Assert.notNull(clock, "'clock' must not be null");
		this.runs = runs;
		this.clock = clock;
	}

	/**
	 * Return the newest runs.
	 * @param state only runs in this state, or {@code null} for all
	 * @param tag only runs with this tag, or {@code null} for all
	 * @return up to 100 runs
	 */
	@ReadOperation
	public DurableRunsDescriptor runs(DurableRun.@Nullable State state, @Nullable String tag) {
		return new DurableRunsDescriptor(this.runs.list(DurableRunQuery.all().state(state).tag(tag).limit(MAX))
			.data()
			.stream()
			.map(this::describe)
			.toList());
	}

	/**
	 * Return one run.
	 * @param id the id of the durable run
	 * @return the run, or {@code null} if there is none
	 */
	@ReadOperation
	public @Nullable DurableRunDescriptor run(@Selector String id) {
		DurableRun run = this.runs.find(id);
		return (run != null) ? describe(run) : null;
	}

	private DurableRunDescriptor describe(DurableRun run) {
		Instant end = run.endedAt();
		return new DurableRunDescriptor(run.id(), run.key(), run.tag(), run.state(), run.assistant(), run.runId(),
				run.threadId(), run.runStatus(), run.node(), run.attempts(), run.createdAt(), run.updatedAt(), end,
				Duration.between(run.createdAt(), (end != null) ? end : this.clock.instant()), run.failureType());
	}

	/**
	 * The content of the endpoint.
	 *
	 * @param runs the newest runs
	 */
	public record DurableRunsDescriptor(List<DurableRunDescriptor> runs) implements OperationResponseBody {
	}

	/**
	 * One durable run.
	 *
	 * @param id its id
	 * @param key its key, or {@code null}
	 * @param tag its tag, or {@code null}
	 * @param state its state
	 * @param assistant its assistant, or {@code null} if it is not known
	 * @param runId the run's id, or {@code null} if it is not created yet
	 * @param threadId the id of its thread, or {@code null} if that is not created yet
	 * @param status the last status that was recorded, or {@code null}
	 * @param node the node that executes it or executed it last, or {@code null}
	 * @param attempts how many times a node has begun to execute it
	 * @param createdAt when it was scheduled
	 * @param updatedAt when it has made progress
	 * @param endedAt when it has ended, or {@code null}
	 * @param age how long it takes or has taken
	 * @param failureType the type of the last failure, or {@code null}
	 */
	public record DurableRunDescriptor(String id, @Nullable String key, @Nullable String tag, DurableRun.State state,
			@Nullable String assistant, @Nullable String runId, @Nullable String threadId, @Nullable String status,
			@Nullable String node, int attempts, Instant createdAt, Instant updatedAt, @Nullable Instant endedAt,
			Duration age, @Nullable String failureType) implements OperationResponseBody {
	}

}
