package io.github.openairun.engine;

import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/**
 * The threads of an engine: a pool that sends requests and calls listeners, and a
 * scheduler with one thread, unless the application supplies one. Threads start when
 * there is work.
 */
final class EngineThreads implements AutoCloseable {

	private static final long IDLE_SECONDS = 30;

	private final EngineExecutor executor;

	private final TaskScheduler scheduler;

	private final @Nullable ThreadPoolTaskScheduler ownScheduler;

	EngineThreads(int size, @Nullable TaskScheduler scheduler) {
		CustomizableThreadFactory factory = new CustomizableThreadFactory("openai-run-");
		factory.setDaemon(true);
		this.executor = new EngineExecutor(size, IDLE_SECONDS, factory);
		if (scheduler != null) {
			this.ownScheduler = null;
			this.scheduler = scheduler;
		}
		else {
			this.ownScheduler = createScheduler();
			this.scheduler = this.ownScheduler;
		}
	}

	private static ThreadPoolTaskScheduler createScheduler() {
		ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
		scheduler.setThreadNamePrefix("openai-run-scheduler-");
		scheduler.setDaemon(true);
		scheduler.setRemoveOnCancelPolicy(true);
		scheduler.initialize();
		return scheduler;
	}

	Executor executor() {
		return this.executor;
	}

	TaskScheduler scheduler() {
		return this.scheduler;
	}

	@Override
	public void close() {
		this.executor.shutdownNow();
		if (this.ownScheduler != null) {
			this.ownScheduler.shutdown();
		}
	}

}
