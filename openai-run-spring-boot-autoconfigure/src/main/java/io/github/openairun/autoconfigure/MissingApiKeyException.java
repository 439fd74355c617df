package io.github.openairun.autoconfigure;

/**
 * OpenAI's own servers need an API key, and there is none.
 */
class MissingApiKeyException extends RuntimeException {

	private static final long serialVersionUID = 1;

	MissingApiKeyException(String baseUrl) {
		super("No API key for " + baseUrl);
	}

}
