package io.github.openairun.tool;

/**
 * A handler returned, but its result could not be converted into a text for the model.
 * The call took effect. The cause is the failure of the {@link ToolResultConverter}.
 *
 * @since 0.1.0
 */
public final class ToolResultException extends RuntimeException {

	private static final long serialVersionUID = 1;

	ToolResultException(String message, Throwable cause) {
		super(message, cause);
	}

}
