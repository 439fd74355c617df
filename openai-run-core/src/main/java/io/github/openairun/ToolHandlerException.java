package io.github.openairun;

import org.jspecify.annotations.Nullable;

/**
 * An exception whose message a {@link ToolHandler} method sends to the model.
 * <p>
 * The message is sent to the model as it is. For any other exception the model only
 * learns that the call failed.
 *
 * @since 0.1.0
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
