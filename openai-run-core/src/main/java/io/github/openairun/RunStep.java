package io.github.openairun;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One step that a run has taken: a message it wrote, or the tools it called together.
 *
 * @param id the step's id; wire {@code responses} has none and one is derived from the
 * response
 * @param runId the run
 * @param threadId the thread
 * @param type {@code message_creation}, {@code tool_calls}, or another that the server
 * names
 * @param status the server's word for where the step stands
 * @param messageId the message that was written, or {@code null}
 * @param toolCalls the calls that were made, in order
 * @param createdAt when the step began, or {@code null} where the wire does not tell
 * @param completedAt when the step ended, or {@code null}
 * @param lastError why the step failed, or {@code null}
 * @param usage the tokens of this step, or {@code null} where the wire does not tell
 */
public record RunStep(String id, String runId, String threadId, String type, String status, @Nullable String messageId,
		List<Call> toolCalls, @Nullable Instant createdAt, @Nullable Instant completedAt, @Nullable RunError lastError,
		@Nullable RunUsage usage) {

	/** The type of a step in which a message was written. */
	public static final String MESSAGE_CREATION = "message_creation";

	/** The type of a step in which tools were called. */
	public static final String TOOL_CALLS = "tool_calls";

	public RunStep {
		toolCalls = List.copyOf(toolCalls);
	}

	/**
	 * A tool call of a step, of a function or of a tool of the server's.
	 *
	 * @param id the call's id
	 * @param type {@code function}, {@code file_search}, {@code code_interpreter}, or
	 * another that the server names
	 * @param name the function's name, {@code null} for other types
	 * @param arguments the function's arguments as JSON text, {@code null} for other
	 * types
	 * @param output the output that was submitted, {@code null} if there is none or the
	 * wire does not tell
	 */
	public record Call(String id, String type, @Nullable String name, @Nullable String arguments,
			@Nullable String output) {

		/**
		 * Leaves arguments and output out: they are the user's data.
		 */
		@Override
		public String toString() {
			return "Call[id=" + this.id + ", type=" + this.type + ", name=" + this.name + "]";
		}

	}

}
