package io.github.openairun.support;

import java.util.Collection;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Cuts and cleans names, ids and texts from outside before they are logged or put into a
 * message, so that nobody outside chooses the size of a log line or adds lines to the
 * log.
 *
 * @since 0.1.0
 */
public final class LogText {

	private static final int MAX_LENGTH = 128;

	private static final int MAX_TEXTS = 10;

	private LogText() {
	}

	/**
	 * Return a text as it may be logged.
	 * @param text the text from outside, or {@code null}
	 * @return at most 128 characters of it on one line, with the full length where it was
	 * cut
	 */
	public static String of(@Nullable String text) {
		return of(text, MAX_LENGTH);
	}

	/**
	 * Return a text as it may be logged.
	 * @param text the text from outside, or {@code null}
	 * @param maxLength the number of characters that are kept
	 * @return the text on one line, with the full length where it was cut
	 */
	public static String of(@Nullable String text, int maxLength) {
		if (text == null) {
			return "null";
		}
		if (text.length() <= maxLength && text.chars().noneMatch(LogText::isUnsafe)) {
			return text;
		}
		int end = Math.min(text.length(), maxLength);
		if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
			end--;
		}
		StringBuilder clean = new StringBuilder(end + 32);
		text.chars().limit(end).forEach((character) -> clean.append(isUnsafe(character) ? '?' : (char) character));
		return (end < text.length()) ? clean.append("… (").append(text.length()).append(" characters)").toString()
				: clean.toString();
	}

	/**
	 * Return names or ids as they may be logged.
	 * @param texts the texts from outside
	 * @return at most 10 of them on one line, with their number if there are more
	 */
	public static String list(Collection<String> texts) {
		String shown = texts.stream().limit(MAX_TEXTS).map(LogText::of).collect(Collectors.joining(", "));
		return (texts.size() > MAX_TEXTS) ? "[" + shown + ", … (" + texts.size() + " in all)]" : "[" + shown + "]";
	}

	/** Control characters, line separators, and what changes the direction of text. */
	private static boolean isUnsafe(int character) {
		int type = Character.getType(character);
		return type == Character.CONTROL || type == Character.FORMAT || type == Character.LINE_SEPARATOR
				|| type == Character.PARAGRAPH_SEPARATOR;
	}

}
