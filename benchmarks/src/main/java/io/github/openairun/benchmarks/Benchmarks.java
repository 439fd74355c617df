package io.github.openairun.benchmarks;

import java.util.List;

import io.github.openairun.benchmarks.call.CallTable;

/**
 * Runs one of the benchmarks: {@code calls} or {@code start-up}, and {@code quick} for
 * rough figures.
 */
public final class Benchmarks {

	private Benchmarks() {
	}

	/**
	 * Run a benchmark.
	 * @param args the benchmark, and {@code quick} if wished
	 * @throws Exception if it fails
	 */
	public static void main(String[] args) throws Exception {
		List<String> words = List.of(args);
		boolean quick = words.contains("quick");
		if (words.contains("calls")) {
			new CallTable(quick).run(System.out);
		}
		else {
			System.out.println("Say what to run: calls or start-up, and quick for rough figures.");
		}
	}

}
