package io.github.openairun.autoconfigure;

import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.springframework.web.client.RestClient;

import io.github.openairun.ApiKeySupplier;
import io.github.openairun.wire.WireClient;

/**
 * Creates the client of a connection; all share the HTTP clients and the scheduler.
 */
@FunctionalInterface
interface WireClientFactory {

	/**
	 * Create a client.
	 * @param settings base URL, headers and HTTP settings
	 * @param apiKeys supplies the key, or {@code null} if the server needs none
	 * @param authentication how the key is sent
	 * @param customizer customizes the {@link RestClient}
	 * @return the client
	 */
	WireClient create(ConnectionSettings settings, @Nullable ApiKeySupplier apiKeys,
			OpenAiProperties.Authentication authentication, Consumer<RestClient.Builder> customizer);

}
