package io.github.openairun.autoconfigure;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

import io.github.openairun.support.Timing;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the library's task scheduler beside those of the application.
 */
class TaskSchedulerTests {

	private static final String NAME = "openAiRunTaskScheduler";

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TaskExecutionAutoConfiguration.class,
				TaskSchedulingAutoConfiguration.class, OpenAiRunAutoConfiguration.class))
		.withPropertyValues("openai.api-key=test");

	@Test
	void scheduledMethodsRunOnTheSchedulerOfSpringBoot() {
		this.contextRunner.withUserConfiguration(ScheduledMethod.class).run((context) -> {
			createScheduler(context);
			assertThat(context).hasBean("taskScheduler").doesNotHaveBean(SchedulingConfigurer.class);
			assertThat(context.getBean(TaskScheduler.class)).isSameAs(context.getBean("taskScheduler"));
			assertThat(context.getBean(ScheduledMethod.class).threadName()).startsWith("scheduling-");
		});
	}

	@Test
	void scheduledMethodsRunOnTheSchedulerOfTheApplication() {
		this.contextRunner.withUserConfiguration(ScheduledMethod.class, OwnScheduler.class).run((context) -> {
			createScheduler(context);
			assertThat(context).doesNotHaveBean("taskScheduler").hasBean(NAME);
			assertThat(context.getBean(TaskScheduler.class)).isSameAs(context.getBean("ownScheduler"));
			assertThat(context.getBean(ScheduledMethod.class).threadName()).startsWith("own-");
		});
	}

	@Test
	void scheduledMethodsRunOnASchedulerOfTheirOwnIfThereIsNoOther() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(OpenAiRunAutoConfiguration.class))
			.withPropertyValues("openai.api-key=test")
			.withUserConfiguration(ScheduledMethod.class)
			.run((context) -> {
				createScheduler(context);
				assertThat(context).hasSingleBean(SchedulingConfigurer.class);
				assertThat(context.getBean(ScheduledMethod.class).threadName()).doesNotStartWith("openai-run-");
			});
	}

	@Test
	void configurerOfTheApplicationSetsTheSchedulerOfScheduledMethods() {
		ThreadPoolTaskScheduler own = new OwnScheduler().ownScheduler();
		own.initialize();
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(OpenAiRunAutoConfiguration.class))
			.withPropertyValues("openai.api-key=test")
			.withUserConfiguration(ScheduledMethod.class)
			.withBean(SchedulingConfigurer.class, () -> (registrar) -> registrar.setScheduler(own))
			.run((context) -> assertThat(context.getBean(ScheduledMethod.class).threadName()).startsWith("own-"));
		own.shutdown();
	}

	@Test
	void asyncMethodsRunOnTheExecutorOfSpringBoot() {
		this.contextRunner.withUserConfiguration(AsyncMethod.class).run((context) -> {
			createScheduler(context);
			assertThat(context).hasBean("applicationTaskExecutor");
			assertThat(context.getBean(AsyncMethod.AsyncBean.class).threadName().get(10, TimeUnit.SECONDS))
				.startsWith("task-");
		});
	}

	@Test
	void ownBeanOfTheNameReplacesTheScheduler() {
		ThreadPoolTaskScheduler own = new ThreadPoolTaskScheduler();
		this.contextRunner.withBean(NAME, TaskScheduler.class, () -> own)
			.run((context) -> assertThat(context.getBean(NAME)).isSameAs(own));
	}

	@Test
	void hasOneDaemonThreadThatStartsWithTheFirstTask() {
		this.contextRunner.run((context) -> {
			ThreadPoolTaskScheduler scheduler = createScheduler(context);
			assertThat(scheduler.getPoolSize()).isZero();
			CompletableFuture<Thread> thread = new CompletableFuture<>();
			Timing.after(scheduler, Duration.ZERO, () -> thread.complete(Thread.currentThread()));
			assertThat(thread.get(10, TimeUnit.SECONDS).isDaemon()).isTrue();
			assertThat(scheduler.getScheduledThreadPoolExecutor().getCorePoolSize()).isOne();
		});
	}

	@Test
	void cancelledTaskLeavesNothingBehind() {
		this.contextRunner.run((context) -> {
			ThreadPoolTaskScheduler scheduler = createScheduler(context);
			Timing.after(scheduler, Duration.ofMinutes(1), () -> {
			}).cancel(false);
			assertThat(scheduler.getScheduledThreadPoolExecutor().getQueue()).isEmpty();
		});
	}

	@Test
	void readsTheClockOfTheApplication() {
		Clock clock = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
		this.contextRunner.withBean(Clock.class, () -> clock)
			.run((context) -> assertThat(createScheduler(context).getClock()).isSameAs(clock));
	}

	private static ThreadPoolTaskScheduler createScheduler(ApplicationContext context) {
		return context.getBean(NAME, ThreadPoolTaskScheduler.class);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableScheduling
	static class ScheduledMethod {

		private final CompletableFuture<String> threadName = new CompletableFuture<>();

		@Scheduled(fixedDelay = 1, timeUnit = TimeUnit.HOURS)
		void work() {
			this.threadName.complete(Thread.currentThread().getName());
		}

		String threadName() throws Exception {
			return this.threadName.get(10, TimeUnit.SECONDS);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnScheduler {

		@Bean
		ThreadPoolTaskScheduler ownScheduler() {
			ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
			scheduler.setThreadNamePrefix("own-");
			return scheduler;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAsync
	static class AsyncMethod {

		@Bean
		AsyncBean asyncBean() {
			return new AsyncBean();
		}

		static class AsyncBean {

			@Async
			CompletableFuture<String> threadName() {
				return CompletableFuture.completedFuture(Thread.currentThread().getName());
			}

		}

	}

}
