package io.github.openairun.tool;

import org.jspecify.annotations.Nullable;

/**
 * How a call ended.
 *
 * @param text what the model is told
 * @param decision what is asked of the run besides, or {@code null} for nothing
 * @param error why, or {@code null} if the call did not fail
 */
record Outcome(String text, @Nullable ToolErrorDecision decision, @Nullable Throwable error) {

	static Outcome of(String text) {
		return new Outcome(text, null, null);
	}

}
