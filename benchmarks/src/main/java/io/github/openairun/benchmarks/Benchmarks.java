package io.github.openairun.benchmarks;

import java.util.List;

import io.github.openairun.benchmarks.call.CallTable;
import io.github.openairun.benchmarks.engine.EngineTable;
import io.github.openairun.benchmarks.startup.StartUpTable;
import io.github.openairun.benchmarks.testing.TestTable;
import io.github.openairun.benchmarks.thread.ThreadTable;

/**
 * Runs one of the benchmarks: {@code calls}, {@code start-up}, {@code tests},
 * {@code threads} or {@code engine}, with {@code quick} for rough figures. For
 * {@code calls} the names of rows and contenders may follow, for {@code start-up} a
 * number of rounds; of {@code engine} there are the parts {@code engine-cpu},
 * {@code engine-latency}, {@code engine-scale} and {@code engine-stateless}.
 */
public final class Benchmarks {

	private Benchmarks() {
	}

	/**
	 * Run a benchmark.
	 * @param args what to run
	 * @throws Exception if it fails
	 */
	public static void main(String[] args) throws Exception {
		List<String> words = List.of(args);
		boolean quick = words.contains("quick");
		if (words.contains("calls")) {
			new CallTable(quick, words).run(System.out);
		}
		else if (words.contains("start-up")) {
			new StartUpTable(quick ? 5 : rounds(words)).run(System.out);
		}
		else if (words.contains("tests")) {
			new TestTable(quick).run(System.out);
		}
		else if (words.contains("threads")) {
			new ThreadTable(quick).run(System.out);
		}
		else if (EngineTable.isWished(words)) {
			new EngineTable(quick, words).run(System.out);
		}
		else {
			System.out
				.println("Say what to run: calls, start-up, tests, threads or engine, and quick for rough figures.");
		}
	}

	private static int rounds(List<String> words) {
		return words.stream()
			.filter((word) -> word.matches("\\d{1,6}"))
			.mapToInt(Integer::parseInt)
			.findFirst()
			.orElse(50);
	}

}
