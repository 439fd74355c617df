package io.github.openairun.tool;

import io.github.openairun.ToolContext;

/**
 * Intercepts the calls of handlers, for an audit or a cache. Beans of this type are
 * applied in their order, the first one outermost.
 * <p>
 * It is called on the handler's thread and within the handler's timeout, for each call of
 * a tool that the run may call. Its exceptions are handled like those of a handler.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ToolInterceptor {

	/**
	 * Execute a call.
	 * @param context the context of the call
	 * @param invocation continues the call
	 * @return the text for the model
	 * @throws Throwable to fail the call
	 */
	String intercept(ToolContext context, Invocation invocation) throws Throwable;

	/**
	 * The remaining interceptors and the handler.
	 */
	@FunctionalInterface
	interface Invocation {

		/**
		 * Bind the arguments, call the handler and convert its result.
		 * @return the text for the model
		 * @throws Throwable the exception of the handler
		 */
		String proceed() throws Throwable;

	}

}
