package io.github.openairun.tool;

import org.jspecify.annotations.Nullable;

import io.github.openairun.ToolCall;
import io.github.openairun.ToolHandlerException;

/**
 * Decides what the model is told when a handler fails.
 * <p>
 * Without one, the model gets the message of a {@link ToolHandlerException}, and a
 * neutral text for everything else.
 */
@FunctionalInterface
public interface ToolErrorHandler {

	/**
	 * Return the text for the model.
	 * @param call the call that failed
	 * @param error what the handler threw, without the wrappers of reflection and proxies
	 * @return the text, or {@code null} to leave it to the default
	 */
	@Nullable String message(ToolCall call, Throwable error);

}
