package io.github.openairun.actuate;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import io.github.openairun.ApiConnectionException;
import io.github.openairun.ApiError;
import io.github.openairun.AuthenticationException;

import static org.assertj.core.api.Assertions.assertThat;

class RunServerHealthIndicatorTests {

	private Instant now = Instant.parse("2026-01-01T12:00:00Z");

	private final Clock clock = new Clock() {

		@Override
		public ZoneOffset getZone() {
			return ZoneOffset.UTC;
		}

		@Override
		public Clock withZone(ZoneId zone) {
			return this;
		}

		@Override
		public Instant instant() {
			return RunServerHealthIndicatorTests.this.now;
		}

	};

	@Test
	void isUpIfTheServerAnswers() {
		assertThat(health(() -> true).getStatus()).isEqualTo(Status.UP);
	}

	@Test
	void isUnknownIfTheServerDoesNotServeTheQuestion() {
		assertThat(health(() -> false).getStatus()).isEqualTo(Status.UNKNOWN);
	}

	@Test
	void isDownIfTheServerRefusesAndKeepsItsWordsToItself() {
		Health health = health(() -> {
			throw new AuthenticationException(
					new ApiError(401, "GET /models", "Incorrect key sk-...", null, null, null, null, null));
		});
		assertThat(health.getStatus()).isEqualTo(Status.DOWN);
		assertThat(health.getDetails()).containsEntry("error", "AuthenticationException")
			.containsEntry("httpStatus", 401);
		assertThat(health.toString()).doesNotContain("sk-");
	}

	@Test
	void isDownIfTheServerCannotBeReached() {
		Health health = health(() -> {
			throw new ApiConnectionException("GET /models", false, null);
		});
		assertThat(health.getStatus()).isEqualTo(Status.DOWN);
		assertThat(health.getDetails()).containsEntry("error", "ApiConnectionException");
	}

	@Test
	void asksAtMostOnceAMinute() {
		AtomicInteger asked = new AtomicInteger();
		RunServerHealthIndicator indicator = new RunServerHealthIndicator(() -> asked.incrementAndGet() > 0,
				this.clock);
		indicator.health();
		this.now = this.now.plus(Duration.ofSeconds(60));
		indicator.health();
		assertThat(asked).hasValue(1);
		this.now = this.now.plusMillis(1);
		indicator.health();
		assertThat(asked).hasValue(2);
	}

	private Health health(RunServerHealthIndicator.Probe probe) {
		return new RunServerHealthIndicator(probe, this.clock).health();
	}

}
