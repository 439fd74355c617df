package io.github.openairun.test.docs;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import io.github.openairun.RunOperations;
import io.github.openairun.autoconfigure.OpenAiConnectionDetails;
import io.github.openairun.test.simulator.OpenAiSimulator;
import io.github.openairun.test.simulator.StandAloneSimulator;

import static org.assertj.core.api.Assertions.assertThat;

class StandAloneExamplesTests {

	@ParameterizedTest
	@ValueSource(strings = { "responses", "assistants" })
	void answersByTheMessage(String wire) {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(ShopApplication.class,
				OfflineConfiguration.class)
			.web(WebApplicationType.NONE)
			.run("--openai.run.wire=" + wire, "--openai.run.assistants.support.id=" + StandAloneSimulator.ASSISTANT)) {
			assertThat(context.getBean(RunOperations.class).execute("support", "Where is order 17?").text())
				.isEqualTo("findOrder says: {\"number\":\"17\",\"status\":\"shipped\"}");
		}
	}

	@Configuration(proxyBeanMethods = false)
	@Import(OrderTools.class)
	static class OfflineConfiguration {

		@Bean(destroyMethod = "close")
		OpenAiSimulator simulator() {
			return StandAloneSimulator.start(0);
		}

		@Bean
		OpenAiConnectionDetails simulatorConnection(OpenAiSimulator simulator) {
			return simulator.connection();
		}

	}

}
