package io.github.openairun.benchmarks.durable;

/**
 * How much is measured.
 *
 * @param rounds how many times the contenders take turns
 * @param warmUp how many runs each has before the first turn, and a tenth of them before
 * each turn
 * @param runs how many runs a turn schedules at once
 * @param single how many runs a turn schedules one after the other
 */
record Sizes(int rounds, int warmUp, int runs, int single) {

	static Sizes full() {
		return new Sizes(3, 1000, 800, 50);
	}

	static Sizes quick() {
		return new Sizes(1, 300, 300, 30);
	}

	static Sizes tiny() {
		return new Sizes(1, 10, 5, 2);
	}

}
