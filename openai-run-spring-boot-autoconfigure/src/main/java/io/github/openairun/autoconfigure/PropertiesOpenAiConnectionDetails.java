package io.github.openairun.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

/**
 * Connection details from the properties.
 */
record PropertiesOpenAiConnectionDetails(String baseUrl, @Nullable String apiKey) implements OpenAiConnectionDetails {

	/**
	 * Create the details of a further connection; a placeholder without a value leaves a
	 * property blank, which counts as not set.
	 */
	static PropertiesOpenAiConnectionDetails of(ConnectionProperties properties) {
		String baseUrl = properties.getBaseUrl();
		String apiKey = properties.getApiKey();
		return new PropertiesOpenAiConnectionDetails((baseUrl != null) ? baseUrl : "",
				StringUtils.hasText(apiKey) ? apiKey.strip() : null);
	}

	@Override
	public String getBaseUrl() {
		return this.baseUrl;
	}

	@Override
	public @Nullable String getApiKey() {
		return this.apiKey;
	}

	/**
	 * Omits the key.
	 */
	@Override
	public String toString() {
		return "PropertiesOpenAiConnectionDetails[baseUrl=" + this.baseUrl + "]";
	}

}
