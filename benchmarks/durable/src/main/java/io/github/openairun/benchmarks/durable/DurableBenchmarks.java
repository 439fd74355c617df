package io.github.openairun.benchmarks.durable;

import java.util.List;

/**
 * Measures durable runs: {@code quick} for rough figures, {@code statements} for the
 * statements that a run of each contender consists of. The names of contenders may
 * follow.
 */
public final class DurableBenchmarks {

	private DurableBenchmarks() {
	}

	/**
	 * Run the benchmark.
	 * @param args what to measure
	 * @throws Exception if a run does not come to its end
	 */
	public static void main(String[] args) throws Exception {
		List<String> words = List.of(args);
		try (DurableTable table = DurableTable.open(words.contains("quick") ? Sizes.quick() : Sizes.full(), words)) {
			if (words.contains("statements")) {
				table.statements(System.out);
			}
			else {
				table.run(System.out);
			}
		}
	}

}
