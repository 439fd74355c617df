package io.github.openairun.tool;

import org.springframework.util.Assert;

import io.github.openairun.Delivery;
import io.github.openairun.ToolCall;
import io.github.openairun.ToolOutcome;

/**
 * Records the calls of one round: that a call has begun before its handler works, and its
 * answer as soon as it exists. Called on the threads of the handlers, for several calls
 * at a time.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ToolCallRecorder {

	/** Records nothing. */
	ToolCallRecorder NONE = (call, delivery, handler) -> handler.call();

	/**
	 * Let a handler answer a call, and record the answer.
	 * @param call the call
	 * @param delivery what happens to the call if the process dies meanwhile
	 * @param handler calls the handler
	 * @return the answer that counts, once it is recorded: that of the handler, unless
	 * the call has a recorded one
	 * @throws ToolRecordException if the call cannot be recorded, which ends the drive
	 * @throws Throwable if there is no answer, what the handler has thrown
	 */
	Answer record(ToolCall call, Delivery delivery, HandlerCall handler) throws Throwable;

	/**
	 * Receive the answer of a call without one of its handler, because its time is over
	 * or no handler is called. Called on any thread, that of the timeouts included, which
	 * must not be blocked.
	 * @param call the call
	 * @param answer the answer
	 */
	default void answered(ToolCall call, Answer answer) {
	}

	/**
	 * The call of a handler.
	 */
	interface HandlerCall {

		/**
		 * Bind and validate the arguments, call the handler and convert its result.
		 * @return the answer, which is an error if the arguments are not valid, the
		 * handler has thrown an exception, or its result cannot be converted
		 * @throws Throwable if there is no answer: the drive ends, or the time of the
		 * call is over
		 */
		Answer call() throws Throwable;

		/**
		 * Return the answer in place of that of the handler, after its work was undone.
		 * @param failure why, such as the failed commit of a transaction
		 * @return the error for the model
		 * @throws Throwable if there is no answer
		 */
		Answer failed(Throwable failure) throws Throwable;

	}

	/**
	 * The answer to a call.
	 *
	 * @param output the text for the model
	 * @param outcome how the call ended
	 */
	record Answer(String output, ToolOutcome outcome) {

		public Answer {
			Assert.notNull(output, "'output' must not be null");
			Assert.notNull(outcome, "'outcome' must not be null");
		}

		/**
		 * Return whether the handler has returned, so that its effects are to last.
		 * @return {@code false} if it was not called or has thrown an exception
		 */
		public boolean hasTakenEffect() {
			return this.outcome == ToolOutcome.SUCCESS || this.outcome == ToolOutcome.RESULT_UNAVAILABLE;
		}

		/**
		 * Leaves the output out: it is the user's data.
		 */
		@Override
		public String toString() {
			return "Answer[outcome=" + this.outcome + "]";
		}

	}

}
