package io.github.openairun.autoconfigure;

import java.time.Duration;
import java.util.concurrent.Executor;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

import io.github.openairun.RunOperations;
import io.github.openairun.web.RunSseEmitters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

class OpenAiRunWebAutoConfigurationTests {

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(OpenAiRunAutoConfiguration.class, OpenAiRunWebAutoConfiguration.class))
		.withPropertyValues("openai.api-key=none")
		.withBean(RunOperations.class, () -> mock(RunOperations.class));

	@Test
	void suppliesTheEmitters() {
		this.runner.run((context) -> assertThat(context.getBean(RunSseEmitters.class)).isNotNull());
	}

	@Test
	void startsWithoutThreads() {
		this.runner.run((context) -> {
			context.getBean(RunSseEmitters.class);
			assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
				.noneMatch((name) -> name.startsWith("openai-web-"));
		});
	}

	@Test
	void needsSpringMvc() {
		this.runner.withClassLoader(new FilteredClassLoader(SseEmitter.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(RunSseEmitters.class));
	}

	@Test
	void needsTheServletStack() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(OpenAiRunWebAutoConfiguration.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("runSseEmitters"));
		new ReactiveWebApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(OpenAiRunWebAutoConfiguration.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("runSseEmitters"));
	}

	@Test
	void suppliesNothingWhenDisabled() {
		this.runner.withPropertyValues("openai.run.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(RunSseEmitters.class));
	}

	@Test
	void backsOffForTheUsersOwnBean() {
		RunSseEmitters own = mock(RunSseEmitters.class);
		this.runner.withBean("own", RunSseEmitters.class, () -> own).run((context) -> {
			assertThat(context.getBean(RunSseEmitters.class)).isSameAs(own);
			assertThat(context).doesNotHaveBean(OpenAiRunWebAutoConfiguration.WEB_TASK_EXECUTOR);
		});
	}

	@Test
	void leavesTheExecutorsToSpringBoot() {
		this.runner.withConfiguration(AutoConfigurations.of(TaskExecutionAutoConfiguration.class))
			.run((context) -> assertThat(context.getBean(Executor.class))
				.isSameAs(context.getBean("applicationTaskExecutor")));
	}

	@Test
	void sendsOnAnExecutorOfTheApplicationWithTheName() {
		AsyncTaskExecutor own = mock(AsyncTaskExecutor.class);
		this.runner.withBean(OpenAiRunWebAutoConfiguration.WEB_TASK_EXECUTOR, AsyncTaskExecutor.class, () -> own)
			.run((context) -> assertThat(context.getBean(RunSseEmitters.class)).extracting("support.executor")
				.isSameAs(own));
	}

	@Test
	void defaultsAreThoseOfTheLibrary() {
		assertThat(new OpenAiRunWebProperties().settings()).isEqualTo(RunSseEmitters.Settings.defaults());
	}

	@Test
	void propertiesAreHeeded() {
		this.runner
			.withPropertyValues("openai.run.web.heartbeat-interval=3s", "openai.run.web.max-buffer-size=1KB",
					"openai.run.web.max-threads=2")
			.run((context) -> {
				OpenAiRunWebProperties properties = context.getBean(OpenAiRunWebProperties.class);
				assertThat(properties.settings()).isEqualTo(new RunSseEmitters.Settings(Duration.ofSeconds(3), 1024));
				assertThat(properties.getMaxThreads()).isEqualTo(2);
			});
	}

}
