package io.github.openairun.tool;

import io.github.openairun.Delivery;
import io.github.openairun.ToolCall;

/**
 * Records the calls of one round: that a call has begun before its handler works, and its
 * output as soon as it exists. Called on the threads of the handlers, for several calls
 * at a time.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ToolCallRecorder {

	/** Records nothing. */
	ToolCallRecorder NONE = (call, delivery, handler) -> handler.call();

	/**
	 * Let a handler answer a call, and record it.
	 * @param call the call
	 * @param delivery what happens to the call if the process dies meanwhile
	 * @param handler binds and validates the arguments, calls the handler and converts
	 * its result
	 * @return the output of the handler, once it is recorded
	 * @throws ToolRecordException if the call cannot be recorded, which ends the drive
	 * @throws Throwable the exception of the handler, for which the model receives an
	 * error. Its output is not recorded here
	 */
	String record(ToolCall call, Delivery delivery, HandlerCall handler) throws Throwable;

	/**
	 * The call of a handler.
	 */
	@FunctionalInterface
	interface HandlerCall {

		/**
		 * Call the handler.
		 * @return the output
		 * @throws Throwable the exception of the handler
		 */
		String call() throws Throwable;

	}

}
