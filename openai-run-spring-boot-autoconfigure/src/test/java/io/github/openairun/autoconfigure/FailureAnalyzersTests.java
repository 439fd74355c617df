package io.github.openairun.autoconfigure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.github.openairun.ToolHandler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * What a user reads when a real application does not start.
 */
@ExtendWith(OutputCaptureExtension.class)
class FailureAnalyzersTests {

	@Test
	void aMissingKeyIsExplainedInTwoLines(CapturedOutput output) {
		assertThatException().isThrownBy(() -> start(Application.class, "openai.api-key="));
		assertThat(output).contains("No API key for https://api.openai.com/v1: it is needed to create and drive runs.")
			.contains("Set 'openai.api-key' or the environment variable 'OPENAI_API_KEY'.")
			.doesNotContain("\tat ");
	}

	@Test
	void twoToolsOfOneNameAreExplained(CapturedOutput output) {
		assertThatException().isThrownBy(() -> start(TwiceApplication.class, "openai.api-key=sk-test"));
		assertThat(output).contains("'lookUp'")
			.contains("First.lookUp")
			.contains("Second.lookUp")
			.contains("Action:")
			.doesNotContain("\tat ");
	}

	@Test
	void nothingFailsWhenSwitchedOff() {
		start(TwiceApplication.class, "openai.run.enabled=false");
	}

	private static void start(Class<?> application, String property) {
		SpringApplication spring = new SpringApplication(application);
		spring.setWebApplicationType(WebApplicationType.NONE);
		spring.run("--" + property, "--spring.main.banner-mode=off", "--logging.level.root=error").close();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class TwiceApplication {

		@Bean
		First first() {
			return new First();
		}

		@Bean
		Second second() {
			return new Second();
		}

	}

	static class First {

		@ToolHandler
		String lookUp(String id) {
			return id;
		}

	}

	static class Second {

		@ToolHandler
		String lookUp(String id) {
			return id;
		}

	}

}
