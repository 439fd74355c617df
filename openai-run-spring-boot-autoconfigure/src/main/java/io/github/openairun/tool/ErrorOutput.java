package io.github.openairun.tool;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Says in JSON that a call was not answered as the model wished. The shape is ours and
 * not subject to the application's mapper.
 */
enum ErrorOutput {

	/** The handler failed. */
	FAILED("failed"),

	/** The handler was not called: the arguments do not fit. */
	INVALID_ARGUMENTS("invalid_arguments"),

	/** There is no such tool, or it was not offered. */
	UNKNOWN_TOOL("unknown_tool"),

	/** The handler did not end, or not begin, in time. */
	TIMEOUT("timeout"),

	/** Who is logged in may not do this. */
	DENIED("denied"),

	/** The run has made too many calls. */
	LIMIT_EXCEEDED("limit_exceeded");

	private final String kind;

	ErrorOutput(String kind) {
		this.kind = kind;
	}

	/**
	 * Write an error.
	 * @param message tells the model what is wrong
	 * @param reference the id of the log entry, or {@code null} if there is none
	 * @return the text
	 */
	String write(String message, @Nullable String reference) {
		ObjectNode root = JsonNodeFactory.instance.objectNode();
		ObjectNode error = root.putObject("error").put("kind", this.kind).put("message", message);
		if (reference != null) {
			error.put("reference", reference);
		}
		return root.toString();
	}

}
