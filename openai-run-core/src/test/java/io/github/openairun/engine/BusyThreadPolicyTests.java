package io.github.openairun.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import org.junit.jupiter.api.Test;

import io.github.openairun.ManualTaskScheduler;
import io.github.openairun.ThreadBusyException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class BusyThreadPolicyTests {

	private final ManualTaskScheduler time = ManualTaskScheduler.jumping();

	private final List<ThreadBusyException> told = new ArrayList<>();

	private final AtomicInteger attempts = new AtomicInteger();

	@Test
	void returnsAtOnceWhatWorks() {
		assertThat(whenFree(30, () -> "done")).isEqualTo("done");
		assertThat(this.time.delays()).isEmpty();
	}

	@Test
	void triesAgainUntilTheThreadIsFree() {
		assertThat(whenFree(30, () -> busyUntil(3))).isEqualTo("done");
		assertThat(this.time.delays()).containsExactly(Duration.ofMillis(500), Duration.ofSeconds(1));
	}

	@Test
	void givesUpWhenTheTimeIsUsedUp() {
		assertThatExceptionOfType(ThreadBusyException.class)
			.isThrownBy(() -> whenFree(30, () -> busyUntil(Integer.MAX_VALUE)))
			.satisfies((ex) -> {
				assertThat(ex.threadId()).isEqualTo("thread_1");
				assertThat(ex.blockingRunId()).isEqualTo("run_9");
			});
		assertThat(this.time.delays().stream().reduce(Duration.ZERO, Duration::plus)).hasSeconds(30);
		assertThat(this.time.delays()).allMatch((pause) -> pause.toSeconds() <= 8);
	}

	@Test
	void doesNotWaitWhenToldNotTo() {
		assertThatExceptionOfType(ThreadBusyException.class).isThrownBy(() -> whenFree(0, () -> busyUntil(2)));
		assertThat(this.attempts).hasValue(1);
	}

	@Test
	void anInterruptEndsTheWait() {
		BusyThreadPolicy policy = new BusyThreadPolicy(Duration.ofSeconds(30));
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(ThreadBusyException.class)
			.isThrownBy(() -> policy.whenFree(() -> busyUntil(2), this.told::add, this.time));
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void tellsOnceWhatKeepsTheThreadBusyIfItIsToBeCancelled() {
		BusyThreadPolicy policy = new BusyThreadPolicy(BusyThreadPolicy.Action.CANCEL_ACTIVE, Duration.ofSeconds(30));
		assertThat(policy.whenFree(() -> busyUntil(3), this.told::add, this.time)).isEqualTo("done");
		assertThat(this.told).singleElement().satisfies((ex) -> assertThat(ex.blockingRunId()).isEqualTo("run_9"));
		assertThat(this.time.delays()).hasSize(2);
	}

	@Test
	void failsAtOnceIfItIsToFail() {
		BusyThreadPolicy policy = new BusyThreadPolicy(BusyThreadPolicy.Action.FAIL, Duration.ofSeconds(30));
		assertThatExceptionOfType(ThreadBusyException.class)
			.isThrownBy(() -> policy.whenFree(() -> busyUntil(2), this.told::add, this.time));
		assertThat(this.time.delays()).isEmpty();
		assertThat(this.told).isEmpty();
	}

	private String whenFree(int seconds, Supplier<String> action) {
		String result = new BusyThreadPolicy(Duration.ofSeconds(seconds)).whenFree(action, this.told::add, this.time);
		assertThat(this.told).isEmpty();
		return result;
	}

	private String busyUntil(int attempt) {
		if (this.attempts.incrementAndGet() < attempt) {
			throw new ThreadBusyException("thread_1", "run_9", null);
		}
		return "done";
	}

}
