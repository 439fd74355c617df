package io.github.openairun.autoconfigure;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.github.openairun.engine.RunApprovals;

/**
 * Properties of tool calls that wait for persons or other systems.
 *
 * @since 0.1.0
 */
public class ApprovalProperties {

	/**
	 * How long a call may wait. As long as its run if not set.
	 */
	private @Nullable Duration timeout;

	/**
	 * What happens when a call has waited too long: 'deny' sends the model an error,
	 * 'cancel' cancels the run.
	 */
	private RunApprovals.OnExpiry onExpiry = RunApprovals.OnExpiry.DENY;

	/**
	 * Which calls of a round are held back while others wait for an approval: only those
	 * that must not be executed concurrently with others ('ready'), or 'all'.
	 */
	private RunApprovals.Round round = RunApprovals.Round.READY;

	public @Nullable Duration getTimeout() {
		return this.timeout;
	}

	public void setTimeout(@Nullable Duration timeout) {
		this.timeout = timeout;
	}

	public RunApprovals.OnExpiry getOnExpiry() {
		return this.onExpiry;
	}

	public void setOnExpiry(RunApprovals.OnExpiry onExpiry) {
		this.onExpiry = onExpiry;
	}

	public RunApprovals.Round getRound() {
		return this.round;
	}

	public void setRound(RunApprovals.Round round) {
		this.round = round;
	}

	RunApprovals.Rules rules() {
		return new RunApprovals.Rules(this.timeout, this.onExpiry, this.round);
	}

	void checkRanges() {
		if (this.timeout != null) {
			PropertyRange.under("openai.run.approval").positive("timeout", this.timeout);
		}
	}

}
