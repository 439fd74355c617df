package io.github.openairun.tool;

import io.github.openairun.ToolCall;
import io.github.openairun.ToolOutcome;
import io.github.openairun.ToolOutput;

/**
 * Receives each output of a {@link ToolBatch} as soon as it and those before it exist.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ToolOutputListener {

	/** Ignores all outputs. */
	ToolOutputListener NONE = (call, output, outcome) -> {
	};

	/**
	 * Receive the output of a call or the error that replaces it. Called on any thread,
	 * one call after the other, in the order of the calls.
	 * @param call the call
	 * @param output the output
	 * @param outcome how the call ended
	 */
	void outputAvailable(ToolCall call, ToolOutput output, ToolOutcome outcome);

}
