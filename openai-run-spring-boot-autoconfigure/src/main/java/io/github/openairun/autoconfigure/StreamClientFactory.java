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
 * Makes the client of streams as the application has its HTTP clients made: with its
 * proxy and whatever else it customizes. An application whose ordinary requests go
 * through another client than the JDK's customizes that of streams by the same means as
 * if they did not.
 */
final class StreamClientFactory {

	private final JdkClientHttpRequestFactoryBuilder builder;

	/**
	 * Create a factory.
	 * @param shared what makes the clients of ordinary requests, customized already
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
	 * Make a client. A read time-out does not apply, as the JDK's client would count it
	 * over the whole stream.
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
	 * Ends the making of a request factory once its client could be built, which nothing
	 * tells otherwise: a factory keeps its client to itself.
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
