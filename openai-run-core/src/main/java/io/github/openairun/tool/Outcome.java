package io.github.openairun.tool;

import org.jspecify.annotations.Nullable;

import io.github.openairun.ToolOutcome;

/**
 * How a call ended.
 *
 * @param kind how it was answered
 * @param text what the model is told
 * @param decision what is asked of the run besides, or {@code null} for nothing
 * @param error why, or {@code null} if the call did not fail
 */
record Outcome(ToolOutcome kind, String text, @Nullable ToolErrorDecision decision, @Nullable Throwable error) {

	static Outcome success(String text) {
		return new Outcome(ToolOutcome.SUCCESS, text, null, null);
	}

	/**
	 * Create an answer in a handler's place.
	 * @param kind what went wrong
	 * @param message tells the model about it
	 * @param reference the id of the log entry, or {@code null} if there is none
	 */
	static Outcome error(ToolOutcome kind, String message, @Nullable String reference) {
		return new Outcome(kind, ErrorOutput.write(kind, message, reference), null, null);
	}

}
