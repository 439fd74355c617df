package io.github.openairun.test.slice;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;

import io.github.openairun.RunOperations;
import io.github.openairun.test.AutoConfigureOpenAiSimulator;
import io.github.openairun.test.OpenAiSimulatorCustomizer;
import io.github.openairun.test.simulator.OpenAiSimulator;
import io.github.openairun.test.simulator.SimulatedTime;
import io.github.openairun.test.simulator.Wire;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A simulator in a whole application.
 */
@SpringBootTest(properties = { "openai.run.wire=assistants", "openai.run.beta-header=false",
		"openai.authentication=api-key", "openai.run.poll.initial-interval=1ms" })
@AutoConfigureOpenAiSimulator(simulatedTime = false)
class AutoConfigureOpenAiSimulatorTests {

	@Autowired
	OpenAiSimulator simulator;

	@Autowired
	RunOperations runs;

	@Autowired
	ApplicationContext context;

	@Test
	void standsInForTheServer() {
		this.simulator.when(anyMessage()).reply("Hello");
		assertThat(this.runs.execute("support", "Hi").text()).isEqualTo("Hello");
		assertThat(this.simulator).hasRuns(1).gotNothingUnexpected().gotNoSecrets();
	}

	@Test
	void leavesTheTimeAlone() {
		assertThat(this.context.getBeanNamesForType(SimulatedTime.class)).isEmpty();
		assertThat(this.context.getBean(Clock.class).instant()).isEqualTo(Instant.EPOCH);
		assertThat(this.context.getBeanNamesForType(SomeService.class)).hasSize(1);
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class Customization {

		@Bean
		Clock clock() {
			return Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
		}

		@Bean
		OpenAiSimulatorCustomizer onlyAssistants() {
			return (builder) -> builder.serve(Wire.ASSISTANTS);
		}

	}

}
