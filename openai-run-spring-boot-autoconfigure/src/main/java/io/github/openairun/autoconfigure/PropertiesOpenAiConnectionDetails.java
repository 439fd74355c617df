package io.github.openairun.autoconfigure;

import org.jspecify.annotations.Nullable;

/**
 * The connection that the properties describe.
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
	 * Leaves the key out.
	 */
	@Override
	public String toString() {
		return "PropertiesOpenAiConnectionDetails[baseUrl=" + this.baseUrl + "]";
	}

}
