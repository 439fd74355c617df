package io.github.openairun.wire.stateless;

import java.util.Locale;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import io.github.openairun.RunError;

/**
 * Recognizes that a thread is longer than the model can read, and says what helps.
 */
final class ContextLength {

	/** Servers have many words for it, and few have a code. */
	private static final Pattern TOO_LONG = Pattern
		.compile("context.{0,3}(length|window|size)|maximum context|too many (input )?tokens|prompt is too long");

	private static final String REMEDY = "The thread is longer than the model can read: set "
			+ "'openai.run.thread-window.max-input-tokens' or 'openai.run.thread-window.max-items'";

	private ContextLength() {
	}

	/** Return whether an error of a server means it. */
	static boolean isExceeded(@Nullable String code, String message) {
		return "context_length_exceeded".equals(code) || TOO_LONG.matcher(message.toLowerCase(Locale.ROOT)).find();
	}

	/** Return the words of a server with the properties that help. */
	static String explain(String message) {
		String stripped = message.strip();
		return (stripped.isEmpty() ? "" : stripped + (stripped.matches("(?s).*[.!?]") ? " " : ". ")) + REMEDY;
	}

	/** Return the error of a run with the properties that help, if it means it. */
	static RunError explain(RunError error) {
		boolean explained = error.message().contains(REMEDY);
		return (isExceeded(error.code(), error.message()) && !explained)
				? new RunError(error.code(), explain(error.message())) : error;
	}

}
