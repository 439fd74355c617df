package io.github.openairun.tool;

import org.jspecify.annotations.Nullable;

import io.github.openairun.ToolOutcome;

/**
 * The result of a call.
 *
 * @param outcome how the call ended
 * @param text the text for the model
 * @param decision the decision of the {@link ToolErrorHandler}, or {@code null} if it was
 * not asked
 * @param error the error of a failed call, or {@code null}
 */
record ToolCallResult(ToolOutcome outcome, String text, @Nullable ToolErrorDecision decision,
		@Nullable Throwable error) {

	static ToolCallResult success(String text) {
		return new ToolCallResult(ToolOutcome.SUCCESS, text, null, null);
	}

	/** Return whether the application has decided that the drive ends. */
	boolean endsDrive() {
		return this.decision != null && this.error != null
				&& this.decision.action() != ToolErrorDecision.Action.TELL_MODEL;
	}

	/** Return what is recorded. */
	ToolCallRecorder.Answer answer() {
		return new ToolCallRecorder.Answer(this.text, this.outcome);
	}

}
