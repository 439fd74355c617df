package io.github.openairun;

import java.util.Locale;

import io.github.openairun.support.LogText;

/**
 * The pending call has been decided already, and the first decision is the only one.
 *
 * @since 0.1.0
 */
public class CallDecidedException extends RunException {

	private static final long serialVersionUID = 1;

	private final PendingCall call;

	private final CallDecision decision;

	/**
	 * Create an exception.
	 * @param call the call
	 * @param decision the decision that counts
	 */
	public CallDecidedException(PendingCall call, CallDecision decision) {
		super("The call of tool '" + LogText.of(call.tool()) + "' by run '" + LogText.of(call.runId())
				+ "' does not wait any more: it was " + decision.verdict().name().toLowerCase(Locale.ROOT) + " by '"
				+ LogText.of(decision.by()) + "' at " + decision.at(), null);
		this.call = call;
		this.decision = decision;
	}

	/**
	 * Return the call.
	 * @return the call
	 */
	public PendingCall call() {
		return this.call;
	}

	/**
	 * Return the decision that counts.
	 * @return the decision
	 */
	public CallDecision decision() {
		return this.decision;
	}

}
