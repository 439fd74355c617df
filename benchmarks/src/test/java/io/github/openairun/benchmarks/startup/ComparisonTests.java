package io.github.openairun.benchmarks.startup;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link Comparison}.
 */
class ComparisonTests {

	@Test
	void doesNotDependOnWhichIsDividedByTheOther() {
		assertThat(Comparison.of(0.5, 2).mean()).isCloseTo(1, within(1e-9));
		assertThat(1 / Comparison.of(1.1, 1.3, 0.9).mean()).isCloseTo(Comparison.of(1 / 1.1, 1 / 1.3, 1 / 0.9).mean(),
				within(1e-9));
	}

	@Test
	void fourTimesTheRoundsHalveTheError() {
		Comparison few = Comparison.of(repeated(50));
		Comparison many = Comparison.of(repeated(200));
		assertThat(few.error()).isCloseTo(0.0136, within(0.0001));
		assertThat(many.error()).isCloseTo(few.error() / 2, within(0.0001));
	}

	@Test
	void printsBoth() {
		assertThat(Comparison.of(1.02, 1.04)).hasToString("1.030 ± 0.010");
	}

	private static double[] repeated(int rounds) {
		double[] ratios = new double[rounds];
		for (int i = 0; i < rounds; i++) {
			ratios[i] = (i % 2 == 0) ? 1.1 : 1 / 1.1;
		}
		return ratios;
	}

}
