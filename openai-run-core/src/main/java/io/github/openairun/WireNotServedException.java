package io.github.openairun;

/**
 * The server at the base URL does not support the protocol of the wire in use.
 *
 * @since 0.1.0
 */
public class WireNotServedException extends ApiException {

	private static final long serialVersionUID = 1;

	private final String wire;

	private final String remedy;

	/**
	 * Create an exception.
	 * @param error what the server said
	 * @param wire the wire in use
	 * @param remedy what to set instead, as a sentence
	 */
	public WireNotServedException(ApiError error, String wire, String remedy) {
		super(error, "The base URL does not serve wire '" + wire + "'. " + remedy + " (" + error.describe() + ")");
		this.wire = wire;
		this.remedy = remedy;
	}

	/**
	 * Return the wire in use.
	 * @return the wire's name
	 */
	public String wire() {
		return this.wire;
	}

	/**
	 * Return what to do about it.
	 * @return a sentence
	 */
	public String remedy() {
		return this.remedy;
	}

}
