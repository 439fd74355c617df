package io.github.openairun.engine;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

/**
 * The pauses between the polls of a run. They grow with the time that a run takes, so
 * that the end of a run is noticed soon in proportion to its duration.
 *
 * @param initialInterval the pause before the first poll; at least 1 ms
 * @param multiplier the factor by which each pause is longer than the one before; at
 * least 1
 * @param maxInterval the longest pause, unless the server requests a longer one
 * @param random returns a number from 0 to 1, for jitter
 * @since 0.1.0
 */
public record PollPolicy(Duration initialInterval, double multiplier, Duration maxInterval, DoubleSupplier random) {

	private static final double JITTER = 0.1;

	private static final Duration SHORTEST = Duration.ofMillis(1);

	/** The shortest pause that a server can request. */
	private static final Duration SHORTEST_HINT = Duration.ofMillis(50);

	public PollPolicy {
		Assert.isTrue(initialInterval.compareTo(SHORTEST) >= 0,
				() -> "'initialInterval' must be at least 1 ms, but is " + initialInterval);
		Assert.isTrue(multiplier >= 1, "'multiplier' must be at least 1");
		Assert.isTrue(maxInterval.compareTo(initialInterval) >= 0,
				"'maxInterval' must not be shorter than 'initialInterval'");
		Assert.notNull(random, "'random' must not be null");
	}

	/**
	 * Return 150 ms, 1.3 times as long each time, up to 5 seconds.
	 * @return the policy
	 */
	public static PollPolicy defaults() {
		return new PollPolicy(Duration.ofMillis(150), 1.3, Duration.ofSeconds(5),
				() -> ThreadLocalRandom.current().nextDouble());
	}

	/**
	 * Return the pause before a poll.
	 * @param polls how many polls there have been since the run was created or its last
	 * outputs were submitted
	 * @param hint the pause that the server has requested, or {@code null}
	 * @return the pause, at least 1 ms, and for a hint at least the shorter one of 50 ms
	 * and the initial interval
	 */
	Duration pause(int polls, @Nullable Duration hint) {
		if (hint != null) {
			Duration shortest = (this.initialInterval.compareTo(SHORTEST_HINT) < 0) ? this.initialInterval
					: SHORTEST_HINT;
			return (hint.compareTo(shortest) >= 0) ? hint : shortest;
		}
		double millis = Math.min(this.maxInterval.toMillis(),
				this.initialInterval.toMillis() * Math.pow(this.multiplier, polls));
		Duration pause = Duration.ofMillis(Math.round(millis * (1 - JITTER * this.random.getAsDouble())));
		return (pause.compareTo(SHORTEST) >= 0) ? pause : SHORTEST;
	}

}
