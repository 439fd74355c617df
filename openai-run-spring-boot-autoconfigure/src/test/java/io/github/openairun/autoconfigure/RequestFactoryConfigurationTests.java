package io.github.openairun.autoconfigure;

import java.net.http.HttpClient;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.JdkClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.autoconfigure.ClientHttpRequestFactoryBuilderCustomizer;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

import io.github.openairun.wire.StreamTransport;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RequestFactoryConfiguration}.
 */
class RequestFactoryConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(HttpClientAutoConfiguration.class, ImperativeHttpClientAutoConfiguration.class,
						RestClientAutoConfiguration.class, OpenAiRunAutoConfiguration.class))
		.withPropertyValues("openai.api-key=none");

	@Test
	void requestsShareTheClientOfStreams() {
		this.runner.run((context) -> assertThat(choice(context)).isNotInstanceOf(JdkClientHttpRequestFactory.class)
			.extracting("transport")
			.isSameAs(context.getBean(StreamTransport.class)));
	}

	@Test
	void requestsShareTheClientOfStreamsWhenBootMakesNone() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(OpenAiRunAutoConfiguration.class))
			.withPropertyValues("openai.api-key=none")
			.run((context) -> assertThat(choice(context)).extracting("transport")
				.isSameAs(context.getBean(StreamTransport.class)));
	}

	@Test
	void applicationThatCustomizesItsClientsGetsTheirs() {
		this.runner
			.withBean(ClientHttpRequestFactoryBuilderCustomizer.class,
					() -> (ClientHttpRequestFactoryBuilderCustomizer<JdkClientHttpRequestFactoryBuilder>) (
							builder) -> builder)
			.run((context) -> assertThat(choice(context)).isInstanceOf(JdkClientHttpRequestFactory.class));
	}

	@Test
	void applicationThatMakesItsClientsGetsTheirs() {
		this.runner.withBean(ClientHttpRequestFactoryBuilder.class, ClientHttpRequestFactoryBuilder::jdk)
			.run((context) -> assertThat(choice(context)).isInstanceOf(JdkClientHttpRequestFactory.class));
	}

	@Test
	void applicationWhoseParentMakesItsClientsGetsTheirs() {
		try (AnnotationConfigApplicationContext parent = new AnnotationConfigApplicationContext()) {
			parent.registerBean(ClientHttpRequestFactoryBuilder.class, ClientHttpRequestFactoryBuilder::jdk);
			parent.refresh();
			this.runner.withParent(parent)
				.run((context) -> assertThat(choice(context)).isInstanceOf(JdkClientHttpRequestFactory.class));
		}
	}

	@Test
	void applicationWithAnotherClientGetsThat() {
		this.runner.withPropertyValues("spring.http.clients.imperative.factory=simple")
			.run((context) -> assertThat(choice(context)).isInstanceOf(SimpleClientHttpRequestFactory.class));
	}

	@Test
	void transportOfTheApplicationIsForStreamsOnly() {
		this.runner
			.withBean(StreamTransport.class, () -> new StreamTransport(StreamTransport.Settings.defaults(),
					(executor) -> HttpClient.newBuilder().executor(executor).build(), new ThreadPoolTaskScheduler()))
			.run((context) -> assertThat(choice(context)).isInstanceOf(JdkClientHttpRequestFactory.class));
	}

	private static ClientHttpRequestFactory choice(ApplicationContext context) {
		return context.getBean(RequestFactorySource.class)
			.create(context.getBean(ConnectionSettings.class), context.getBean(StreamTransport.class));
	}

}
