package io.github.openairun;

/**
 * The server does not accept the API key (401).
 *
 * @since 0.1.0
 */
public class AuthenticationException extends ApiException {

	private static final long serialVersionUID = 1;

	public AuthenticationException(ApiError error) {
		super(error);
	}

}
