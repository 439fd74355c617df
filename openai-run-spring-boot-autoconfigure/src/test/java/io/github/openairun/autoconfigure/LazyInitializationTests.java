package io.github.openairun.autoconfigure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.github.openairun.ToolDefinition;
import io.github.openairun.ToolHandler;
import io.github.openairun.tool.ToolRegistry;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tools of an application whose beans are initialized lazily.
 */
@ExtendWith(OutputCaptureExtension.class)
class LazyInitializationTests {

	private static ConfigurableApplicationContext start(Class<?> configuration, String... arguments) {
		return new SpringApplicationBuilder(configuration).web(WebApplicationType.NONE)
			.properties("logging.level.io.github.openairun.tool=WARN", "openai.base-url=http://127.0.0.1:9/v1",
					"openai.api-key=sk-test", "openai.run.jdbc.enabled=false",
					"openai.run.assistants.support.model=gpt-5-mini", "openai.run.assistants.support.tools=*")
			.run(arguments);
	}

	private static void assertTools(ConfigurableApplicationContext context, String... names) {
		assertThat(context.getBean(ToolRegistry.class).definitions()).extracting(ToolDefinition::name)
			.containsExactly(names);
	}

	@Test
	void toolsOfABeanThatIsDeclaredByItsInterfaceAreFound() {
		try (ConfigurableApplicationContext context = start(Visible.class, "--spring.main.lazy-initialization=true")) {
			assertTools(context, "stock");
			assertThat(context.getBeanFactory().containsSingleton("shop")).isFalse();
		}
	}

	@Test
	void toolsThatCannotBeFoundAreWarnedOfWhenTheirBeanIsCreated(CapturedOutput output) {
		try (ConfigurableApplicationContext context = start(Hidden.class, "--spring.main.lazy-initialization=true")) {
			assertTools(context);
			context.getBean(Shop.class);
			assertThat(output).contains("No run can call the tools [stock] of bean 'shop'")
				.contains("Declare that class as the return type of the @Bean method");
		}
	}

	@Test
	void toolsOfABeanThatIsInitializedAtTheStartAreFound(CapturedOutput output) {
		try (ConfigurableApplicationContext context = start(Hidden.class)) {
			assertTools(context, "stock");
			assertThat(output).doesNotContain("No run can call the tools");
		}
	}

	interface Shop {

		int stock(String article);

	}

	static class LampShop implements Shop {

		@Override
		@ToolHandler(description = "Counts the stock")
		public int stock(String article) {
			return 7;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Visible {

		@Bean
		Shop shop() {
			return new LampShop();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Hidden {

		@Bean
		Shop shop() {
			return open();
		}

		private static Shop open() {
			return new LampShop();
		}

	}

}
