package io.github.openairun.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import io.github.openairun.ThreadBusyException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class BusyThreadPolicyTests {

	private final List<Duration> pauses = new ArrayList<>();

	private final AtomicInteger attempts = new AtomicInteger();

	@Test
	void returnsAtOnceWhatWorks() {
		assertThat(policy(30).whenFree(() -> "done")).isEqualTo("done");
		assertThat(this.pauses).isEmpty();
	}

	@Test
	void triesAgainUntilTheThreadIsFree() {
		assertThat(policy(30).whenFree(() -> busyUntil(3))).isEqualTo("done");
		assertThat(this.pauses).containsExactly(Duration.ofMillis(500), Duration.ofSeconds(1));
	}

	@Test
	void givesUpWhenTheTimeIsUsedUp() {
		assertThatExceptionOfType(ThreadBusyException.class)
			.isThrownBy(() -> policy(30).whenFree(() -> busyUntil(Integer.MAX_VALUE)))
			.satisfies((ex) -> {
				assertThat(ex.threadId()).isEqualTo("thread_1");
				assertThat(ex.blockingRunId()).isEqualTo("run_9");
			});
		assertThat(this.pauses.stream().reduce(Duration.ZERO, Duration::plus)).hasSeconds(30);
		assertThat(this.pauses).allMatch((pause) -> pause.toSeconds() <= 8);
	}

	@Test
	void doesNotWaitWhenToldNotTo() {
		assertThatExceptionOfType(ThreadBusyException.class).isThrownBy(() -> policy(0).whenFree(() -> busyUntil(2)));
		assertThat(this.attempts).hasValue(1);
	}

	@Test
	void anInterruptEndsTheWait() {
		BusyThreadPolicy policy = new BusyThreadPolicy(Duration.ofSeconds(30), (pause) -> {
			throw new InterruptedException();
		});
		assertThatExceptionOfType(ThreadBusyException.class).isThrownBy(() -> policy.whenFree(() -> busyUntil(2)));
		assertThat(Thread.interrupted()).isTrue();
	}

	private BusyThreadPolicy policy(int seconds) {
		return new BusyThreadPolicy(Duration.ofSeconds(seconds), this.pauses::add);
	}

	private String busyUntil(int attempt) {
		if (this.attempts.incrementAndGet() < attempt) {
			throw new ThreadBusyException("thread_1", "run_9", null);
		}
		return "done";
	}

}
