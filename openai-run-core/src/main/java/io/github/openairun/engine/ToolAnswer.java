package io.github.openairun.engine;

import org.springframework.util.Assert;

import io.github.openairun.ToolCall;
import io.github.openairun.ToolOutcome;
import io.github.openairun.ToolOutput;
import io.github.openairun.support.LogText;

/**
 * A tool call with its output.
 *
 * @param call the call
 * @param output the text for the model
 * @param outcome how the output came about
 * @since 0.1.0
 */
public record ToolAnswer(ToolCall call, String output, ToolOutcome outcome) {

	public ToolAnswer {
		Assert.notNull(call, "'call' must not be null");
		Assert.notNull(output, "'output' must not be null");
		Assert.notNull(outcome, "'outcome' must not be null");
	}

	ToolOutput toolOutput() {
		return new ToolOutput(this.call.id(), this.output);
	}

	/**
	 * Leaves the output out: it is the user's data.
	 */
	@Override
	public String toString() {
		return "ToolAnswer[callId=" + LogText.of(this.call.id()) + ", outcome=" + this.outcome + "]";
	}

}
