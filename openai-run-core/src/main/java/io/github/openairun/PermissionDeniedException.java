package io.github.openairun;

/**
 * The API key is not allowed to do this (403).
 */
public class PermissionDeniedException extends ApiException {

	public PermissionDeniedException(ApiError error) {
		super(error);
	}

}
