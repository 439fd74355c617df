package io.github.openairun.samples.quickstart;

import java.time.Duration;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

import io.github.openairun.autoconfigure.OpenAiConnectionDetails;
import io.github.openairun.test.simulator.OpenAiSimulator;

import static io.github.openairun.test.simulator.MessageMatcher.message;
import static io.github.openairun.test.simulator.ToolCallScript.call;

/**
 * Plays the server inside this application, so that it needs no key and no network.
 */
@Configuration(proxyBeanMethods = false)
@Profile("offline")
class OfflineConfiguration {

	@Bean(destroyMethod = "close")
	OpenAiSimulator simulator() {
		OpenAiSimulator simulator = OpenAiSimulator.builder()
			.queuedFor(Duration.ofMillis(200))
			.workingFor(Duration.ofMillis(300))
			.start();
		simulator.assistant("asst_support", (assistant) -> assistant.name("Support"));
		simulator.when(message().contains("order 17"))
			.calls(call("findOrder", Map.of("number", "17")),
					call("quoteRefund", Map.of("item", Map.of("article", "lamp", "quantity", 1), "reason", "DAMAGED")))
			.reply((outputs) -> "I looked your order up: " + outputs.get("findOrder") + " For the lamp: "
					+ outputs.get("quoteRefund"));
		return simulator;
	}

	@Bean
	OpenAiConnectionDetails simulatorConnection(OpenAiSimulator simulator) {
		System.out.println("Offline: a simulator inside this application plays the server. "
				+ "Start with --live to use the configured one.");
		return new OpenAiConnectionDetails() {

			@Override
			public String getBaseUrl() {
				return simulator.baseUrl();
			}

			@Override
			public @Nullable String getApiKey() {
				return "offline";
			}

		};
	}

}
