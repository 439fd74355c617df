package io.github.openairun;

/**
 * The API key is not allowed to do this (403).
 *
 * @since 0.1.0
 */
public class PermissionDeniedException extends ApiException {

	private static final long serialVersionUID = 1;

	public PermissionDeniedException(ApiError error) {
		super(error);
	}

}
