package io.github.openairun.web;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The server-sent events that wait for a browser. Consecutive pieces of text are joined
 * to one event.
 */
final class EventBuffer {

	/** A browser that loses the connection would otherwise ask for a second run. */
	private static final String NO_RECONNECT = "retry:86400000\n\n";

	private static final String HEARTBEAT = ":\n\n";

	/** Not the application's mapper, which might rename or indent. */
	private static final JsonMapper JSON = new JsonMapper();

	private final int maxSize;

	private StringBuilder ready = new StringBuilder(NO_RECONNECT);

	private final StringBuilder text = new StringBuilder();

	private @Nullable String messageId;

	private boolean closed;

	/**
	 * Create a buffer.
	 * @param maxSize how many characters may wait. An event finds room in an empty buffer
	 * however long it is
	 */
	EventBuffer(int maxSize) {
		this.maxSize = maxSize;
	}

	/**
	 * Add a piece of a message.
	 * @return whether there was room for it, or nothing is taken any more
	 */
	synchronized boolean addText(String messageId, String text) {
		if (this.closed) {
			return true;
		}
		if (isFull(text.length())) {
			return false;
		}
		if (!messageId.equals(this.messageId)) {
			endText();
			this.messageId = messageId;
		}
		this.text.append(text);
		return true;
	}

	/**
	 * Add an event.
	 * @return whether there was room for it, or nothing is taken any more
	 */
	synchronized boolean add(String name, Map<String, Object> fields) {
		if (this.closed) {
			return true;
		}
		String event = encode(name, fields);
		if (isFull(event.length())) {
			return false;
		}
		endText();
		this.ready.append(event);
		return true;
	}

	/**
	 * Add the last event, for which there is always room.
	 * @return whether it was the first last one
	 */
	synchronized boolean addLast(String name, Map<String, Object> fields) {
		if (this.closed) {
			return false;
		}
		endText();
		this.ready.append(encode(name, fields));
		this.closed = true;
		return true;
	}

	synchronized void addHeartbeat() {
		if (!this.closed && isEmpty()) {
			this.ready.append(HEARTBEAT);
		}
	}

	/** Discard the waiting events. */
	synchronized void clear() {
		this.ready = new StringBuilder();
		this.text.setLength(0);
		this.messageId = null;
	}

	/** Discard the waiting events and accept no others. */
	synchronized void close() {
		clear();
		this.closed = true;
	}

	synchronized boolean isEmpty() {
		return this.ready.isEmpty() && this.text.isEmpty();
	}

	synchronized boolean isClosed() {
		return this.closed;
	}

	/**
	 * Remove and return all waiting events.
	 * @return whole events, possibly none
	 */
	synchronized String take() {
		endText();
		String events = this.ready.toString();
		this.ready = new StringBuilder();
		return events;
	}

	private boolean isFull(int more) {
		return !isEmpty() && this.ready.length() + this.text.length() + more > this.maxSize;
	}

	private void endText() {
		if (this.messageId != null) {
			Map<String, Object> fields = new LinkedHashMap<>();
			fields.put("message", this.messageId);
			fields.put("text", this.text.toString());
			this.ready.append(encode("text", fields));
			this.text.setLength(0);
			this.messageId = null;
		}
	}

	private static String encode(String name, Map<String, Object> fields) {
		return "event:" + name + "\ndata:" + JSON.writeValueAsString(fields) + "\n\n";
	}

}
