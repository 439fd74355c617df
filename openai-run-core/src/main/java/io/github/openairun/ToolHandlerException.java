package io.github.openairun;

import org.jspecify.annotations.Nullable;

/**
 * What a {@link ToolHandler} method throws to tell the model why a call failed.
 * <p>
 * Its message is sent to the model as it is. Of any other exception the model learns only
 * that the call failed.
 */
public class ToolHandlerException extends RuntimeException {

	private static final long serialVersionUID = 1;

	/**
	 * Create an exception.
	 * @param message the text for the model
	 */
	public ToolHandlerException(String message) {
		this(message, null);
	}

	/**
	 * Create an exception.
	 * @param message the text for the model
	 * @param cause what went wrong; it is logged and never sent
	 */
	public ToolHandlerException(String message, @Nullable Throwable cause) {
		super(Check.hasText(message, "message"), cause);
	}

}
