package io.github.openairun.test.docs;

import java.util.function.Consumer;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import io.github.openairun.autoconfigure.OpenAiRunAutoConfiguration;
import io.github.openairun.test.simulator.OpenAiSimulator;

/**
 * An application with the starter, connected to a simulator.
 */
final class Application {

	private Application() {
	}

	static void run(OpenAiSimulator simulator, Class<?> beans, Consumer<ApplicationContext> use) {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(HttpClientAutoConfiguration.class,
					ImperativeHttpClientAutoConfiguration.class, RestClientAutoConfiguration.class,
					JacksonAutoConfiguration.class, OpenAiRunAutoConfiguration.class))
			.withUserConfiguration(beans)
			.withPropertyValues("openai.base-url=" + simulator.baseUrl(), "openai.api-key=sk-test",
					"openai.run.assistants.support.model=gpt", "openai.run.assistants.support.tools=*",
					"openai.run.poll.initial-interval=1ms")
			.run(use::accept);
	}

}
