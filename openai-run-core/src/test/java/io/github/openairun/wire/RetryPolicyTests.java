package io.github.openairun.wire;

import java.time.Duration;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link RetryPolicy}.
 */
class RetryPolicyTests {

	private final RetryPolicy patient = new RetryPolicy(8, Duration.ofSeconds(60), () -> 0);

	@Test
	void shouldDoublePauseUpToEightSeconds() {
		assertThat(IntStream.range(0, 7).mapToObj((retry) -> this.patient.pause(retry, null))).containsExactly(
				Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4),
				Duration.ofSeconds(8), Duration.ofSeconds(8), Duration.ofSeconds(8));
	}

	@Test
	void shouldShortenPauseByUpToAQuarter() {
		RetryPolicy policy = new RetryPolicy(2, Duration.ofSeconds(60), () -> 1);
		assertThat(policy.pause(0, null)).isEqualTo(Duration.ofMillis(375));
	}

	@Test
	void shouldStopAfterTheLastRetry() {
		assertThat(RetryPolicy.defaults().pause(1, null)).isNotNull();
		assertThat(RetryPolicy.defaults().pause(2, null)).isNull();
		assertThat(RetryPolicy.defaults().withMaxRetries(0).pause(0, Duration.ZERO)).isNull();
	}

	@Test
	void shouldObeyServerUpToTheBound() {
		assertThat(this.patient.pause(0, Duration.ofSeconds(60))).isEqualTo(Duration.ofSeconds(60));
		assertThat(this.patient.pause(0, Duration.ofMillis(60_001))).isNull();
	}

	@Test
	void shouldRefuseNegativeRetries() {
		assertThatIllegalArgumentException().isThrownBy(() -> RetryPolicy.defaults().withMaxRetries(-1))
			.withMessage("'maxRetries' must not be negative");
	}

}
