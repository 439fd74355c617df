package io.github.openairun.engine;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PollPolicyTests {

	@Test
	void pausesGrowUpToTheLongest() {
		PollPolicy policy = new PollPolicy(Duration.ofMillis(100), 2, Duration.ofMillis(350), () -> 0);
		assertThat(policy.pause(0, null)).hasMillis(100);
		assertThat(policy.pause(1, null)).hasMillis(200);
		assertThat(policy.pause(2, null)).hasMillis(350);
		assertThat(policy.pause(10_000, null)).hasMillis(350);
	}

	@Test
	void jitterShortensByATenthAtMost() {
		PollPolicy policy = new PollPolicy(Duration.ofMillis(100), 1, Duration.ofMillis(100), () -> 1);
		assertThat(policy.pause(0, null)).hasMillis(90);
	}

	@Test
	void theServersHintIsObeyedEvenBeyondOurLongest() {
		PollPolicy policy = new PollPolicy(Duration.ofMillis(100), 1, Duration.ofMillis(100), () -> 1);
		assertThat(policy.pause(0, Duration.ofSeconds(20))).hasSeconds(20);
	}

	@Test
	void aHintOfNoPauseAtAllIsNotObeyed() {
		assertThat(PollPolicy.defaults().pause(0, Duration.ZERO)).hasMillis(50);
	}

	@Test
	void defaultsStayWithinTheirBounds() {
		PollPolicy policy = PollPolicy.defaults();
		assertThat(policy.pause(0, null)).isBetween(Duration.ofMillis(135), Duration.ofMillis(150));
		assertThat(policy.pause(100, null)).isBetween(Duration.ofMillis(4500), Duration.ofSeconds(5));
	}

	@Test
	void refusesPausesThatShrinkOrAreNone() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new PollPolicy(Duration.ZERO, 1, Duration.ofSeconds(1), () -> 0))
			.withMessageContaining("'initialInterval'");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new PollPolicy(Duration.ofNanos(999_999), 1, Duration.ofSeconds(1), () -> 0))
			.withMessageContaining("at least 1 ms");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new PollPolicy(Duration.ofSeconds(1), 0.5, Duration.ofSeconds(1), () -> 0))
			.withMessageContaining("'multiplier'");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new PollPolicy(Duration.ofSeconds(2), 1, Duration.ofSeconds(1), () -> 0))
			.withMessageContaining("'maxInterval'");
	}

}
