package io.github.openairun;

/**
 * The server failed (500 and above).
 *
 * @since 0.1.0
 */
public class ServerErrorException extends ApiException {

	private static final long serialVersionUID = 1;

	public ServerErrorException(ApiError error) {
		super(error);
	}

}
