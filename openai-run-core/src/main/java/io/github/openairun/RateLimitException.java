package io.github.openairun;

/**
 * The server has had too many requests or the quota is used up (429).
 *
 * @since 0.1.0
 */
public class RateLimitException extends ApiException {

	private static final long serialVersionUID = 1;

	public RateLimitException(ApiError error) {
		super(error);
	}

}
