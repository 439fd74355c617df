package io.github.openairun.engine;

import org.springframework.util.Assert;

import io.github.openairun.ToolCall;
import io.github.openairun.ToolOutcome;
import io.github.openairun.ToolOutput;
import io.github.openairun.support.LogText;

/**
 * A tool call with its output. The answer to a {@linkplain ToolCall#remote() remote} call
 * is a decision: the server may call its tool if the outcome is
 * {@link ToolOutcome#SUCCESS}, and the output is the reason.
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

	/**
	 * Return what is submitted.
	 * @param pending the call as the run waits for it
	 */
	ToolOutput toolOutput(ToolCall pending) {
		return new ToolOutput(pending.id(), this.output,
				pending.remote() ? (Boolean) (this.outcome == ToolOutcome.SUCCESS) : null);
	}

	/** Return whether this is the answer to a call; the server is not recorded. */
	boolean answers(ToolCall pending) {
		return this.call.id().equals(pending.id()) && this.call.name().equals(pending.name())
				&& this.call.arguments().equals(pending.arguments());
	}

	/**
	 * Leaves the output out: it is the user's data.
	 */
	@Override
	public String toString() {
		return "ToolAnswer[callId=" + LogText.of(this.call.id()) + ", outcome=" + this.outcome + "]";
	}

}
