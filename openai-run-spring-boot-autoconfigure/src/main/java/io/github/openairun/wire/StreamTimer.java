package io.github.openairun.wire;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Tells the time to streams; tests replace it, so that waiting takes no time.
 */
interface StreamTimer extends AutoCloseable {

	/**
	 * Run something later, unless the timer is closed before.
	 * @param task what to run; must not block
	 * @param delay how much later
	 * @return forgets the task
	 */
	Runnable schedule(Runnable task, Duration delay);

	/**
	 * Return a time to compare with others.
	 * @return nanoseconds since any moment
	 */
	long nanoTime();

	@Override
	void close();

	/**
	 * Return a timer that goes by the system's time and has one thread.
	 */
	static StreamTimer system() {
		CustomizableThreadFactory threads = new CustomizableThreadFactory("openai-stream-timer-");
		threads.setDaemon(true);
		ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, threads);
		executor.setRemoveOnCancelPolicy(true);
		executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
		executor.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
		return new StreamTimer() {

			@Override
			public Runnable schedule(Runnable task, Duration delay) {
				Future<?> future = executor.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
				return () -> future.cancel(false);
			}

			@Override
			public long nanoTime() {
				return System.nanoTime();
			}

			@Override
			public void close() {
				executor.shutdownNow();
			}

		};
	}

}
