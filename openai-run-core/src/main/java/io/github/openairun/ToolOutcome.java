package io.github.openairun;

/**
 * How the output of a tool call came about.
 *
 * @since 0.1.0
 */
public enum ToolOutcome {

	/** The handler returned. */
	SUCCESS("success"),

	/** The handler failed. */
	FAILED("failed"),

	/** The handler took effect, but its result could not be converted into a text. */
	RESULT_UNAVAILABLE("result_unavailable"),

	/** The handler did not end, or not begin, in time. */
	TIMEOUT("timeout"),

	/** Who is logged in may not do this. */
	DENIED("denied"),

	/** The handler was not called: the arguments do not fit. */
	INVALID_ARGUMENTS("invalid_arguments"),

	/** There is no such tool, or the run may not call it. */
	UNKNOWN_TOOL("unknown_tool"),

	/** The run has made too many calls. */
	LIMIT_EXCEEDED("limit_exceeded"),

	/** The process died while the handler was at work. */
	INTERRUPTED("interrupted");

	private final String text;

	ToolOutcome(String text) {
		this.text = text;
	}

	/**
	 * Return the outcome as the model reads it in {@code {"error":{"kind":…}}}.
	 * @return the text
	 */
	public String text() {
		return this.text;
	}

}
