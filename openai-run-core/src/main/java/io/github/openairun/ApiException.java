package io.github.openairun;

import org.jspecify.annotations.Nullable;

/**
 * An error response of the server; there is a subclass for each common HTTP status.
 *
 * @since 0.1.0
 */
public class ApiException extends RunException {

	private static final long serialVersionUID = 1;

	private final ApiError error;

	/**
	 * Create an exception for a status that has no subclass.
	 * @param error what the server said
	 */
	public ApiException(ApiError error) {
		this(error, error.describe());
	}

	protected ApiException(ApiError error, String message) {
		super(message, null);
		this.error = error;
	}

	/**
	 * Return everything that the server said.
	 * @return the error
	 */
	public ApiError error() {
		return this.error;
	}

	public int status() {
		return this.error.status();
	}

	public @Nullable String type() {
		return this.error.type();
	}

	public @Nullable String code() {
		return this.error.code();
	}

	public @Nullable String param() {
		return this.error.param();
	}

	/**
	 * Return the server's id of the request, for its support.
	 * @return the id, or {@code null}
	 */
	public @Nullable String requestId() {
		return this.error.requestId();
	}

}
