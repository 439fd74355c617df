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

}
