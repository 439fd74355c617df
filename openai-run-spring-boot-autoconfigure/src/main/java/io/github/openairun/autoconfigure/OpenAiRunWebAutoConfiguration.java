package io.github.openairun.autoconfigure;

import java.time.Duration;
import java.util.concurrent.Executor;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.task.SimpleAsyncTaskExecutorBuilder;
import org.springframework.boot.task.ThreadPoolTaskExecutorBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

import io.github.openairun.RunOperations;
import io.github.openairun.web.RunSseEmitters;

/**
 * {@link AutoConfiguration Auto-configuration} for sending the events of runs to browsers
 * with Spring MVC.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = OpenAiRunAutoConfiguration.class)
@ConditionalOnClass(SseEmitter.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnBooleanProperty(name = "openai.run.enabled", matchIfMissing = true)
@ConditionalOnMissingBean(RunSseEmitters.class)
@EnableConfigurationProperties(OpenAiRunWebProperties.class)
public final class OpenAiRunWebAutoConfiguration {

	/** The name of the bean that provides the threads that send to browsers. */
	static final String WEB_TASK_EXECUTOR = "openAiWebTaskExecutor";

	private static final Duration IDLE = Duration.ofSeconds(30);

	/**
	 * The threads that send to browsers. The executor is found by its name only, so that
	 * it does not make Spring Boot's own back off.
	 */
	@Bean(name = WEB_TASK_EXECUTOR, defaultCandidate = false)
	@ConditionalOnMissingBean(name = WEB_TASK_EXECUTOR)
	AsyncTaskExecutor openAiWebTaskExecutor(OpenAiRunWebProperties properties, Environment environment) {
		return new TaskExecutorFactory(environment, new ThreadPoolTaskExecutorBuilder().keepAlive(IDLE),
				new SimpleAsyncTaskExecutorBuilder())
			.create("openai-web-", properties.getMaxThreads());
	}

	@Bean
	RunSseEmitters runSseEmitters(RunOperations runs, @Qualifier(WEB_TASK_EXECUTOR) Executor executor,
			@Qualifier(OpenAiRunAutoConfiguration.TASK_SCHEDULER) TaskScheduler scheduler,
			OpenAiRunWebProperties properties) {
		return new RunSseEmitters(runs, executor, scheduler, properties.settings());
	}

}
