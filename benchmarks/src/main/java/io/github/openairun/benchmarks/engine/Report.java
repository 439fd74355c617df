package io.github.openairun.benchmarks.engine;

import java.io.PrintStream;
import java.util.Collection;
import java.util.Locale;

/**
 * Prints what was measured beside its goal.
 */
final class Report {

	private final PrintStream out;

	Report(PrintStream out) {
		this.out = out;
		out.println("| what | seen | by hand | compared | goal |");
		out.println("| --- | ---: | ---: | ---: | ---: |");
	}

	void row(String what, String seen, String byHand, String compared, String goal) {
		this.out.println("| " + String.join(" | ", what, seen, byHand, compared, goal) + " |");
		this.out.flush();
	}

	static String text(String format, Object... values) {
		return String.format(Locale.ROOT, format, values);
	}

	static double median(Collection<? extends Number> values) {
		double[] sorted = values.stream().mapToDouble(Number::doubleValue).sorted().toArray();
		return sorted[sorted.length / 2];
	}

}
