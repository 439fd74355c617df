package io.github.openairun.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;

import org.jspecify.annotations.Nullable;

/**
 * Splits a stream of bytes into events (WHATWG HTML, Server-sent events, Parsing an event
 * stream), as the bytes arrive. Lines end in CR, LF or both; comments and fields other
 * than {@code event} and {@code data} are ignored.
 */
final class EventParser {

	private static final byte[] BOM = { (byte) 0xef, (byte) 0xbb, (byte) 0xbf };

	private static final byte[] EVENT = "event".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] DATA = "data".getBytes(StandardCharsets.US_ASCII);

	private final int maxSize;

	private final Queue<byte[]> chunks = new ArrayDeque<>();

	private byte[] chunk = new byte[0];

	private int position;

	private final Bytes line = new Bytes();

	private final Bytes data = new Bytes();

	private boolean hasData;

	private String name = "";

	private boolean afterReturn;

	private boolean begun;

	/**
	 * Create a parser.
	 * @param maxSize how many bytes an event may have
	 */
	EventParser(int maxSize) {
		this.maxSize = maxSize;
	}

	/**
	 * Add more bytes.
	 */
	void feed(byte[] chunk) {
		this.chunks.add(chunk);
	}

	/**
	 * Return the next event.
	 * @return the event, or {@code null} if it is not complete yet
	 * @throws EventTooLargeException if it has too many bytes
	 */
	@Nullable RawEvent next() {
		while (hasBytes()) {
			if (this.afterReturn && this.chunk[this.position] == '\n') {
				this.position++;
				this.afterReturn = false;
				continue;
			}
			this.afterReturn = false;
			int end = endOfLine();
			boolean ended = end < this.chunk.length;
			RawEvent event = null;
			if (!ended || this.line.length > 0) {
				check(end - this.position);
				this.line.append(this.chunk, this.position, end);
				event = ended ? line(this.line.array, 0, this.line.length) : null;
				if (ended) {
					this.line.clear();
				}
			}
			else {
				event = line(this.chunk, this.position, end);
			}
			this.afterReturn = ended && this.chunk[end] == '\r';
			this.position = ended ? end + 1 : end;
			if (event != null) {
				return event;
			}
		}
		return null;
	}

	private boolean hasBytes() {
		while (this.position >= this.chunk.length) {
			byte[] next = this.chunks.poll();
			if (next == null) {
				return false;
			}
			this.chunk = next;
			this.position = 0;
		}
		return true;
	}

	/**
	 * Return the event that the end of the stream leaves without its empty line.
	 * @return the event, or {@code null} if nothing is left; a line that has not ended
	 * may be cut and does not count
	 */
	@Nullable RawEvent end() {
		this.line.clear();
		return dispatch();
	}

	private int endOfLine() {
		for (int i = this.position; i < this.chunk.length; i++) {
			if (this.chunk[i] == '\n' || this.chunk[i] == '\r') {
				return i;
			}
		}
		return this.chunk.length;
	}

	private void check(int more) {
		if ((long) this.line.length + this.data.length + more > this.maxSize) {
			throw new EventTooLargeException(this.maxSize);
		}
	}

	private @Nullable RawEvent line(byte[] bytes, int start, int end) {
		int from = start;
		if (!this.begun) {
			this.begun = true;
			from = startsWith(bytes, from, end, BOM) ? from + BOM.length : from;
		}
		if (from == end) {
			return dispatch();
		}
		int colon = from;
		while (colon < end && bytes[colon] != ':') {
			colon++;
		}
		int value = Math.min(colon + 1, end);
		if (value < end && bytes[value] == ' ') {
			value++;
		}
		if (isField(bytes, from, colon, DATA)) {
			check(end - value);
			if (this.hasData) {
				this.data.append((byte) '\n');
			}
			this.data.append(bytes, value, end);
			this.hasData = true;
		}
		else if (isField(bytes, from, colon, EVENT)) {
			this.name = new String(bytes, value, end - value, StandardCharsets.UTF_8);
		}
		return null;
	}

	private static boolean isField(byte[] bytes, int from, int to, byte[] name) {
		return Arrays.equals(bytes, from, to, name, 0, name.length);
	}

	private static boolean startsWith(byte[] bytes, int from, int to, byte[] prefix) {
		return to - from >= prefix.length && Arrays.equals(bytes, from, from + prefix.length, prefix, 0, prefix.length);
	}

	private @Nullable RawEvent dispatch() {
		boolean empty = !this.hasData && this.name.isEmpty();
		RawEvent event = empty ? null : new RawEvent(this.name, this.data.copy());
		this.name = "";
		this.data.clear();
		this.hasData = false;
		return event;
	}

	/**
	 * Name and data of an event.
	 */
	static final class RawEvent {

		private final String name;

		private final byte[] data;

		RawEvent(String name, byte[] data) {
			this.name = name;
			this.data = data;
		}

		String name() {
			return this.name;
		}

		byte[] data() {
			return this.data;
		}

	}

	/**
	 * An event has more bytes than allowed.
	 */
	static final class EventTooLargeException extends RuntimeException {

		private static final long serialVersionUID = 1;

		EventTooLargeException(int maxSize) {
			super("an event of the stream has more than " + maxSize + " bytes");
		}

	}

	private static final class Bytes {

		private static final int KEPT = 64 * 1024;

		private byte[] array = new byte[256];

		private int length;

		void append(byte[] bytes, int from, int to) {
			ensure(to - from);
			System.arraycopy(bytes, from, this.array, this.length, to - from);
			this.length += to - from;
		}

		void append(byte value) {
			ensure(1);
			this.array[this.length++] = value;
		}

		private void ensure(int more) {
			if (this.length + more > this.array.length) {
				this.array = Arrays.copyOf(this.array, Math.max(this.length + more, 2 * this.array.length));
			}
		}

		void clear() {
			this.length = 0;
			if (this.array.length > KEPT) {
				this.array = new byte[256];
			}
		}

		byte[] copy() {
			return Arrays.copyOf(this.array, this.length);
		}

	}

}
