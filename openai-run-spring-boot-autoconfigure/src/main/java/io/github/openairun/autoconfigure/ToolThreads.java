package io.github.openairun.autoconfigure;

import java.util.concurrent.Executor;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.task.SimpleAsyncTaskExecutorBuilder;
import org.springframework.boot.task.ThreadPoolTaskExecutorBuilder;
import org.springframework.boot.thread.Threading;
import org.springframework.core.env.Environment;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

import io.github.openairun.tool.ToolExecutorBuilder;

/**
 * Makes the threads of tool calls with the builders of Spring Boot, if there are any: the
 * executor is no bean, since a bean of its type would make Boot's own back off.
 */
final class ToolThreads {

	private static final String PREFIX = "openai-tool-";

	private final Environment environment;

	private final ObjectProvider<ThreadPoolTaskExecutorBuilder> pools;

	private final ObjectProvider<SimpleAsyncTaskExecutorBuilder> simple;

	private final ObjectProvider<Executor> custom;

	ToolThreads(Environment environment, ObjectProvider<ThreadPoolTaskExecutorBuilder> pools,
			ObjectProvider<SimpleAsyncTaskExecutorBuilder> simple, ObjectProvider<Executor> custom) {
		this.environment = environment;
		this.pools = pools;
		this.simple = simple;
		this.custom = custom;
	}

	void apply(ToolExecutorBuilder builder, int maxConcurrency) {
		Executor custom = this.custom.getIfAvailable();
		if (custom != null) {
			builder.executor(custom, () -> {
			});
		}
		else if (Threading.VIRTUAL.isActive(this.environment)) {
			SimpleAsyncTaskExecutor executor = this.simple.getIfAvailable(SimpleAsyncTaskExecutorBuilder::new)
				.virtualThreads(true)
				.threadNamePrefix(PREFIX)
				.build();
			builder.executor(executor, executor::close);
		}
		else {
			ThreadPoolTaskExecutor executor = this.pools.getIfAvailable(ThreadPoolTaskExecutorBuilder::new)
				.corePoolSize(maxConcurrency)
				.maxPoolSize(maxConcurrency)
				.queueCapacity(Integer.MAX_VALUE)
				.allowCoreThreadTimeOut(true)
				.threadNamePrefix(PREFIX)
				.build();
			executor.setDaemon(true);
			executor.initialize();
			builder.executor(executor, executor::shutdown);
		}
	}

}
