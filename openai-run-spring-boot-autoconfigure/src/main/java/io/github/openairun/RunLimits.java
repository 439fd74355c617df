package io.github.openairun;

import java.time.Duration;

/**
 * The bounds of one drive of a run.
 *
 * @param timeout how long a drive may take before {@link RunTimeoutException}; positive
 * @param maxRounds how many times a run may ask for tool outputs; at least 1
 * @param maxCalls how many tool calls a run may make in all; at least 1
 * @param maxIdenticalCalls how many times a run may call the same tool with the same
 * arguments; at least 1
 */
public record RunLimits(Duration timeout, int maxRounds, int maxCalls, int maxIdenticalCalls) {

	private static final RunLimits DEFAULTS = new RunLimits(Duration.ofMinutes(10), 20, 100, 3);

	public RunLimits {
		Check.notNull(timeout, "timeout");
		Check.isTrue(!timeout.isNegative() && !timeout.isZero(), "'timeout' must be positive");
		Check.isTrue(maxRounds >= 1, "'maxRounds' must be at least 1");
		Check.isTrue(maxCalls >= 1, "'maxCalls' must be at least 1");
		Check.isTrue(maxIdenticalCalls >= 1, "'maxIdenticalCalls' must be at least 1");
	}

	/**
	 * Return 10 minutes, 20 rounds, 100 calls, 3 identical calls.
	 * @return the limits that apply when nothing else is said
	 */
	public static RunLimits defaults() {
		return DEFAULTS;
	}

	public RunLimits withTimeout(Duration timeout) {
		return new RunLimits(timeout, this.maxRounds, this.maxCalls, this.maxIdenticalCalls);
	}

	public RunLimits withMaxRounds(int maxRounds) {
		return new RunLimits(this.timeout, maxRounds, this.maxCalls, this.maxIdenticalCalls);
	}

	public RunLimits withMaxCalls(int maxCalls) {
		return new RunLimits(this.timeout, this.maxRounds, maxCalls, this.maxIdenticalCalls);
	}

	public RunLimits withMaxIdenticalCalls(int maxIdenticalCalls) {
		return new RunLimits(this.timeout, this.maxRounds, this.maxCalls, maxIdenticalCalls);
	}

}
