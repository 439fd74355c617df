package io.github.openairun.test.live;

import java.util.Map;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

import io.github.openairun.RunOperations;
import io.github.openairun.RunRequest;
import io.github.openairun.RunResult;
import io.github.openairun.ToolChoice;
import io.github.openairun.ToolHandler;

/**
 * One run with one tool call, by an application with the starter.
 */
final class LiveRun {

	private LiveRun() {
	}

	static RunResult execute(String baseUrl, String apiKey, String model) {
		SpringApplication application = new SpringApplication(Configuration.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setDefaultProperties(Map.of("openai.base-url", baseUrl, "openai.api-key", apiKey,
				"openai.run.assistants.live.model", model, "openai.run.assistants.live.tools", "ping",
				"logging.level.root", "warn", "spring.main.banner-mode", "off"));
		try (ConfigurableApplicationContext context = application.run()) {
			return context.getBean(RunOperations.class)
				.execute(RunRequest.assistant("live")
					.message("Call ping, and repeat what it says.")
					.toolChoice(ToolChoice.required())
					.build());
		}
	}

	@EnableAutoConfiguration
	static class Configuration {

		@Bean
		PingTools pingTools() {
			return new PingTools();
		}

	}

	static class PingTools {

		@ToolHandler(description = "Answers ping")
		String ping() {
			return "pong";
		}

	}

}
