package io.github.openairun.tool;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import io.github.openairun.ToolOutcome;

/**
 * Says in JSON that a call was not answered as the model wished. The shape is ours and
 * not subject to the application's mapper.
 */
final class ErrorOutput {

	private ErrorOutput() {
	}

	/**
	 * Write an error.
	 * @param kind what went wrong
	 * @param message tells the model about it
	 * @param reference the id of the log entry, or {@code null} if there is none
	 * @return the text
	 */
	static String write(ToolOutcome kind, String message, @Nullable String reference) {
		ObjectNode root = JsonNodeFactory.instance.objectNode();
		ObjectNode error = root.putObject("error").put("kind", kind.text()).put("message", message);
		if (reference != null) {
			error.put("reference", reference);
		}
		return root.toString();
	}

}
