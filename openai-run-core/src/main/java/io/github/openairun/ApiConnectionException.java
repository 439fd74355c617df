package io.github.openairun;

import org.jspecify.annotations.Nullable;

/**
 * The server could not be reached, or the connection broke.
 *
 * @since 0.1.0
 */
public class ApiConnectionException extends RunException {

	private static final long serialVersionUID = 1;

	private final boolean requestSent;

	/**
	 * Create an exception.
	 * @param endpoint method and path of the request
	 * @param requestSent whether the request may have reached the server
	 * @param cause what went wrong
	 */
	public ApiConnectionException(String endpoint, boolean requestSent, @Nullable Throwable cause) {
		super(endpoint + (requestSent ? " got no response: the connection broke or timed out"
				: " could not be sent: no connection to the server"), cause);
		this.requestSent = requestSent;
	}

	/**
	 * Create an exception that names the server.
	 * @param endpoint method and path of the request
	 * @param requestSent whether the request may have reached the server
	 * @param problem what went wrong, with host and port, as the rest of a sentence about
	 * the request
	 * @param cause what went wrong
	 */
	public ApiConnectionException(String endpoint, boolean requestSent, String problem, @Nullable Throwable cause) {
		super(endpoint + " " + problem, cause);
		this.requestSent = requestSent;
	}

	/**
	 * Return whether the request may have reached the server.
	 * @return {@code false} only if it certainly has not
	 */
	public boolean requestSent() {
		return this.requestSent;
	}

}
