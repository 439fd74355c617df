package io.github.openairun.test;

import java.time.Clock;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.Environment;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.util.StringUtils;

import io.github.openairun.Assistant;
import io.github.openairun.autoconfigure.OpenAiConnectionDetails;
import io.github.openairun.autoconfigure.OpenAiRunAutoConfiguration;
import io.github.openairun.engine.AssistantCatalog;
import io.github.openairun.test.simulator.OpenAiSimulator;
import io.github.openairun.test.simulator.SimulatedTime;

/**
 * {@link AutoConfiguration Auto-configuration} for a simulator and the connection to it.
 */
@AutoConfiguration(before = OpenAiRunAutoConfiguration.class)
final class OpenAiSimulatorTestAutoConfiguration {

	@Bean
	@Primary
	@ConditionalOnBooleanProperty("openairun.test.simulated-time")
	SimulatedTime simulatedTime() {
		return new SimulatedTime(Clock.systemUTC());
	}

	@Bean(defaultCandidate = false)
	@ConditionalOnBean(SimulatedTime.class)
	@ConditionalOnMissingBean(name = "openAiRunTaskScheduler")
	TaskScheduler openAiRunTaskScheduler(SimulatedTime time) {
		return time.taskScheduler();
	}

	@Bean(destroyMethod = "close")
	@ConditionalOnMissingBean
	OpenAiSimulator openAiSimulator(Environment environment, ObjectProvider<SimulatedTime> time,
			ObjectProvider<OpenAiSimulatorCustomizer> customizers, ObjectProvider<AssistantCatalog> assistants) {
		OpenAiSimulator.Builder builder = OpenAiSimulator.builder()
			.acceptApiKeyHeader(true)
			.requireBetaHeader(environment.getProperty("openai.run.beta-header", Boolean.class, true));
		time.ifAvailable(builder::clock);
		customizers.orderedStream().forEach((customizer) -> customizer.customize(builder));
		OpenAiSimulator simulator = builder.start();
		assistants.ifAvailable((catalog) -> catalog.all().forEach((assistant) -> add(assistant, simulator)));
		return simulator;
	}

	/**
	 * Adds an assistant that the application expects on the server, and its model.
	 */
	private static void add(Assistant assistant, OpenAiSimulator simulator) {
		String model = assistant.settings().model();
		if (StringUtils.hasText(model)) {
			simulator.models(model);
		}
		String id = assistant.id();
		if (id != null && id.startsWith("asst_")) {
			simulator.assistant(id, (simulated) -> simulated.name(assistant.name()));
		}
	}

	@Bean
	@Primary
	OpenAiConnectionDetails openAiSimulatorConnection(OpenAiSimulator simulator) {
		return simulator.connection();
	}

}
