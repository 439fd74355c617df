package io.github.openairun;

/**
 * The server does not have what the request is about (404).
 */
public class NotFoundException extends ApiException {

	private static final long serialVersionUID = 1;

	public NotFoundException(ApiError error) {
		super(error);
	}

	protected NotFoundException(ApiError error, String message) {
		super(error, message + ". If it was made with another API key, use that key: "
				+ "objects belong to the project of their key. (" + error.describe() + ")");
	}

}
