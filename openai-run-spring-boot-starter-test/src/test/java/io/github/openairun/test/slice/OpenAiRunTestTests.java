package io.github.openairun.test.slice;

import jakarta.validation.Validator;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

import io.github.openairun.RunOperations;
import io.github.openairun.ThreadOperations;
import io.github.openairun.ToolDefinition;
import io.github.openairun.autoconfigure.OpenAiConnectionDetails;
import io.github.openairun.test.OpenAiRunTest;
import io.github.openairun.test.simulator.OpenAiSimulator;
import io.github.openairun.tool.ToolRegistry;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is in the slice, and what is not.
 */
@OpenAiRunTest(tools = CityTools.class, properties = "openai.base-url=https://example.org/v1")
class OpenAiRunTestTests {

	@Autowired
	ApplicationContext context;

	@Value("${openai.base-url}")
	String baseUrl;

	@Test
	void hasWhatRunsNeed() {
		assertThat(this.context.getBean(RunOperations.class)).isNotNull();
		assertThat(this.context.getBean(ThreadOperations.class)).isNotNull();
		assertThat(this.context.getBean(Validator.class)).isNotNull();
	}

	@Test
	void hasTheNamedHandlers() {
		assertThat(this.context.getBean(ToolRegistry.class).definitions()).extracting(ToolDefinition::name)
			.containsExactly("asker", "hang", "inhabitants", "weather");
	}

	@Test
	void hasNoOtherComponentAndNoOtherAutoConfiguration() {
		assertThat(this.context.getBeanNamesForType(SliceApplication.class)).hasSize(1);
		assertThat(this.context.getBeanNamesForType(SomeService.class)).isEmpty();
		assertThat(this.context.getBeanNamesForType(JdbcTemplate.class)).isEmpty();
		assertThat(AutoConfigurationPackages.has(this.context)).isTrue();
	}

	@Test
	void replacesTheConnectionAndLeavesThePropertiesAlone() {
		assertThat(this.context.getBean(OpenAiConnectionDetails.class).getBaseUrl())
			.isEqualTo(this.context.getBean(OpenAiSimulator.class).baseUrl());
		assertThat(this.baseUrl).isEqualTo("https://example.org/v1");
	}

}
