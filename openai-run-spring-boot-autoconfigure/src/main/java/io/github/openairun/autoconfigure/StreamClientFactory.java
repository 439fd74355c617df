package io.github.openairun.autoconfigure;

import java.net.http.HttpClient;
import java.util.List;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.JdkClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.autoconfigure.ClientHttpRequestFactoryBuilderCustomizer;
import org.springframework.boot.util.LambdaSafe;

/**
 * Creates the client of streams with the application's customizations of HTTP clients,
 * such as a proxy. Customizers for the JDK's client also apply to the client of streams
 * if ordinary requests use another client.
 */
final class StreamClientFactory {

	private final JdkClientHttpRequestFactoryBuilder builder;

	/**
	 * Create a factory.
	 * @param shared the customized builder for the clients of ordinary requests
	 * @param customizers the application's customizers
	 */
	StreamClientFactory(@Nullable ClientHttpRequestFactoryBuilder<?> shared,
			List<ClientHttpRequestFactoryBuilderCustomizer<?>> customizers) {
		this.builder = (shared instanceof JdkClientHttpRequestFactoryBuilder jdk) ? jdk
				: customize(ClientHttpRequestFactoryBuilder.jdk(), customizers);
	}

	@SuppressWarnings("unchecked")
	private static JdkClientHttpRequestFactoryBuilder customize(JdkClientHttpRequestFactoryBuilder builder,
			List<ClientHttpRequestFactoryBuilderCustomizer<?>> customizers) {
		JdkClientHttpRequestFactoryBuilder[] customized = { builder };
		LambdaSafe.callbacks(ClientHttpRequestFactoryBuilderCustomizer.class, customizers, builder)
			.invoke((customizer) -> customized[0] = (JdkClientHttpRequestFactoryBuilder) customizer
				.customize(customized[0]));
		return customized[0];
	}

	/**
	 * Create a client. A read timeout does not apply, because the JDK's client would
	 * apply it to the whole stream.
	 */
	HttpClient create(HttpClientSettings settings, Executor executor) {
		try {
			this.builder.withExecutor(executor).withHttpClientCustomizer((client) -> {
				throw new Prepared(client);
			}).build(settings);
		}
		catch (Prepared ex) {
			return ex.client.followRedirects(HttpClient.Redirect.NEVER).build();
		}
		throw new IllegalStateException("The JDK's HTTP client was not customized");
	}

	/**
	 * Ends the creation of a request factory as soon as the builder of its client is
	 * configured, because a request factory does not expose its client.
	 */
	@SuppressWarnings("serial")
	private static final class Prepared extends RuntimeException {

		private final HttpClient.Builder client;

		Prepared(HttpClient.Builder client) {
			super(null, null, false, false);
			this.client = client;
		}

	}

}
