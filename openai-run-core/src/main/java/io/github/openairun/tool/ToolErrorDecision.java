package io.github.openairun.tool;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

/**
 * The decision of a {@link ToolErrorHandler} on how a run continues after a failure.
 *
 * @since 0.1.0
 */
public final class ToolErrorDecision {

	private static final ToolErrorDecision DEFAULTS = new ToolErrorDecision(Action.TELL_MODEL, null);

	private static final ToolErrorDecision CANCEL = new ToolErrorDecision(Action.CANCEL, null);

	private static final ToolErrorDecision FAIL = new ToolErrorDecision(Action.FAIL, null);

	private final Action action;

	private final @Nullable String text;

	private ToolErrorDecision(Action action, @Nullable String text) {
		this.action = action;
		this.text = text;
	}

	/**
	 * Apply the default: the model receives the message of a
	 * {@link io.github.openairun.ToolHandlerException}, and a neutral text for everything
	 * else.
	 * @return the decision
	 */
	public static ToolErrorDecision defaults() {
		return DEFAULTS;
	}

	/**
	 * Send the model a text about the failure, and continue the run.
	 * @param text the text for the model
	 * @return the decision
	 */
	public static ToolErrorDecision tell(String text) {
		Assert.hasText(text, "'text' must not be empty");
		return new ToolErrorDecision(Action.TELL_MODEL, text);
	}

	/**
	 * Cancel the run once the other calls of the round have ended, and throw
	 * {@link io.github.openairun.ToolCallFailedException}.
	 * @return the decision
	 */
	public static ToolErrorDecision cancelRun() {
		return CANCEL;
	}

	/**
	 * Stop executing the run once the other calls of the round have ended, and throw
	 * {@link io.github.openairun.ToolCallFailedException}. The run keeps waiting at the
	 * server: it can be resumed or cancelled, or you submit its outputs.
	 * @return the decision
	 */
	public static ToolErrorDecision fail() {
		return FAIL;
	}

	Action action() {
		return this.action;
	}

	@Nullable String text() {
		return this.text;
	}

	enum Action {

		TELL_MODEL, CANCEL, FAIL

	}

}
