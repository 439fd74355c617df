package io.github.openairun.support;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledFuture;

import org.springframework.scheduling.TaskScheduler;

/**
 * Delays, timeouts and pauses on a {@link TaskScheduler}, measured by the scheduler's own
 * clock. Tasks run on the thread of the scheduler, which the whole library shares: they
 * must not block.
 *
 * @since 0.1.0
 */
public final class Timing {

	/** A longer delay would overflow the clocks and counters behind it. */
	private static final Duration LONGEST = Duration.ofDays(36_500);

	private Timing() {
	}

	/**
	 * Run a task after a delay.
	 * @param scheduler the scheduler
	 * @param delay the delay from now
	 * @param task the task; must not block
	 * @return the scheduled task, which can be cancelled
	 */
	public static ScheduledFuture<?> after(TaskScheduler scheduler, Duration delay, Runnable task) {
		Duration bounded = (delay.compareTo(LONGEST) < 0) ? delay : LONGEST;
		return scheduler.schedule(task, scheduler.getClock().instant().plus(bounded));
	}

	/**
	 * Run a task if something else takes too long. The caller cancels the task once the
	 * other thing has ended.
	 * @param scheduler the scheduler
	 * @param timeout how long the other thing may take
	 * @param task ends the other thing; must not block
	 * @return the scheduled task, which can be cancelled
	 */
	public static ScheduledFuture<?> timeout(TaskScheduler scheduler, Duration timeout, TimeoutTask task) {
		return after(scheduler, timeout, task);
	}

	/**
	 * Block the calling thread for a while.
	 * @param scheduler the scheduler that wakes the thread
	 * @param duration how long; returns at once if it is not positive
	 * @throws InterruptedException if the thread is or gets interrupted
	 */
	public static void pause(TaskScheduler scheduler, Duration duration) throws InterruptedException {
		if (Thread.interrupted()) {
			throw new InterruptedException();
		}
		if (duration.isNegative() || duration.isZero()) {
			return;
		}
		CountDownLatch elapsed = new CountDownLatch(1);
		ScheduledFuture<?> wakeUp = after(scheduler, duration, elapsed::countDown);
		try {
			elapsed.await();
		}
		finally {
			wakeUp.cancel(false);
		}
	}

}
