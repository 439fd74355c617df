package io.github.openairun.autoconfigure;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import reactor.core.publisher.Flux;

import io.github.openairun.RunOperations;
import io.github.openairun.web.RunFlux;
import io.github.openairun.web.RunSseEmitters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

class OpenAiRunFluxAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(OpenAiRunAutoConfiguration.class, OpenAiRunFluxAutoConfiguration.class))
		.withPropertyValues("openai.api-key=none")
		.withBean(RunOperations.class, () -> mock(RunOperations.class));

	@Test
	void suppliesTheReactiveView() {
		this.runner.withPropertyValues("openai.run.web.heartbeat-interval=3s", "openai.run.web.max-buffer-size=1KB")
			.run((context) -> assertThat(context.getBean(RunFlux.class)).extracting("support.settings")
				.isEqualTo(new RunSseEmitters.Settings(Duration.ofSeconds(3), 1024)));
	}

	@Test
	void needsReactor() {
		this.runner.withClassLoader(new FilteredClassLoader(Flux.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("runFlux"));
	}

	@Test
	void suppliesNothingWhenDisabled() {
		this.runner.withPropertyValues("openai.run.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(RunFlux.class));
	}

	@Test
	void backsOffForTheUsersOwnBean() {
		RunFlux own = mock(RunFlux.class);
		this.runner.withBean("own", RunFlux.class, () -> own)
			.run((context) -> assertThat(context.getBean(RunFlux.class)).isSameAs(own));
	}

}
