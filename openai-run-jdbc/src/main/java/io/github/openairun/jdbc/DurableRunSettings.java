package io.github.openairun.jdbc;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

/**
 * The settings of durable runs. Instances are immutable.
 *
 * @since 0.1.0
 */
public final class DurableRunSettings {

	private final Duration deadline;

	private final Duration retention;

	private final Duration shutdownGrace;

	private final boolean priorities;

	private final @Nullable Duration maxHeldPause;

	private DurableRunSettings(Duration deadline, Duration retention, Duration shutdownGrace, boolean priorities,
			@Nullable Duration maxHeldPause) {
		Assert.isTrue(!deadline.isNegative() && !deadline.isZero(), "'deadline' must be positive");
		Assert.isTrue(!retention.isNegative(), "'retention' must not be negative");
		Assert.isTrue(!shutdownGrace.isNegative(), "'shutdownGrace' must not be negative");
		Assert.isTrue(maxHeldPause == null || !maxHeldPause.isNegative(), "'maxHeldPause' must not be negative");
		this.deadline = deadline;
		this.retention = retention;
		this.shutdownGrace = shutdownGrace;
		this.priorities = priorities;
		this.maxHeldPause = maxHeldPause;
	}

	/**
	 * Return settings with a deadline of a day, a retention of 30 days, a grace of 20
	 * seconds, without priorities, and with nodes that hold their runs in all pauses.
	 * @return the settings
	 */
	public static DurableRunSettings defaults() {
		return new DurableRunSettings(Duration.ofDays(1), Duration.ofDays(30), Duration.ofSeconds(20), false, null);
	}

	/**
	 * Set the deadline of runs that have none of their own.
	 * @param deadline the time after a run was due
	 * @return the settings
	 */
	public DurableRunSettings withDeadline(Duration deadline) {
		return new DurableRunSettings(deadline, this.retention, this.shutdownGrace, this.priorities, this.maxHeldPause);
	}

	/**
	 * Set how long runs are kept that have ended.
	 * @param retention the time, zero for ever
	 * @return the settings
	 */
	public DurableRunSettings withRetention(Duration retention) {
		return new DurableRunSettings(this.deadline, retention, this.shutdownGrace, this.priorities, this.maxHeldPause);
	}

	/**
	 * Set how long handlers may work on when the application shuts down.
	 * @param shutdownGrace the time
	 * @return the settings
	 */
	public DurableRunSettings withShutdownGrace(Duration shutdownGrace) {
		return new DurableRunSettings(this.deadline, this.retention, shutdownGrace, this.priorities, this.maxHeldPause);
	}

	/**
	 * Set whether db-scheduler orders by priority.
	 * @param priorities whether it does
	 * @return the settings
	 */
	public DurableRunSettings withPriorities(boolean priorities) {
		return new DurableRunSettings(this.deadline, this.retention, this.shutdownGrace, priorities, this.maxHeldPause);
	}

	/**
	 * Set how long the pause between two polls of a response may be for which a node
	 * holds its run. In a longer one no node does: the run goes on on any node after the
	 * pause, or at {@link DurableRunWorker#responseEnded}.
	 * @param maxHeldPause the time, or {@code null} if nodes hold their runs in all
	 * pauses
	 * @return the settings
	 */
	public DurableRunSettings withMaxHeldPause(@Nullable Duration maxHeldPause) {
		return new DurableRunSettings(this.deadline, this.retention, this.shutdownGrace, this.priorities, maxHeldPause);
	}

	Duration deadline() {
		return this.deadline;
	}

	Duration retention() {
		return this.retention;
	}

	Duration shutdownGrace() {
		return this.shutdownGrace;
	}

	boolean priorities() {
		return this.priorities;
	}

	@Nullable Duration maxHeldPause() {
		return this.maxHeldPause;
	}

}
