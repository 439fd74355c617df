package io.github.openairun;

import io.github.openairun.support.LogText;

/**
 * The output of exactly one {@link ToolCall}.
 *
 * @param callId the id of the call
 * @param output the text that the model reads: plain text or JSON
 * @since 0.1.0
 */
public record ToolOutput(String callId, String output) {

	public ToolOutput {
		Check.hasText(callId, "callId");
		Check.notNull(output, "output");
	}

	/**
	 * Leaves the text out: it is the user's data.
	 */
	@Override
	public String toString() {
		return "ToolOutput[callId=" + LogText.of(this.callId) + ", output=" + this.output.length() + " chars]";
	}

}
