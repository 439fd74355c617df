package io.github.openairun;

import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * An ended run whose reply is converted to a Java value.
 *
 * @param <T> the type of the value
 * @since 0.1.0
 */
public final class TypedRunResult<T> {

	private final RunResult result;

	private final Function<String, T> reader;

	/**
	 * Create a result whose value is converted on each access.
	 * @param result the result with the reply's text
	 * @param reader converts the text to the value; an exception becomes the cause of a
	 * {@link StructuredOutputException}
	 */
	public TypedRunResult(RunResult result, Function<String, T> reader) {
		this.result = Check.notNull(result, "result");
		this.reader = Check.notNull(reader, "reader");
	}

	/**
	 * Return the reply as a value: the newest message that has text.
	 * @return the value
	 * @throws RunNotCompletedException if the run did not complete
	 * @throws StructuredOutputException if the model refused, wrote nothing, or wrote
	 * something that is not such a value
	 */
	public T value() {
		if (run().status() != RunStatus.COMPLETED) {
			throw new RunNotCompletedException(run());
		}
		if (refusal() != null) {
			throw new StructuredOutputException(run(), "the model refused to answer", null);
		}
		List<String> texts = messages().stream().map(Message::text).filter((text) -> !text.isBlank()).toList();
		if (texts.isEmpty()) {
			throw new StructuredOutputException(run(), "the model wrote no text", null);
		}
		try {
			return this.reader.apply(texts.get(texts.size() - 1));
		}
		catch (RuntimeException ex) {
			throw new StructuredOutputException(run(), "the reply cannot be read as the requested type", ex);
		}
	}

	public Run run() {
		return this.result.run();
	}

	public List<Message> messages() {
		return this.result.messages();
	}

	/**
	 * Return the reply as text.
	 * @return the reply
	 * @throws RunNotCompletedException if the run did not complete
	 */
	public String text() {
		return this.result.text();
	}

	/**
	 * Return the model's refusal to answer.
	 * @return the refusal, or {@code null} if there is none
	 */
	public @Nullable String refusal() {
		return this.result.refusal();
	}

	/**
	 * Return the tokens that the run used.
	 * @return the usage, or {@code null} if the server did not report it
	 */
	public @Nullable RunUsage usage() {
		return this.result.usage();
	}

}
