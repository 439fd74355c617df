package io.github.openairun;

/**
 * The base URL does not serve the protocol of the wire in use at all.
 */
public class WireNotServedException extends ApiException {

	/**
	 * Create an exception.
	 * @param error what the server said
	 * @param wire the wire in use
	 * @param remedy what to set instead, as a sentence
	 */
	public WireNotServedException(ApiError error, String wire, String remedy) {
		super(error, "The base URL does not serve wire '" + wire + "'. " + remedy + " (" + error.describe() + ")");
	}

}
