package io.github.openairun.tool;

import io.github.openairun.ToolCall;
import io.github.openairun.ToolHandlerException;

/**
 * Decides what follows when a handler fails.
 * <p>
 * Without one, the model gets the message of a {@link ToolHandlerException}, and a
 * neutral text for everything else.
 */
@FunctionalInterface
public interface ToolErrorHandler {

	/**
	 * Decide what follows from a failure.
	 * @param call the call that failed
	 * @param error what the handler threw, without the wrappers of reflection and proxies
	 * @return the decision
	 */
	ToolErrorDecision decide(ToolCall call, Throwable error);

}
