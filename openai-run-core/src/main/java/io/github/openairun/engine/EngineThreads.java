package io.github.openairun.engine;

import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * The threads of an engine: some that send requests and tell listeners, and one that
 * watches the clock. They start when there is work, and end when there has been none for
 * a while.
 */
final class EngineThreads implements AutoCloseable {

	private static final long IDLE_SECONDS = 30;

	private final EngineExecutor executor;

	private final ScheduledThreadPoolExecutor timer;

	private final RunScheduler scheduler;

	EngineThreads(int size, @Nullable RunScheduler scheduler) {
		this.executor = new EngineExecutor(size, IDLE_SECONDS, daemons("openai-run-"));
		this.timer = new ScheduledThreadPoolExecutor(1, daemons("openai-run-timer-"));
		this.timer.setRemoveOnCancelPolicy(true);
		this.timer.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
		this.timer.allowCoreThreadTimeOut(true);
		this.scheduler = (scheduler != null) ? scheduler : (task, delay) -> {
			ScheduledFuture<?> scheduled = this.timer.schedule(task, BlockingDriver.nanos(delay), TimeUnit.NANOSECONDS);
			return () -> scheduled.cancel(false);
		};
	}

	private static ThreadFactory daemons(String prefix) {
		AtomicInteger number = new AtomicInteger();
		return (task) -> {
			Thread thread = new Thread(task, prefix + number.incrementAndGet());
			thread.setDaemon(true);
			return thread;
		};
	}

	Executor executor() {
		return this.executor;
	}

	RunScheduler scheduler() {
		return this.scheduler;
	}

	@Override
	public void close() {
		this.executor.shutdownNow();
		this.timer.shutdownNow();
	}

}
