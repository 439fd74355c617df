package io.github.openairun.web;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

import io.github.openairun.Message;
import io.github.openairun.Run;

/**
 * Passes the text of messages on, whether the run is streamed or polled: what no delta
 * has contained follows when the message is complete.
 */
final class TextListener extends WaitListener {

	private final Consumer<String> texts;

	/** The text of each message so far, by id. */
	private final Map<String, StringBuilder> messages = new HashMap<>();

	TextListener(Consumer<String> texts) {
		this.texts = texts;
	}

	@Override
	public void textDelta(Run run, String messageId, String text) {
		this.messages.computeIfAbsent(messageId, (id) -> new StringBuilder()).append(text);
		this.texts.accept(text);
	}

	@Override
	public void messageCompleted(Run run, Message message) {
		StringBuilder streamed = (message.id() != null) ? this.messages.remove(message.id()) : null;
		String before = (streamed != null) ? streamed.toString() : "";
		String text = message.text();
		if (text.length() > before.length() && text.startsWith(before)) {
			this.texts.accept(text.substring(before.length()));
		}
	}

}
