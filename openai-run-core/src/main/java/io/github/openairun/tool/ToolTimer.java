package io.github.openairun.tool;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Limits the time of tool calls; tests replace it, so that waiting takes no time.
 */
public interface ToolTimer extends AutoCloseable {

	/**
	 * Do something after a while.
	 * @param task what to do; it is short
	 * @param delay when to do it
	 * @return stops it if it has not begun
	 */
	Runnable schedule(Runnable task, Duration delay);

	/**
	 * Forget what is yet to be done, if nobody else uses this timer.
	 */
	@Override
	void close();

	/**
	 * Return a timer with a thread of its own, which starts with the first task. Once
	 * closed, it does nothing any more.
	 * @return the timer
	 */
	static ToolTimer system() {
		ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, (task) -> {
			Thread thread = new Thread(task, "openai-tool-timer");
			thread.setDaemon(true);
			return thread;
		}, new ThreadPoolExecutor.DiscardPolicy());
		executor.setRemoveOnCancelPolicy(true);
		return new ToolTimer() {

			@Override
			public Runnable schedule(Runnable task, Duration delay) {
				ScheduledFuture<?> scheduled = executor.schedule(task, TimeUnit.NANOSECONDS.convert(delay),
						TimeUnit.NANOSECONDS);
				return () -> scheduled.cancel(false);
			}

			@Override
			public void close() {
				executor.shutdownNow();
			}

		};
	}

}
