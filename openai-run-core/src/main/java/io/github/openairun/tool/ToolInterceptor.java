package io.github.openairun.tool;

import io.github.openairun.ToolContext;

/**
 * Stands around the calls of handlers, for an audit or a cache; beans of this type do so
 * in their order, the first one outermost.
 * <p>
 * It is called on the handler's thread and within the handler's timeout, for each call of
 * a tool that the run was offered. What it throws is answered like what a handler throws.
 */
@FunctionalInterface
public interface ToolInterceptor {

	/**
	 * Answer a call.
	 * @param context the call and what surrounds it
	 * @param invocation goes on with the call
	 * @return the text for the model
	 * @throws Throwable to fail the call
	 */
	String intercept(ToolContext context, Invocation invocation) throws Throwable;

	/**
	 * The rest of the way to the handler.
	 */
	@FunctionalInterface
	interface Invocation {

		/**
		 * Bind the arguments, call the handler and convert its result.
		 * @return the text for the model
		 * @throws Throwable what the handler throws
		 */
		String proceed() throws Throwable;

	}

}
