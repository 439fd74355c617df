package io.github.openairun.test.simulator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Moves a run or a response on that nobody reads.
 */
final class Follower {

	/**
	 * A clock that is not the system's may be moved at any time, and tells nobody.
	 */
	private static final Duration LOOK = Duration.ofMillis(5);

	private final Object lock;

	private final Clock clock;

	private final EventSource source;

	/**
	 * Creates a follower.
	 * @param lock the server's lock
	 */
	Follower(Object lock, Clock clock, EventSource source) {
		this.lock = lock;
		this.clock = clock;
		this.source = source;
	}

	/**
	 * Moves it to the present.
	 * @return when to look again, or {@code null} if it has ended
	 */
	@Nullable Duration look() {
		synchronized (this.lock) {
			while (true) {
				Instant now = this.clock.instant();
				this.source.advance(now);
				Instant due = this.source.due();
				if (due == null) {
					return null;
				}
				if (!(this.clock instanceof SimulatedTime time && time.jumpTo(due))) {
					return wait(this.clock, now, due);
				}
			}
		}
	}

	/**
	 * Returns how long to wait for a time of a clock.
	 */
	static Duration wait(Clock clock, Instant now, @Nullable Instant due) {
		boolean system = clock.withZone(Clock.systemUTC().getZone()).equals(Clock.systemUTC());
		if (!system) {
			return LOOK;
		}
		return (due != null) ? Duration.between(now, due) : Duration.ofHours(1);
	}

}
