package io.github.openairun;

import java.io.Serializable;

import io.github.openairun.support.LogText;

/**
 * A function call that a run in {@code requires_action} requests.
 *
 * @param id the id that the output must carry, unique among the pending calls of the run;
 * on wire {@code responses} the {@code call_id}, not the item's id. Of several calls with
 * one id on the server, the second has {@code #2} behind it
 * @param name the function's name as the model wrote it; it may name no known tool
 * @param arguments the arguments as the model wrote them: JSON text, possibly invalid
 * @since 0.1.0
 */
public record ToolCall(String id, String name, String arguments) implements Serializable {

	public ToolCall {
		Check.hasText(id, "id");
		Check.notNull(name, "name");
		Check.notNull(arguments, "arguments");
	}

	/**
	 * Leaves the arguments out: they are the user's data.
	 */
	@Override
	public String toString() {
		return "ToolCall[id=" + LogText.of(this.id) + ", name=" + LogText.of(this.name) + ", arguments="
				+ this.arguments.length() + " chars]";
	}

}
