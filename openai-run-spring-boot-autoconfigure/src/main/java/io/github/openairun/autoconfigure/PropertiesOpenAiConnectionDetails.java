package io.github.openairun.autoconfigure;

import org.jspecify.annotations.Nullable;

/**
 * Connection details from the properties.
 */
record PropertiesOpenAiConnectionDetails(String baseUrl, @Nullable String apiKey) implements OpenAiConnectionDetails {

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
