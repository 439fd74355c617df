package io.github.openairun;

/**
 * The server found the request wrong (400).
 *
 * @since 0.1.0
 */
public class BadRequestException extends ApiException {

	private static final long serialVersionUID = 1;

	public BadRequestException(ApiError error) {
		super(error);
	}

}
