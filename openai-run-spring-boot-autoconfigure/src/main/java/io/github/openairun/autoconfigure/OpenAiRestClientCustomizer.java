package io.github.openairun.autoconfigure;

import org.springframework.web.client.RestClient;

/**
 * Callback that customizes only the {@link RestClient} that connects to the server of
 * runs.
 */
@FunctionalInterface
public interface OpenAiRestClientCustomizer {

	/**
	 * Customize the client.
	 * @param builder the builder, with base URL, timeouts and headers set
	 */
	void customize(RestClient.Builder builder);

}
