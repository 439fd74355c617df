package io.github.openairun.tool;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;

import org.jspecify.annotations.Nullable;

import io.github.openairun.ToolCall;

/**
 * One call on its way: it is answered once, by its handler or by whoever gives it up
 * first.
 */
final class CallTask {

	private final ToolCall call;

	private final CompletableFuture<Outcome> answer = new CompletableFuture<>();

	private @Nullable Thread thread;

	private @Nullable String abandonedAs;

	CallTask(ToolCall call) {
		this.call = call;
	}

	ToolCall call() {
		return this.call;
	}

	/** Completed with the answer, or with an error that nothing survives. */
	CompletableFuture<Outcome> answer() {
		return this.answer;
	}

	/**
	 * Take the call over by the current thread.
	 * @return whether it is still to be made
	 */
	synchronized boolean begin() {
		if (this.answer.isDone()) {
			return false;
		}
		this.thread = Thread.currentThread();
		return true;
	}

	/**
	 * Answer the call by the thread that took it over. From here on nobody interrupts
	 * that thread on its behalf.
	 * @return whether the answer counts; not if the call was given up
	 */
	synchronized boolean end(Outcome outcome) {
		release();
		return this.answer.complete(outcome);
	}

	synchronized void fail(Throwable error) {
		release();
		this.answer.completeExceptionally(error);
	}

	private void release() {
		this.thread = null;
		// One call's interrupt must not hit the next one of the thread.
		Thread.interrupted();
	}

	/** Answer a call that nobody has taken over. */
	void answer(Outcome outcome) {
		this.answer.complete(outcome);
	}

	/**
	 * Answer the call in its handler's place, and interrupt the handler.
	 * @param reference by what the log knows it
	 * @param outcome makes the answer, out of whether the handler has begun, and where it
	 * is
	 * @return whether there was no answer yet
	 */
	synchronized boolean abandon(String reference, BiFunction<Boolean, TimeoutException, Outcome> outcome) {
		if (this.answer.isDone()) {
			return false;
		}
		this.abandonedAs = reference;
		Thread handler = this.thread;
		TimeoutException place = new TimeoutException();
		place.setStackTrace((handler != null) ? handler.getStackTrace() : new StackTraceElement[0]);
		this.answer.complete(outcome.apply(handler != null, place));
		if (handler != null) {
			handler.interrupt();
		}
		return true;
	}

	/** Return by what the log knows it if it was given up, otherwise {@code null}. */
	synchronized @Nullable String abandonedAs() {
		return this.abandonedAs;
	}

}
