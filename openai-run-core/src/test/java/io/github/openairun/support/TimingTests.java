package io.github.openairun.support;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;

import org.junit.jupiter.api.Test;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

import io.github.openairun.ManualTaskScheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Timing}, and of the time that passes by hand.
 */
class TimingTests {

	private final ManualTaskScheduler scheduler = new ManualTaskScheduler();

	@Test
	void tasksRunInTheOrderOfTheirTimes() {
		List<String> ran = new ArrayList<>();
		Timing.after(this.scheduler, Duration.ofSeconds(2), () -> ran.add("second"));
		Timing.after(this.scheduler, Duration.ofSeconds(1), () -> ran.add("first"));
		ScheduledFuture<?> cancelled = Timing.timeout(this.scheduler, Duration.ofSeconds(1), () -> ran.add("never"));
		cancelled.cancel(false);
		assertThat(this.scheduler.size()).isEqualTo(2);
		this.scheduler.advance(Duration.ofSeconds(3));
		assertThat(ran).containsExactly("first", "second");
	}

	@Test
	void delayThatIsTooLongIsBounded() {
		Timing.after(this.scheduler, Duration.ofSeconds(Long.MAX_VALUE), () -> {
		});
		assertThat(this.scheduler.size()).isOne();
		ThreadPoolTaskScheduler system = new ThreadPoolTaskScheduler();
		system.initialize();
		try {
			assertThat(Timing.after(system, Duration.ofSeconds(Long.MAX_VALUE), () -> {
			}).isDone()).isFalse();
		}
		finally {
			system.destroy();
		}
	}

	@Test
	void jumpingSchedulerEndsAPauseAtOnceButNoTimeout() throws InterruptedException {
		ManualTaskScheduler jumping = ManualTaskScheduler.jumping();
		ScheduledFuture<?> timeout = Timing.timeout(jumping, Duration.ofSeconds(1), () -> {
		});
		Timing.pause(jumping, Duration.ofMinutes(1));
		assertThat(jumping.getClock().instant()).isEqualTo(ManualTaskScheduler.START.plusSeconds(60));
		assertThat(jumping.delays()).containsExactly(Duration.ofMinutes(1));
		assertThat(timeout.isDone()).isFalse();
	}

	@Test
	void interruptEndsAPauseAndCancelsTheWakeUp() {
		this.scheduler.onSchedule(Thread.currentThread()::interrupt);
		assertThatExceptionOfType(InterruptedException.class)
			.isThrownBy(() -> Timing.pause(this.scheduler, Duration.ofSeconds(1)));
		assertThat(this.scheduler.size()).isZero();
	}

	@Test
	void interruptedThreadDoesNotPause() {
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(InterruptedException.class)
			.isThrownBy(() -> Timing.pause(this.scheduler, Duration.ZERO));
		assertThat(this.scheduler.size()).isZero();
	}

}
