package io.github.openairun.benchmarks.startup;

import java.util.Arrays;
import java.util.Locale;

/**
 * How two contenders compare that were measured side by side in many rounds.
 *
 * @param mean the geometric mean of the rounds' ratios, which is the same whichever of
 * the two is divided by the other
 * @param error the standard error of the mean: two times out of three the true ratio is
 * not further away
 */
record Comparison(double mean, double error) {

	static Comparison of(double... ratios) {
		double[] logarithms = Arrays.stream(ratios).map(Math::log).toArray();
		double mean = Arrays.stream(logarithms).average().orElseThrow();
		double squares = Arrays.stream(logarithms).map((value) -> (value - mean) * (value - mean)).sum();
		double error = Math.sqrt(squares / (logarithms.length - 1) / logarithms.length);
		return new Comparison(Math.exp(mean), Math.exp(mean) * error);
	}

	@Override
	public String toString() {
		return String.format(Locale.ROOT, "%.3f ± %.3f", this.mean, this.error);
	}

}
