package io.github.openairun.engine;

import java.time.Duration;
import java.util.function.Supplier;

import org.springframework.util.Assert;

import io.github.openairun.ThreadBusyException;
import io.github.openairun.wire.Sleeper;

/**
 * Waits for a thread that another run works on.
 * <p>
 * OpenAI's servers refuse a second request on a thread at once, and may keep the lock for
 * a moment after a run has ended; no SDK repeats such a request.
 *
 * @param maxWait how long to wait in all; zero not to wait
 * @param sleeper waits
 */
public record BusyThreadPolicy(Duration maxWait, Sleeper sleeper) {

	private static final Duration FIRST = Duration.ofMillis(500);

	private static final Duration MAX = Duration.ofSeconds(8);

	public BusyThreadPolicy {
		Assert.isTrue(!maxWait.isNegative(), "'maxWait' must not be negative");
		Assert.notNull(sleeper, "'sleeper' must not be null");
	}

	/**
	 * Return 30 seconds.
	 * @return the policy
	 */
	public static BusyThreadPolicy defaults() {
		return new BusyThreadPolicy(Duration.ofSeconds(30), Sleeper.system());
	}

	/**
	 * Do something as soon as the thread is free.
	 * @throws ThreadBusyException if it does not become free in time, or the waiting
	 * thread is interrupted
	 */
	<T> T whenFree(Supplier<T> action) {
		Duration left = this.maxWait;
		for (Duration pause = FIRST;; pause = min(pause.multipliedBy(2), MAX)) {
			try {
				return action.get();
			}
			catch (ThreadBusyException ex) {
				if (left.isZero()) {
					throw ex;
				}
				Duration wait = min(pause, left);
				left = left.minus(wait);
				try {
					this.sleeper.sleep(wait);
				}
				catch (InterruptedException interrupt) {
					Thread.currentThread().interrupt();
					throw ex;
				}
			}
		}
	}

	private static Duration min(Duration first, Duration second) {
		return (first.compareTo(second) <= 0) ? first : second;
	}

}
