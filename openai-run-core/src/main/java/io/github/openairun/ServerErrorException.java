package io.github.openairun;

/**
 * The server failed (500 and above).
 */
public class ServerErrorException extends ApiException {

	public ServerErrorException(ApiError error) {
		super(error);
	}

}
