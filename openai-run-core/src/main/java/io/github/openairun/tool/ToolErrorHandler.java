package io.github.openairun.tool;

import io.github.openairun.ToolContext;
import io.github.openairun.ToolHandlerException;

/**
 * Decides how a run continues after a handler has failed.
 * <p>
 * Without one, the model receives the message of a {@link ToolHandlerException}, and a
 * neutral text for everything else.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ToolErrorHandler {

	/**
	 * Decide how the run continues.
	 * @param context the call that failed, and its run
	 * @param error the exception of the handler, without the wrappers of reflection and
	 * proxies, or a {@link ToolResultException} if the handler returned and its result
	 * could not be converted
	 * @return the decision
	 */
	ToolErrorDecision decide(ToolContext context, Throwable error);

}
