package io.github.openairun.benchmarks.testing;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.springframework.test.context.TestContextManager;

import io.github.openairun.test.simulator.MessageMatcher;

import static io.github.openairun.test.simulator.ToolCallScript.call;

/**
 * Starts an empty test of Spring Boot and a slice in new JVMs, which take turns, and
 * plays scripted runs in one JVM.
 */
public final class TestTable {

	private final int starts;

	private final int runs;

	/**
	 * Create a table.
	 * @param quick whether a rough figure will do
	 */
	public TestTable(boolean quick) {
		this.starts = quick ? 5 : 15;
		this.runs = quick ? 500 : 2000;
	}

	/**
	 * Measure.
	 * @param out where to print the table
	 * @throws Exception if a test does not start
	 */
	public void run(PrintStream out) throws Exception {
		List<Long> empty = new ArrayList<>();
		List<Long> slice = new ArrayList<>();
		for (int i = 0; i <= this.starts; i++) {
			long emptyTook = start("empty");
			long sliceTook = start("slice");
			// the first round fills the machine's file cache
			if (i > 0) {
				empty.add(emptyTook);
				slice.add(sliceTook);
			}
		}
		double base = median(empty);
		out.println("Contexts in new JVMs, median of " + this.starts + "; runs with two calls, median of " + this.runs
				+ " after as many to warm up.");
		out.println();
		out.println("| what | time | x empty |");
		out.println("| --- | ---: | ---: |");
		out.println(row("an empty @SpringBootTest context", base, "1.00"));
		double sliceMedian = median(slice);
		out.println(
				row("an @OpenAiRunTest context", sliceMedian, String.format(Locale.ROOT, "%.2f", sliceMedian / base)));
		out.println(row("a scripted run with two calls", median(scriptedRuns()), ""));
	}

	private static String row(String what, double nanos, String ratio) {
		return String.format(Locale.ROOT, "| %s | %,.1f ms | %s |", what, nanos / 1e6, ratio);
	}

	private long start(String what) throws Exception {
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				System.getProperty("java.class.path"), StartedTest.class.getName(), what)
			.redirectErrorStream(true)
			.start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		process.waitFor();
		return output.lines()
			.filter((line) -> line.startsWith("TOOK "))
			.map((line) -> Long.parseLong(line.substring("TOOK ".length())))
			.findFirst()
			.orElseThrow(() -> new IllegalStateException(output));
	}

	private List<Long> scriptedRuns() throws Exception {
		MeasuredContexts.Slice test = new MeasuredContexts.Slice();
		new TestContextManager(MeasuredContexts.Slice.class).prepareTestInstance(test);
		List<Long> times = new ArrayList<>();
		for (int i = 0; i < 2 * this.runs; i++) {
			long start = System.nanoTime();
			test.simulator.when(MessageMatcher.anyMessage())
				.calls(call("weather", Map.of("city", "Oslo")), call("inhabitants", Map.of("city", "Oslo")))
				.reply("Done");
			test.runs.execute("support", "Hi").text();
			if (i >= this.runs) {
				times.add(System.nanoTime() - start);
			}
			test.simulator.reset();
		}
		return times;
	}

	private static double median(List<Long> values) {
		return values.stream().sorted().toList().get(values.size() / 2);
	}

}
