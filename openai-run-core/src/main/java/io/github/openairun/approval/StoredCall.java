package io.github.openairun.approval;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.github.openairun.CallDecision;
import io.github.openairun.DecidedCall;
import io.github.openairun.PendingCall;

/**
 * A call as an {@link ApprovalStore} keeps it.
 *
 * @param call the call
 * @param round which of the run's requests for outputs made the call: a text that is
 * unique within the run, because servers use the id of a call again in a later round
 * @param decision the decision, or {@code null} while the call waits
 * @since 0.1.0
 */
public record StoredCall(PendingCall call, String round, @Nullable CallDecision decision) {

	public StoredCall {
		Assert.notNull(call, "'call' must not be null");
		Assert.hasText(round, "'round' must not be empty");
	}

	/**
	 * Create a call that waits.
	 * @param call the call
	 * @param round the round of the call
	 */
	public StoredCall(PendingCall call, String round) {
		this(call, round, null);
	}

	/**
	 * Return this call with a decision.
	 * @param decision the decision
	 * @return the call
	 */
	public StoredCall decided(CallDecision decision) {
		return new StoredCall(this.call, this.round, decision);
	}

	/**
	 * Return whether the call waits.
	 * @return whether there is no decision
	 */
	public boolean isWaiting() {
		return this.decision == null;
	}

	/**
	 * Return whether the run has stopped waiting without a decision, so that the same
	 * call may wait again.
	 * @return whether the call was withdrawn
	 */
	public boolean isWithdrawn() {
		CallDecision decision = this.decision;
		return decision != null && decision.verdict() == CallDecision.Verdict.WITHDRAWN;
	}

	/**
	 * Return the call with its decision.
	 * @return the decided call
	 * @throws IllegalStateException if the call waits
	 */
	public DecidedCall toDecidedCall() {
		CallDecision decision = this.decision;
		Assert.state(decision != null, "The call waits");
		return new DecidedCall(this.call, decision);
	}

}
