package io.github.openairun.test.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * How many requests the server takes in a time, and what it says about that in headers.
 * OpenAI API guide, Rate limits.
 */
final class RateLimit {

	private static final int TOKENS = 2_000_000;

	private final int requests;

	private final Duration window;

	private @Nullable Instant start;

	private @Nullable Instant last;

	private int taken;

	/**
	 * Creates a limit.
	 * @param requests the number of requests
	 * @param window the time for which it holds
	 */
	RateLimit(int requests, Duration window) {
		this.requests = requests;
		this.window = window;
	}

	/**
	 * Counts a request.
	 * @return whether the server takes it
	 */
	boolean take(Instant now) {
		if (this.start == null || !now.isBefore(this.start.plus(this.window))) {
			this.start = now;
			this.taken = 0;
		}
		this.last = now;
		this.taken++;
		return this.taken <= this.requests;
	}

	/**
	 * Returns the headers of any response.
	 */
	Map<String, String> headers() {
		return Map.of("x-ratelimit-limit-requests", Integer.toString(this.requests), "x-ratelimit-remaining-requests",
				Integer.toString(Math.max(0, this.requests - this.taken)), "x-ratelimit-reset-requests",
				reset().toMillis() + "ms", "x-ratelimit-limit-tokens", Integer.toString(TOKENS),
				"x-ratelimit-remaining-tokens", Integer.toString(TOKENS), "x-ratelimit-reset-tokens", "0s");
	}

	/**
	 * Returns the time from the last request until the server takes all requests again.
	 */
	Duration reset() {
		return (this.start != null && this.last != null) ? Duration.between(this.last, this.start.plus(this.window))
				: Duration.ZERO;
	}

}
