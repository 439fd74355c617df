package io.github.openairun.autoconfigure;

import org.springframework.web.client.RestClient;

/**
 * Callback that customizes only the {@link RestClient} that connects to the server of
 * runs.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface OpenAiRestClientCustomizer {

	/**
	 * Customize the client.
	 * @param builder the builder, with base URL, timeouts and headers set
	 */
	void customize(RestClient.Builder builder);

	/**
	 * Customize the client of a further connection; by default nothing is changed, so
	 * that what belongs to one server, such as a header with a secret, does not reach
	 * another.
	 * @param builder the builder, with base URL, timeouts and headers set
	 * @param connection the name of the connection
	 */
	default void customize(RestClient.Builder builder, String connection) {
	}

}
