package io.github.openairun.benchmarks.engine;

/**
 * How much is measured.
 *
 * @param cpuRounds how many times the contenders take turns for the CPU
 * @param cpuRuns how many runs a turn has
 * @param latencyRounds how many runs each contender has for the latency
 * @param overshootRuns how many runs the overshoot is measured on
 * @param streamedRuns how many runs are streamed at once
 * @param polledRuns how many runs are polled at once
 * @param phaseMillis how long a phase takes where runs are streamed or polled at once
 */
record Sizes(int cpuRounds, int cpuRuns, int latencyRounds, int overshootRuns, int streamedRuns, int polledRuns,
		int phaseMillis) {

	static Sizes full() {
		return new Sizes(11, 200, 40, 400, 1000, 10_000, 1000);
	}

	static Sizes quick() {
		return new Sizes(5, 100, 10, 100, 1000, 10_000, 1000);
	}

	static Sizes tiny() {
		return new Sizes(1, 2, 1, 2, 3, 3, 10);
	}

}
