package io.github.openairun.autoconfigure;

import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.util.StringUtils;
import org.springframework.web.client.RestClient;

import io.github.openairun.ApiKeySupplier;
import io.github.openairun.wire.RetryPolicy;
import io.github.openairun.wire.WireClient;

/**
 * Makes the client of ordinary calls.
 */
final class ConnectionClient {

	private ConnectionClient() {
	}

	static RestClient rest(ConnectionSettings settings, RestClient.Builder builder, RequestFactoryChoice factory,
			Stream<OpenAiRestClientCustomizer> customizers) {
		builder.baseUrl(settings.baseUrl())
			.requestFactory(new LazyRequestFactory(() -> factory.choose(settings)))
			.defaultHeaders((headers) -> settings.headers().forEach(headers::set));
		customizers.forEach((customizer) -> customizer.customize(builder));
		return builder.build();
	}

	static @Nullable ApiKeySupplier apiKeySupplier(OpenAiConnectionDetails connection,
			@Nullable ApiKeySupplier supplier) {
		if (supplier != null) {
			return supplier;
		}
		String key = connection.getApiKey();
		return StringUtils.hasText(key) ? (request) -> key : null;
	}

	static WireClient wire(RestClient client, @Nullable ApiKeySupplier apiKeys, OpenAiProperties properties,
			TaskScheduler scheduler) {
		WireClient wire = new WireClient(client, apiKeys,
				RetryPolicy.defaults().withMaxRetries(properties.getMaxRetries()), scheduler);
		return (properties.getAuthentication() == OpenAiProperties.Authentication.API_KEY)
				? wire.withKeyHeader("api-key") : wire;
	}

}
