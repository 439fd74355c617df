package io.github.openairun.test.aot;

import org.springframework.aot.AotDetector;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import io.github.openairun.RunRequest;
import io.github.openairun.ToolHandler;
import io.github.openairun.web.RunSseEmitter;
import io.github.openairun.web.RunSseEmitters;

/**
 * A web application that has everything. It says where it listens, and whether it was
 * made ahead of time.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({ AotWebApplication.ChatController.class, AotWebApplication.OrderTools.class })
public class AotWebApplication {

	public static void main(String[] args) {
		ConfigurableApplicationContext context = SpringApplication.run(AotWebApplication.class, args);
		System.out.println("aot " + AotDetector.useGeneratedArtifacts());
		System.out.println("port " + context.getEnvironment().getProperty("local.server.port"));
	}

	@RestController
	static class ChatController {

		private final RunSseEmitters emitters;

		ChatController(RunSseEmitters emitters) {
			this.emitters = emitters;
		}

		@PostMapping("/chat")
		RunSseEmitter chat(@RequestParam String message) {
			return this.emitters.stream(RunRequest.assistant("support").message(message).build());
		}

	}

	static class OrderTools {

		@ToolHandler(description = "Finds an order by its number")
		Order findOrder(Search search) {
			return new Order(search.number(), "shipped");
		}

	}

	record Search(String number) {
	}

	record Order(String number, String state) {
	}

}
