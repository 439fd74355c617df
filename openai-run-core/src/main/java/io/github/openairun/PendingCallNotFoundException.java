package io.github.openairun;

/**
 * There is no pending call with this id, or no deferred output with this token.
 *
 * @since 0.1.0
 */
public class PendingCallNotFoundException extends RunException {

	private static final long serialVersionUID = 1;

	/**
	 * Create an exception. It does not repeat what was asked for, which may be a secret.
	 */
	public PendingCallNotFoundException() {
		super("There is no such pending call: the id or token is wrong, belongs to another context, or is not kept "
				+ "any more", null);
	}

}
