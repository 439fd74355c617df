package io.github.openairun.samples.quickstart;

import java.util.List;

import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

import io.github.openairun.RunOperations;
import io.github.openairun.RunRequest;
import io.github.openairun.RunResult;

/**
 * Asks a support assistant one question and prints the run as it happens.
 * <p>
 * Offline by default; {@code --live} uses the server that is configured.
 */
@SpringBootApplication
public class QuickstartApplication {

	static final String QUESTION = "Where is order 17, and what do I get back for the lamp? It arrived damaged.";

	/**
	 * Run the application.
	 * @param args {@code --live} to use the configured server, and any property
	 */
	public static void main(String[] args) {
		SpringApplication application = new SpringApplication(QuickstartApplication.class);
		if (!List.of(args).contains("--live")) {
			application.setAdditionalProfiles("offline");
		}
		application.run(args).close();
	}

	@Bean
	CommandLineRunner ask(RunOperations runs) {
		return (args) -> {
			ConsoleListener console = new ConsoleListener();
			console.print("wire", runs.capabilities().wire());
			console.print("user", QUESTION);
			RunResult result = runs.execute(RunRequest.assistant("support").message(QUESTION).build(), console);
			console.print("reply", result.text());
		};
	}

}
