package io.github.openairun;

import org.jspecify.annotations.Nullable;

import io.github.openairun.support.LogText;

/**
 * The server returned a response that cannot be read.
 *
 * @since 0.1.0
 */
public class InvalidResponseException extends RunException {

	private static final long serialVersionUID = 1;

	private final String endpoint;

	private final @Nullable String requestId;

	/**
	 * Create an exception.
	 * @param endpoint method and path of the request
	 * @param requestId the server's id of the request, or {@code null}
	 * @param problem what is wrong with the response, without its content
	 * @param cause the cause, or {@code null}
	 */
	public InvalidResponseException(String endpoint, @Nullable String requestId, String problem,
			@Nullable Throwable cause) {
		super(endpoint + " returned a response that cannot be read"
				+ ((requestId != null) ? " (request id '" + LogText.of(requestId) + "')" : "") + ": " + problem, cause);
		this.endpoint = endpoint;
		this.requestId = requestId;
	}

	/**
	 * Return method and path of the request.
	 * @return the endpoint
	 */
	public String endpoint() {
		return this.endpoint;
	}

	/**
	 * Return the server's id of the request.
	 * @return the id, or {@code null}
	 */
	public @Nullable String requestId() {
		return this.requestId;
	}

}
