package io.github.openairun;

import java.io.Serializable;

/**
 * A call that waited, with the decision about it.
 *
 * @param call the call as the model made it
 * @param decision the decision that counts
 * @since 0.1.0
 */
public record DecidedCall(PendingCall call, CallDecision decision) implements Serializable {

	public DecidedCall {
		Check.notNull(call, "call");
		Check.notNull(decision, "decision");
	}

}
