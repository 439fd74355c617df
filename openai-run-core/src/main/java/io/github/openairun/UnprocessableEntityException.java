package io.github.openairun;

/**
 * The server understood the request and cannot do it (422).
 *
 * @since 0.1.0
 */
public class UnprocessableEntityException extends ApiException {

	private static final long serialVersionUID = 1;

	public UnprocessableEntityException(ApiError error) {
		super(error);
	}

}
