package io.github.openairun;

import java.io.Serializable;

import org.jspecify.annotations.Nullable;

import io.github.openairun.support.LogText;

/**
 * A call that a run in {@code requires_action} waits for: of a function of the
 * application, which gives its output, or of a tool that a remote server has, which waits
 * for its approval.
 *
 * @param id the id that the output or the approval must carry, unique among the pending
 * calls of the run; on wire {@code responses} the {@code call_id}, not the item's id. Of
 * several calls with one id on the server, the second has {@code #2} behind it
 * @param name the function's name as the model wrote it; it may name no known tool
 * @param arguments the arguments as the model wrote them: JSON text, possibly invalid
 * @param server the label of the remote server that has the tool and calls it once it is
 * approved, empty if it has no label; {@code null} if the application has the tool
 * @since 0.1.0
 */
public record ToolCall(String id, String name, String arguments, @Nullable String server) implements Serializable {

	public ToolCall {
		Check.hasText(id, "id");
		Check.notNull(name, "name");
		Check.notNull(arguments, "arguments");
	}

	/**
	 * Create a call of a function of the application.
	 * @param id the id that the output must carry
	 * @param name the function's name
	 * @param arguments the arguments as JSON text
	 */
	public ToolCall(String id, String name, String arguments) {
		this(id, name, arguments, null);
	}

	/**
	 * Return whether a remote server has the tool, so that the run waits for an approval
	 * and not for an output.
	 * @return whether {@link #server()} is set
	 */
	public boolean remote() {
		return this.server != null;
	}

	/**
	 * Leaves the arguments out: they are the user's data.
	 */
	@Override
	public String toString() {
		return "ToolCall[id=" + LogText.of(this.id) + ", name=" + LogText.of(this.name) + ", arguments="
				+ this.arguments.length() + " chars"
				+ ((this.server != null) ? ", server=" + LogText.of(this.server) : "") + "]";
	}

}
