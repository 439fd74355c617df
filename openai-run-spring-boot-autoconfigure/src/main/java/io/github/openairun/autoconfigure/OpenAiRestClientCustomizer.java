package io.github.openairun.autoconfigure;

import org.springframework.web.client.RestClient;

/**
 * Callback that customizes the {@link RestClient} which talks to the server of runs, and
 * no other.
 */
@FunctionalInterface
public interface OpenAiRestClientCustomizer {

	/**
	 * Customize the client.
	 * @param builder the builder, with base URL, time-outs and headers set
	 */
	void customize(RestClient.Builder builder);

}
