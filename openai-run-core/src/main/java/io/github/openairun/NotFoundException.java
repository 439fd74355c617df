package io.github.openairun;

/**
 * The server does not have what the request is about (404).
 *
 * @since 0.1.0
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

	/**
	 * Create an exception for something that the application keeps, which belongs to no
	 * key.
	 * @param message what does not exist
	 * @param store the name of the store that does not have it
	 */
	protected NotFoundException(String message, String store) {
		super(new ApiError(404, store, message, null, null, null, null, null), message + " in " + store);
	}

}
