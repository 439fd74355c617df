package io.github.openairun.autoconfigure;

import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.concurrent.ConcurrentTaskScheduler;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/**
 * The threads that send to browsers, and one that watches the clock. They start when
 * there is work and end when there has been none for a while. They are no beans of their
 * types, which would make Boot's own back off.
 */
final class WebThreads implements AutoCloseable {

	private static final String PREFIX = "openai-web-";

	private static final int IDLE_SECONDS = 30;

	private final Executor executor;

	private final Runnable whenClosed;

	private final ScheduledThreadPoolExecutor timer;

	WebThreads(boolean virtual, int maxThreads) {
		if (virtual) {
			SimpleAsyncTaskExecutor threads = new SimpleAsyncTaskExecutor(PREFIX);
			threads.setVirtualThreads(true);
			this.executor = threads;
			this.whenClosed = threads::close;
		}
		else {
			ThreadPoolTaskExecutor threads = new ThreadPoolTaskExecutor();
			threads.setThreadNamePrefix(PREFIX);
			threads.setCorePoolSize(maxThreads);
			threads.setMaxPoolSize(maxThreads);
			threads.setKeepAliveSeconds(IDLE_SECONDS);
			threads.setAllowCoreThreadTimeOut(true);
			threads.setDaemon(true);
			threads.initialize();
			this.executor = threads;
			this.whenClosed = threads::shutdown;
		}
		CustomizableThreadFactory factory = new CustomizableThreadFactory(PREFIX + "timer-");
		factory.setDaemon(true);
		this.timer = new ScheduledThreadPoolExecutor(1, factory);
		this.timer.setRemoveOnCancelPolicy(true);
		this.timer.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
		this.timer.allowCoreThreadTimeOut(true);
	}

	Executor executor() {
		return this.executor;
	}

	TaskScheduler scheduler() {
		return new ConcurrentTaskScheduler(this.timer);
	}

	@Override
	public void close() {
		this.timer.shutdownNow();
		this.whenClosed.run();
	}

}
