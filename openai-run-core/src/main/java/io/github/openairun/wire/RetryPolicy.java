package io.github.openairun.wire;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

/**
 * How often and after which pause a request is repeated: the rules of OpenAI's SDKs, with
 * a bound on what the server may ask for.
 *
 * @param maxRetries how many times a request is repeated; 0 for never
 * @param maxServerWait the longest pause that the server may ask for
 * ({@code retry-after}); if it asks for more, the request fails at once
 * @param random a number from 0 to 1, to spread clients out
 * @since 0.1.0
 */
public record RetryPolicy(int maxRetries, Duration maxServerWait, DoubleSupplier random) {

	private static final Duration FIRST = Duration.ofMillis(500);

	private static final Duration MAX = Duration.ofSeconds(8);

	public RetryPolicy {
		Assert.isTrue(maxRetries >= 0, "'maxRetries' must not be negative");
		Assert.notNull(maxServerWait, "'maxServerWait' must not be null");
		Assert.notNull(random, "'random' must not be null");
	}

	/**
	 * Return two retries, and at most a minute on the server's word.
	 * @return the policy
	 */
	public static RetryPolicy defaults() {
		return new RetryPolicy(2, Duration.ofSeconds(60), () -> ThreadLocalRandom.current().nextDouble());
	}

	public RetryPolicy withMaxRetries(int maxRetries) {
		return new RetryPolicy(maxRetries, this.maxServerWait, this.random);
	}

	/**
	 * Return the pause before a retry.
	 * @param retry the number of the retry, beginning with 0
	 * @param retryAfter what the server asks for, or {@code null}
	 * @return the pause, or {@code null} if there must be no retry
	 */
	@Nullable Duration pause(int retry, @Nullable Duration retryAfter) {
		if (retry >= this.maxRetries) {
			return null;
		}
		if (retryAfter != null) {
			return (retryAfter.compareTo(this.maxServerWait) <= 0) ? retryAfter : null;
		}
		Duration full = FIRST.multipliedBy(1L << Math.min(retry, 10));
		long millis = Math.min(full.toMillis(), MAX.toMillis());
		return Duration.ofMillis(Math.round(millis * (1 - 0.25 * this.random.getAsDouble())));
	}

}
