package io.github.openairun.samples.webchat;

import java.time.Duration;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

import io.github.openairun.autoconfigure.OpenAiConnectionDetails;
import io.github.openairun.test.simulator.OpenAiSimulator;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static io.github.openairun.test.simulator.MessageMatcher.message;
import static io.github.openairun.test.simulator.ToolCallScript.call;

/**
 * Plays the server inside this application, so that it needs no key and no network.
 */
@Configuration(proxyBeanMethods = false)
@Profile("offline")
class OfflineConfiguration {

	private static final Duration PAUSE = Duration.ofMillis(60);

	@Bean(destroyMethod = "close")
	OpenAiSimulator simulator() {
		OpenAiSimulator simulator = OpenAiSimulator.builder().workingFor(Duration.ofMillis(300)).start();
		simulator.assistant("asst_support", (assistant) -> assistant.name("Support"));
		simulator.when(message().contains("order 17"))
			.calls(call("findOrder", Map.of("number", "17")), call("estimateArrival", Map.of("number", "17")))
			.reply((outputs) -> "I looked order 17 up: it was shipped on 20 November and should arrive on "
					+ outputs.get("estimateArrival") + ". Is there anything else?")
			.betweenDeltas(PAUSE);
		simulator.when(message().contains("story"))
			.reply("Once upon a time there was a lamp. ".repeat(40))
			.betweenDeltas(PAUSE);
		simulator.when(anyMessage())
			.reply("I am a simulator and know little. Ask me where order 17 is, or for a long story, "
					+ "which you can stop.")
			.betweenDeltas(PAUSE);
		return simulator;
	}

	@Bean
	OpenAiConnectionDetails simulatorConnection(OpenAiSimulator simulator) {
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
