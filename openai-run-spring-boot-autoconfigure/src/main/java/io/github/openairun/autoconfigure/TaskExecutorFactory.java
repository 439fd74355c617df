package io.github.openairun.autoconfigure;

import org.springframework.boot.task.SimpleAsyncTaskExecutorBuilder;
import org.springframework.boot.task.ThreadPoolTaskExecutorBuilder;
import org.springframework.boot.thread.Threading;
import org.springframework.core.env.Environment;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/**
 * Creates task executors with the builders of Spring Boot: virtual threads if they are
 * enabled, otherwise a pool of daemon threads that end when they are idle.
 *
 * @param environment specifies whether virtual threads are enabled
 * @param pools builds pools
 * @param virtual builds executors of virtual threads
 */
record TaskExecutorFactory(Environment environment, ThreadPoolTaskExecutorBuilder pools,
		SimpleAsyncTaskExecutorBuilder virtual) {

	/**
	 * Create an executor.
	 * @param prefix the prefix of the names of its threads
	 * @param maxThreads the size of the pool; virtual threads are not limited
	 * @return the executor
	 */
	AsyncTaskExecutor create(String prefix, int maxThreads) {
		if (Threading.VIRTUAL.isActive(this.environment)) {
			return this.virtual.virtualThreads(true).threadNamePrefix(prefix).build();
		}
		ThreadPoolTaskExecutor executor = this.pools.corePoolSize(maxThreads)
			.maxPoolSize(maxThreads)
			.queueCapacity(Integer.MAX_VALUE)
			.allowCoreThreadTimeOut(true)
			.threadNamePrefix(prefix)
			.build();
		executor.setDaemon(true);
		return executor;
	}

}
