package io.github.openairun.autoconfigure;

/**
 * OpenAI's own servers need an API key, and there is none.
 */
class MissingApiKeyException extends RuntimeException {

	private static final long serialVersionUID = 1;

	private final String property;

	/**
	 * Create an exception.
	 * @param baseUrl the base URL of the server
	 * @param property the name of the property that is not set
	 */
	MissingApiKeyException(String baseUrl, String property) {
		super("No API key for " + baseUrl);
		this.property = property;
	}

	String property() {
		return this.property;
	}

}
