package io.github.openairun.samples.webchat;

import java.util.List;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * Serves a page that chats with a support assistant.
 * <p>
 * Offline by default; {@code --live} uses the server that is configured.
 */
@SpringBootApplication
public class WebChatApplication {

	/**
	 * Run the application.
	 * @param args {@code --live} to use the configured server, and any property
	 */
	public static void main(String[] args) {
		SpringApplication application = new SpringApplication(WebChatApplication.class);
		if (!List.of(args).contains("--live")) {
			application.setAdditionalProfiles("offline");
		}
		application.run(args);
	}

}
