package io.github.openairun;

import org.jspecify.annotations.Nullable;

/**
 * What a {@link ToolApprovalPolicy} says about a call.
 *
 * @param action what to do
 * @param reason the reason: for the person who is asked, or for the model if the call is
 * denied; {@code null} for none
 * @since 0.1.0
 */
public record ApprovalAdvice(Action action, @Nullable String reason) {

	private static final ApprovalAdvice PROCEED = new ApprovalAdvice(Action.PROCEED, null);

	private static final ApprovalAdvice UNDECIDED = new ApprovalAdvice(Action.UNDECIDED, null);

	public ApprovalAdvice {
		Check.notNull(action, "action");
	}

	/**
	 * Call the handler, even if the tool requires an approval.
	 * @return the advice
	 */
	public static ApprovalAdvice proceed() {
		return PROCEED;
	}

	/**
	 * Ask somebody.
	 * @param reason why, for the person
	 * @return the advice
	 */
	public static ApprovalAdvice ask(String reason) {
		return new ApprovalAdvice(Action.ASK, Check.hasText(reason, "reason"));
	}

	/**
	 * Deny the call.
	 * @param reason why, for the model
	 * @return the advice
	 */
	public static ApprovalAdvice deny(String reason) {
		return new ApprovalAdvice(Action.DENY, Check.hasText(reason, "reason"));
	}

	/**
	 * Leave it to the policies behind this one, and in the end to what the tool and the
	 * assistant require.
	 * @return the advice
	 */
	public static ApprovalAdvice undecided() {
		return UNDECIDED;
	}

	/**
	 * What to do with a call.
	 */
	public enum Action {

		/** Call the handler. */
		PROCEED,

		/** Ask somebody. */
		ASK,

		/** Deny the call. */
		DENY,

		/** Leave it to others. */
		UNDECIDED

	}

}
