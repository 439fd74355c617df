package io.github.openairun.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.ssl.SslBundle;

/**
 * Details of the connection to a server of runs; a bean of this type replaces
 * {@code openai.base-url} and {@code openai.api-key}.
 */
public interface OpenAiConnectionDetails extends ConnectionDetails {

	/**
	 * Return the base URL of the API, with its version.
	 * @return the base URL
	 */
	String getBaseUrl();

	/**
	 * Return the API key.
	 * @return the key, or {@code null} if the server needs none
	 */
	@Nullable String getApiKey();

	/**
	 * Return the SSL bundle of the connection.
	 * @return the bundle, or {@code null} for that of {@code openai.ssl.bundle}, if any
	 */
	default @Nullable SslBundle getSslBundle() {
		return null;
	}

}
