package io.github.openairun;

/**
 * The server found the request wrong (400).
 */
public class BadRequestException extends ApiException {

	public BadRequestException(ApiError error) {
		super(error);
	}

}
