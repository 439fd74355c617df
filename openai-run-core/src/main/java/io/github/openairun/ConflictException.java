package io.github.openairun;

/**
 * The request contradicts what is going on at the server (409).
 *
 * @since 0.1.0
 */
public class ConflictException extends ApiException {

	private static final long serialVersionUID = 1;

	public ConflictException(ApiError error) {
		super(error);
	}

}
