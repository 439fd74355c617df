package io.github.openairun;

/**
 * The server failed (500 and above).
 */
public class ServerErrorException extends ApiException {

	private static final long serialVersionUID = 1;

	public ServerErrorException(ApiError error) {
		super(error);
	}

}
