package io.github.openairun.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import tools.jackson.databind.JsonNode;

/**
 * The body of a request in pieces. A long one is neither copied while it grows nor when
 * it is sent, so that it is in memory once.
 */
final class BodyBuffer extends OutputStream {

	private static final int SMALLEST = 1024;

	private static final int LARGEST = 16 * 1024;

	private static final byte[] NONE = new byte[0];

	private final List<byte[]> pieces = new ArrayList<>();

	/** The length of all pieces but the last. */
	private long length;

	private byte[] last = NONE;

	private int used;

	/**
	 * Return a body that consists of JSON.
	 */
	static BodyBuffer of(JsonNode json) {
		BodyBuffer body = new BodyBuffer();
		Json.mapper().writeValue(body, json);
		return body;
	}

	@Override
	public void write(int character) {
		if (this.used == this.last.length) {
			enlarge();
		}
		this.last[this.used++] = (byte) character;
	}

	@Override
	public void write(byte[] bytes, int offset, int length) {
		int from = offset;
		int left = length;
		while (left > 0) {
			if (this.used == this.last.length) {
				enlarge();
			}
			int count = Math.min(left, this.last.length - this.used);
			System.arraycopy(bytes, from, this.last, this.used, count);
			this.used += count;
			from += count;
			left -= count;
		}
	}

	private void enlarge() {
		seal();
		this.last = new byte[(int) Math.max(SMALLEST, Math.min(LARGEST, this.length))];
	}

	private void seal() {
		if (this.used > 0) {
			this.pieces.add((this.used == this.last.length) ? this.last : Arrays.copyOf(this.last, this.used));
			this.length += this.used;
		}
		this.last = NONE;
		this.used = 0;
	}

	long length() {
		return this.length + this.used;
	}

	/**
	 * Write the body. Another buffer shares its pieces.
	 */
	void writeTo(OutputStream out) throws IOException {
		seal();
		if (out instanceof BodyBuffer other) {
			other.seal();
			other.pieces.addAll(this.pieces);
			other.length += this.length;
			return;
		}
		for (byte[] piece : this.pieces) {
			out.write(piece);
		}
	}

	HttpRequest.BodyPublisher publisher() {
		seal();
		return (this.length == 0) ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers
			.fromPublisher(HttpRequest.BodyPublishers.ofByteArrays(this.pieces), this.length);
	}

}
