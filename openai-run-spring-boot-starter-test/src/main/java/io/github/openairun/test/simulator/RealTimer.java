package io.github.openairun.test.simulator;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Does things after a time that really passes, with a daemon thread that ends when there
 * has been nothing to do for a while.
 */
final class RealTimer {

	private static final int KEEP_ALIVE = 5;

	private final ScheduledThreadPoolExecutor executor;

	RealTimer() {
		this.executor = new ScheduledThreadPoolExecutor(1, (task) -> {
			Thread thread = new Thread(task, "openai-simulator-time");
			thread.setDaemon(true);
			return thread;
		});
		this.executor.setRemoveOnCancelPolicy(true);
		this.executor.setKeepAliveTime(KEEP_ALIVE, TimeUnit.SECONDS);
		this.executor.allowCoreThreadTimeOut(true);
	}

	/**
	 * Does something later.
	 * @return takes it back
	 */
	Runnable schedule(Runnable task, Duration delay) {
		Future<?> future = this.executor.schedule(task, TimeUnit.NANOSECONDS.convert(delay), TimeUnit.NANOSECONDS);
		return () -> future.cancel(false);
	}

}
