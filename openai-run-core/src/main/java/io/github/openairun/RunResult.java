package io.github.openairun;

import java.io.Serializable;
import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * An ended run with the messages that it wrote.
 *
 * <pre class="code">
 * RunResult result = runs.execute("support", "Where is order 17?");
 * if (result.run().status() == RunStatus.COMPLETED) {
 * 	show(result.text());
 * }
 * </pre>
 *
 * @param run the ended run, with any terminal status
 * @param messages the messages that the run wrote, oldest first
 * @since 0.1.0
 */
public record RunResult(Run run, List<Message> messages) implements Serializable {

	public RunResult {
		Check.notNull(run, "run");
		messages = List.copyOf(messages);
	}

	/**
	 * Return the run's reply: the text of its messages, oldest first, messages separated
	 * by a line break.
	 * @return the reply, empty if the model wrote no text
	 * @throws RunNotCompletedException if the run did not complete
	 */
	public String text() {
		if (this.run.status() != RunStatus.COMPLETED) {
			throw new RunNotCompletedException(this.run);
		}
		return this.messages.stream()
			.map(Message::text)
			.filter((text) -> !text.isEmpty())
			.collect(Collectors.joining("\n"));
	}

	/**
	 * Return the model's refusal to answer, which is not part of the text.
	 * @return the refusal, or {@code null} if there is none
	 */
	public @Nullable String refusal() {
		for (Message message : this.messages) {
			String refusal = message.refusal();
			if (refusal != null) {
				return refusal;
			}
		}
		return null;
	}

	/**
	 * Return the tokens that the run used.
	 * @return the usage, or {@code null} if the server did not report it
	 */
	public @Nullable RunUsage usage() {
		return this.run.usage();
	}

}
