package io.github.openairun.engine;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

/**
 * How long to wait before a run is looked at again.
 *
 * @param initialInterval the pause before the first look
 * @param multiplier by how much each pause is longer than the one before; at least 1
 * @param maxInterval the longest pause of our own; the server may ask for more
 * @param random a number from 0 to 1, to spread clients out
 */
public record PollPolicy(Duration initialInterval, double multiplier, Duration maxInterval, DoubleSupplier random) {

	private static final double JITTER = 0.1;

	public PollPolicy {
		Assert.isTrue(!initialInterval.isNegative() && !initialInterval.isZero(), "'initialInterval' must be positive");
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
	 * Return the pause before a look.
	 * @param looks how many looks there have been since the run last moved
	 * @param hint what the server asked for with its last answer, or {@code null}
	 * @return the pause
	 */
	Duration pause(int looks, @Nullable Duration hint) {
		if (hint != null) {
			return hint;
		}
		double millis = Math.min(this.maxInterval.toMillis(),
				this.initialInterval.toMillis() * Math.pow(this.multiplier, looks));
		return Duration.ofMillis(Math.round(millis * (1 - JITTER * this.random.getAsDouble())));
	}

}
