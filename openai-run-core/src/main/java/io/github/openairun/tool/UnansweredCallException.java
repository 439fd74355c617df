package io.github.openairun.tool;

/**
 * A handler has failed, and the application has decided that the drive ends: there is no
 * answer to record.
 */
final class UnansweredCallException extends RuntimeException {

	private static final long serialVersionUID = 1;

	private final transient ToolCallResult result;

	UnansweredCallException(ToolCallResult result) {
		super("The failure of a handler ends the drive", result.error());
		this.result = result;
	}

	/** Return the result with the decision. */
	ToolCallResult result() {
		return this.result;
	}

}
