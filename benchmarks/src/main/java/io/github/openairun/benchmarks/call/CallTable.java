package io.github.openairun.benchmarks.call;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs the calls and prints what they cost beside the floor. The JVMs of the contenders
 * take turns, so that what else the machine does falls on all of them alike.
 */
public final class CallTable {

	private final boolean quick;

	private final Map<Row, Map<Contender, List<Cost>>> costs = new EnumMap<>(Row.class);

	private final String[] rows;

	private final String[] contenders;

	/**
	 * Create a table.
	 * @param quick whether a rough figure will do
	 * @param words names the rows and contenders that are wished; all, if it names none
	 */
	public CallTable(boolean quick, Collection<String> words) {
		this.quick = quick;
		this.rows = named(Row.values(), words);
		this.contenders = named(Contender.values(), words);
	}

	private static String[] named(Enum<?>[] values, Collection<String> words) {
		String[] names = Arrays.stream(values).map(Enum::name).toArray(String[]::new);
		String[] wished = Arrays.stream(names).filter(words::contains).toArray(String[]::new);
		return (wished.length > 0) ? wished : names;
	}

	/**
	 * Run the calls.
	 * @param out where to print the table
	 * @throws Exception if a benchmark fails
	 */
	public void run(PrintStream out) throws Exception {
		int rounds = this.quick ? 1 : 5;
		for (int round = 1; round <= rounds; round++) {
			out.println("Round " + round + " of " + rounds);
			round().forEach(this::add);
		}
		print(out);
	}

	private Collection<RunResult> round() throws Exception {
		Path temporary = Files.createDirectories(Path.of("jmh").toAbsolutePath());
		// JMH keeps its lock where the temporary files are
		System.setProperty("java.io.tmpdir", temporary.toString());
		Options options = new OptionsBuilder().include(CallBenchmark.class.getName())
			.param("row", this.rows)
			.param("contender", this.contenders)
			.forks(1)
			.warmupIterations(this.quick ? 4 : 6)
			.measurementIterations(this.quick ? 3 : 5)
			.warmupTime(TimeValue.seconds(1))
			.measurementTime(TimeValue.milliseconds(this.quick ? 500 : 1000))
			.addProfiler(GCProfiler.class)
			.addProfiler(ThreadCpuProfiler.class)
			// without -Xbatch a busy machine would still be compiling when the warm-up
			// ends
			.jvmArgs("-Xms512m", "-Xmx512m", "-Xbatch", "-Djava.io.tmpdir=" + temporary)
			.shouldFailOnError(true)
			.verbosity(VerboseMode.SILENT)
			.build();
		try {
			return new Runner(options).run();
		}
		catch (RunnerException ex) {
			throw new IllegalStateException("The calls could not be run", ex);
		}
	}

	private void add(RunResult result) {
		Row row = Row.valueOf(result.getParams().getParam("row"));
		Contender contender = Contender.valueOf(result.getParams().getParam("contender"));
		this.costs.computeIfAbsent(row, (key) -> new EnumMap<>(Contender.class))
			.computeIfAbsent(contender, (key) -> new ArrayList<>())
			.add(new Cost(score(result, ThreadCpuProfiler.CPU), score(result, "gc.alloc.rate.norm")));
	}

	private static double score(RunResult result, String name) {
		Result<?> score = result.getSecondaryResults().get(name);
		if (score == null) {
			throw new IllegalStateException("JMH did not measure " + name);
		}
		return score.getScore();
	}

	private void print(PrintStream out) {
		out.println();
		out.println("| row | contender | CPU per call | of the forks | x floor | bytes per call | x floor |");
		out.println("| --- | --- | ---: | ---: | ---: | ---: | ---: |");
		this.costs.forEach((row, contenders) -> {
			Cost floor = Cost.median(contenders.getOrDefault(Contender.FLOOR, List.of()));
			contenders.forEach((contender, forks) -> {
				Cost cost = Cost.median(forks);
				double[] cpus = forks.stream().mapToDouble(Cost::cpu).sorted().toArray();
				out.println(
						String.format(Locale.ROOT, "| %s | %s | %,.0f ns | %,.0f to %,.0f ns | %.2f | %,.0f | %.2f |",
								row, contender, cost.cpu(), cpus[0], cpus[cpus.length - 1], cost.cpu() / floor.cpu(),
								cost.bytes(), cost.bytes() / floor.bytes()));
			});
		});
	}

	/**
	 * What a call costs.
	 *
	 * @param cpu the CPU time in nanoseconds
	 * @param bytes what is allocated
	 */
	private record Cost(double cpu, double bytes) {

		static Cost median(List<Cost> costs) {
			return new Cost(median(costs.stream().mapToDouble(Cost::cpu).toArray()),
					median(costs.stream().mapToDouble(Cost::bytes).toArray()));
		}

		private static double median(double[] values) {
			double[] sorted = values.clone();
			Arrays.sort(sorted);
			return sorted[sorted.length / 2];
		}

	}

}
