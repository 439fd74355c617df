package io.github.openairun.wire;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Collects the texts of messages from the deltas of a stream. Some servers end a delta
 * between the two halves of a character: such a delta is held back until the next one
 * completes it.
 *
 * @since 0.1.0
 */
public final class TextDeltas {

	private final Map<String, Text> texts = new LinkedHashMap<>();

	/**
	 * Append a delta.
	 * @param messageId the message that it belongs to
	 * @param delta the delta
	 * @return the text to pass on, which begins and ends with whole characters; empty if
	 * the delta is held back
	 */
	public String add(String messageId, String delta) {
		Text text = this.texts.computeIfAbsent(messageId, (id) -> new Text());
		text.all.append(delta);
		if (text.all.isEmpty() || Character.isHighSurrogate(text.all.charAt(text.all.length() - 1))) {
			return "";
		}
		String whole = text.all.substring(text.passed);
		text.passed = text.all.length();
		return whole;
	}

	/**
	 * Remove a message that is complete.
	 * @param messageId the message
	 * @return its text as far as there were deltas, possibly empty
	 */
	public String complete(String messageId) {
		Text text = this.texts.remove(messageId);
		return (text != null) ? text.all.toString() : "";
	}

	/**
	 * Return the texts of the messages that are not complete.
	 * @return the texts by the ids of the messages
	 */
	public Map<String, String> open() {
		Map<String, String> open = new LinkedHashMap<>();
		this.texts.forEach((id, text) -> open.put(id, text.all.toString()));
		return open;
	}

	private static final class Text {

		private final StringBuilder all = new StringBuilder();

		private int passed;

	}

}
