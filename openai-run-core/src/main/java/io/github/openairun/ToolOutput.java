package io.github.openairun;

import org.jspecify.annotations.Nullable;

import io.github.openairun.support.LogText;

/**
 * The output of exactly one {@link ToolCall}, or the decision about one whose tool a
 * remote server has.
 *
 * @param callId the id of the call
 * @param output the text that the model reads: plain text or JSON; of a decision the
 * reason, empty for none
 * @param approved whether the server may call its tool, or {@code null} if the
 * application has the tool
 * @since 0.1.0
 */
public record ToolOutput(String callId, String output, @Nullable Boolean approved) {

	public ToolOutput {
		Check.hasText(callId, "callId");
		Check.notNull(output, "output");
	}

	/**
	 * Create the output of a call of the application's own tool.
	 * @param callId the id of the call
	 * @param output the text that the model reads
	 */
	public ToolOutput(String callId, String output) {
		this(callId, output, null);
	}

	/**
	 * Let a remote server call its tool.
	 * @param callId the id of the call
	 * @return the decision
	 */
	public static ToolOutput approve(String callId) {
		return new ToolOutput(callId, "", true);
	}

	/**
	 * Do not let a remote server call its tool.
	 * @param callId the id of the call
	 * @param reason why, for the model; empty for no reason. Wire {@code assistants} does
	 * not transmit it
	 * @return the decision
	 */
	public static ToolOutput deny(String callId, String reason) {
		return new ToolOutput(callId, reason, false);
	}

	/**
	 * Leaves the text out: it is the user's data.
	 */
	@Override
	public String toString() {
		return "ToolOutput[callId=" + LogText.of(this.callId) + ", output=" + this.output.length() + " chars"
				+ ((this.approved != null) ? ", approved=" + this.approved : "") + "]";
	}

}
