package io.github.openairun.autoconfigure;

import java.time.Clock;
import java.util.concurrent.ScheduledExecutorService;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;

/**
 * Configuration of the scheduler and the clock of the library.
 */
@Configuration(proxyBeanMethods = false)
class TaskSchedulerConfiguration {

	/**
	 * The scheduler is found by its name only, so that the application's scheduler and
	 * Spring Boot's are not affected. Its clock is the application's, if there is exactly
	 * one; every other bean takes the clock from here.
	 */
	@Bean(name = OpenAiRunAutoConfiguration.TASK_SCHEDULER, defaultCandidate = false)
	@ConditionalOnMissingBean(name = OpenAiRunAutoConfiguration.TASK_SCHEDULER)
	TaskScheduler openAiRunTaskScheduler(ObjectProvider<Clock> clocks) {
		ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
		scheduler.setClock(clocks.getIfUnique(Clock::systemUTC));
		scheduler.setThreadNamePrefix("openai-run-scheduler-");
		scheduler.setDaemon(true);
		scheduler.setRemoveOnCancelPolicy(true);
		scheduler.setAcceptTasksAfterContextClose(true);
		return scheduler;
	}

	@Bean
	@ConditionalOnMissingBean({ TaskScheduler.class, ScheduledExecutorService.class })
	SchedulingConfigurer openAiRunSchedulingConfigurer() {
		return new NoSharedScheduler();
	}

	/**
	 * Keeps methods with {@code @Scheduled} off the scheduler of the library, which
	 * Spring would use as the only one. Without a scheduler, the registrar creates its
	 * own, as in an application without the library. Configurers of the application come
	 * later.
	 */
	private static final class NoSharedScheduler implements SchedulingConfigurer, Ordered {

		@Override
		public void configureTasks(ScheduledTaskRegistrar registrar) {
			registrar.setScheduler(null);
		}

		@Override
		public int getOrder() {
			return Ordered.HIGHEST_PRECEDENCE;
		}

	}

}
