package io.github.openairun.tool;

import org.jspecify.annotations.Nullable;

import io.github.openairun.Delivery;
import io.github.openairun.ToolCall;

/**
 * The call of a handler whose answer is recorded.
 */
final class RecordedHandler implements ToolCallRecorder.HandlerCall {

	private final HandlerWork work;

	private final Failures failures;

	private @Nullable ToolCallResult result;

	private @Nullable Throwable thrown;

	RecordedHandler(HandlerWork work, Failures failures) {
		this.work = work;
		this.failures = failures;
	}

	/**
	 * Call the handler and record the answer.
	 * @return the result that counts
	 * @throws Throwable if there is no answer
	 */
	ToolCallResult record(ToolCallRecorder recorder, ToolCall call, Delivery delivery) throws Throwable {
		ToolCallRecorder.Answer answer;
		try {
			answer = recorder.record(call, delivery, this);
		}
		catch (Throwable ex) {
			return unrecorded(ex);
		}
		ToolCallResult result = this.result;
		return (result != null && result.answer().equals(answer)) ? result
				: new ToolCallResult(answer.outcome(), answer.output(), null, null);
	}

	@Override
	public ToolCallRecorder.Answer call() throws Throwable {
		String text;
		try {
			text = this.work.call();
		}
		catch (Throwable ex) {
			return failed(ex);
		}
		return answer(ToolCallResult.success(text));
	}

	@Override
	public ToolCallRecorder.Answer failed(Throwable failure) throws Throwable {
		ToolCallResult error = this.failures.answer(failure);
		if (error == null || error.endsDrive()) {
			this.thrown = failure;
			this.result = error;
			throw failure;
		}
		return answer(error);
	}

	/** Return the decision to end the drive, which is no answer, or throw. */
	private ToolCallResult unrecorded(Throwable failure) throws Throwable {
		ToolCallResult result = this.result;
		if (failure == this.thrown && result != null) {
			return result;
		}
		throw (failure == this.thrown || !(failure instanceof RuntimeException exception)
				|| failure instanceof ToolRecordException) ? failure : new ToolRecordException(exception);
	}

	private ToolCallRecorder.Answer answer(ToolCallResult result) {
		this.result = result;
		return result.answer();
	}

	/**
	 * Calls the handler and converts its result.
	 */
	@FunctionalInterface
	interface HandlerWork {

		String call() throws Throwable;

	}

	/**
	 * Maps failures of handlers to results.
	 */
	@FunctionalInterface
	interface Failures {

		/**
		 * Return the result of a call whose handler has failed.
		 * @param thrown the failure
		 * @return the result, or {@code null} if the call has another one, because its
		 * time is over
		 */
		@Nullable ToolCallResult answer(Throwable thrown);

	}

}
