package io.github.openairun.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.ssl.SslBundle;

/**
 * Details of the connection to a server of runs; a bean of this type replaces
 * {@code openai.base-url} and {@code openai.api-key}.
 *
 * @since 0.1.0
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

	/**
	 * Return the details of a further connection, which replace the base URL and the key
	 * of {@code openai.connections.<name>}.
	 * @param name the name of the connection
	 * @return the details, or {@code null} for those of the properties; their SSL bundle
	 * is not used, because all connections share the HTTP clients
	 */
	default @Nullable OpenAiConnectionDetails forConnection(String name) {
		return null;
	}

}
