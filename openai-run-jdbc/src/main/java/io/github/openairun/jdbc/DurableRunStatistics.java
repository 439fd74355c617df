package io.github.openairun.jdbc;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

/**
 * The numbers of durable runs that have not ended, of all nodes. They are read from the
 * database at most once in a few seconds.
 *
 * @since 0.1.0
 */
public final class DurableRunStatistics {

	private static final Duration MAX_AGE = Duration.ofSeconds(5);

	private final DriveRows rows;

	private final Clock clock;

	private final Duration patience;

	private @Nullable Snapshot snapshot;

	/**
	 * Create the statistics.
	 * @param database the database
	 * @param clock the clock
	 * @param patience how long after it was due a run that no node drives is overdue
	 */
	public DurableRunStatistics(JdbcAccess database, Clock clock, Duration patience) {
		Assert.notNull(database, "'database' must not be null");
		Assert.notNull(clock, "'clock' must not be null");
		Assert.notNull(patience, "'patience' must not be null");
		this.rows = new DriveRows(database, clock);
		this.clock = clock;
		this.patience = patience;
	}

	/**
	 * Return the number of runs in a state.
	 * @param state a state that is not final
	 * @return the number
	 */
	public long count(DurableRun.State state) {
		return current().counts().getOrDefault(state, 0L);
	}

	/**
	 * Return the number of runs that were due long ago and that no node drives.
	 * @return the number
	 */
	public long overdue() {
		return current().overdue();
	}

	/**
	 * Return whether something is overdue although no run has made progress for as long.
	 * @return whether nothing moves
	 */
	public boolean isStuck() {
		Snapshot current = current();
		return current.overdue() > 0 && current.lastProgress().isBefore(this.clock.instant().minus(this.patience));
	}

	private synchronized Snapshot current() {
		Instant now = this.clock.instant();
		Snapshot current = this.snapshot;
		if (current == null || !now.isBefore(current.readAt().plus(MAX_AGE))) {
			current = read(now);
			this.snapshot = current;
		}
		return current;
	}

	private Snapshot read(Instant now) {
		List<DriveRows.Count> counts = this.rows.counts(now.minus(this.patience));
		Map<DurableRun.State, Long> byState = new EnumMap<>(DurableRun.State.class);
		long overdue = 0;
		for (DriveRows.Count count : counts) {
			byState.put(count.state(), count.all());
			overdue += count.overdue();
		}
		return new Snapshot(now, byState, overdue, this.rows.lastProgress());
	}

	private record Snapshot(Instant readAt, Map<DurableRun.State, Long> counts, long overdue, Instant lastProgress) {
	}

}
