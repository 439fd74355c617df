package io.github.openairun;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What was said and done on a thread, in order, to be shown again: messages, and calls of
 * tools with their outputs.
 *
 * <pre class="code">
 * for (Transcript.Entry entry : threads.transcript(threadId).entries()) {
 * 	if (entry instanceof Transcript.Said said) {
 * 		show(said.message().role(), said.message().text());
 * 	}
 * 	else if (entry instanceof Transcript.Called called) {
 * 		show(called.call().name(), called.open() ? "waits" : "done");
 * 	}
 * }
 * </pre>
 *
 * @param entries the entries, oldest first
 * @param complete whether they are all; {@code false} if the thread has more than can be
 * read, so that the oldest ones are missing
 * @since 0.1.0
 */
public record Transcript(List<Entry> entries, boolean complete) {

	public Transcript {
		entries = List.copyOf(entries);
	}

	/**
	 * An entry of a transcript.
	 */
	public sealed interface Entry {

	}

	/**
	 * A message.
	 *
	 * @param message the message
	 */
	public record Said(Message message) implements Entry {

		public Said {
			Check.notNull(message, "message");
		}

	}

	/**
	 * A call of a tool.
	 *
	 * @param call the call, with its output if it has one
	 * @param runId the id of the run that made it, or {@code null} if the wire does not
	 * report it
	 * @param open whether the call waits for its output, for example for the approval of
	 * a person
	 */
	public record Called(RunStep.Call call, @Nullable String runId, boolean open) implements Entry {

		public Called {
			Check.notNull(call, "call");
		}

	}

}
