package io.github.openairun.test.contract;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledFuture;

import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.Trigger;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

import io.github.openairun.support.TimeoutTask;
import io.github.openairun.support.Timing;

/**
 * Runs tasks as {@link FakeTime} does, at once. Timeouts come in real time.
 */
record FakeTaskScheduler(FakeTime time) implements TaskScheduler {

	private static final ThreadPoolTaskScheduler REAL = new ThreadPoolTaskScheduler();

	static {
		REAL.setDaemon(true);
		REAL.setRemoveOnCancelPolicy(true);
		REAL.initialize();
	}

	@Override
	public Clock getClock() {
		return this.time;
	}

	@Override
	public ScheduledFuture<?> schedule(Runnable task, Instant startTime) {
		Duration delay = Duration.between(this.time.instant(), startTime);
		if (task instanceof TimeoutTask) {
			return Timing.after(REAL, delay, task);
		}
		this.time.schedule(task, delay);
		return REAL.schedule(() -> {
		}, Instant.EPOCH);
	}

	@Override
	public ScheduledFuture<?> schedule(Runnable task, Trigger trigger) {
		throw new UnsupportedOperationException();
	}

	@Override
	public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, Instant startTime, Duration period) {
		return REAL.scheduleAtFixedRate(task, period);
	}

	@Override
	public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, Duration period) {
		return REAL.scheduleAtFixedRate(task, period);
	}

	@Override
	public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, Instant startTime, Duration delay) {
		return REAL.scheduleWithFixedDelay(task, delay);
	}

	@Override
	public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, Duration delay) {
		return REAL.scheduleWithFixedDelay(task, delay);
	}

}
