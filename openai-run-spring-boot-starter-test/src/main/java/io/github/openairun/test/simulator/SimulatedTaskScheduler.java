package io.github.openairun.test.simulator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Delayed;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.Trigger;

import io.github.openairun.support.TimeoutTask;

/**
 * Schedules tasks in simulated time. Waits are jumped over, timeouts are not: what they
 * limit is really going on.
 */
final class SimulatedTaskScheduler implements TaskScheduler {

	/** How long a response may be on its way that was sent just now. */
	private static final Duration TRANSIT = Duration.ofMillis(100);

	private final SimulatedTime time;

	private final RealTimer real;

	SimulatedTaskScheduler(SimulatedTime time, RealTimer real) {
		this.time = time;
		this.real = real;
	}

	@Override
	public Clock getClock() {
		return this.time;
	}

	@Override
	public ScheduledFuture<?> schedule(Runnable task, Instant startTime) {
		Duration delay = Duration.between(this.time.instant(), startTime);
		Task scheduled = new Task(task, startTime);
		scheduled.onCancel((task instanceof TimeoutTask)
				? this.time.limit(() -> scheduled.onCancel(this.real.schedule(scheduled::run, TRANSIT)), delay)
				: this.time.schedule(scheduled::run, delay));
		return scheduled;
	}

	@Override
	public @Nullable ScheduledFuture<?> schedule(Runnable task, Trigger trigger) {
		throw new UnsupportedOperationException("Triggers are not simulated");
	}

	@Override
	public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, Instant startTime, Duration period) {
		throw new UnsupportedOperationException("Repeated tasks are not simulated");
	}

	@Override
	public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, Duration period) {
		throw new UnsupportedOperationException("Repeated tasks are not simulated");
	}

	@Override
	public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, Instant startTime, Duration delay) {
		throw new UnsupportedOperationException("Repeated tasks are not simulated");
	}

	@Override
	public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, Duration delay) {
		throw new UnsupportedOperationException("Repeated tasks are not simulated");
	}

	private final class Task extends CompletableFuture<@Nullable Object> implements ScheduledFuture<@Nullable Object> {

		private final Runnable task;

		private final Instant due;

		private @Nullable Runnable onCancel;

		private Task(Runnable task, Instant due) {
			this.task = task;
			this.due = due;
		}

		private synchronized void onCancel(Runnable onCancel) {
			if (isCancelled()) {
				onCancel.run();
			}
			this.onCancel = onCancel;
		}

		private void run() {
			if (!isDone()) {
				this.task.run();
				complete(null);
			}
		}

		@Override
		public boolean cancel(boolean mayInterruptIfRunning) {
			boolean cancelled = super.cancel(mayInterruptIfRunning);
			synchronized (this) {
				if (this.onCancel != null) {
					this.onCancel.run();
				}
			}
			return cancelled;
		}

		@Override
		public long getDelay(TimeUnit unit) {
			return unit.convert(Duration.between(getClock().instant(), this.due));
		}

		@Override
		public int compareTo(Delayed other) {
			return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
		}

	}

}
