package io.github.openairun.test.simulator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Reads the requests of one connection from the bytes that arrive. RFC 9112.
 */
final class RequestReader {

	private byte[] bytes = new byte[4096];

	private int size;

	/** How far the bytes have been read. */
	private int position;

	private @Nullable Head head;

	private final ByteArrayOutputStream body = new ByteArrayOutputStream();

	void append(ByteBuffer more) {
		int count = more.remaining();
		if (this.size + count > this.bytes.length) {
			byte[] larger = new byte[Math.max(2 * this.bytes.length, this.size + count)];
			System.arraycopy(this.bytes, 0, larger, 0, this.size);
			this.bytes = larger;
		}
		more.get(this.bytes, this.size, count);
		this.size += count;
	}

	/**
	 * Returns whether a client waits for leave to send its body. It is asked once for
	 * each head.
	 */
	boolean takeExpectation() throws IOException {
		Head current = head();
		if (current == null || !current.expects()) {
			return false;
		}
		this.head = new Head(current.method(), current.target(), current.headers(), false);
		return true;
	}

	/**
	 * Returns the next request, or {@code null} if it has not arrived as a whole.
	 * @throws IOException if what has arrived is no request
	 */
	@Nullable ApiRequest next() throws IOException {
		Head current = head();
		if (current == null || !(current.isChunked() ? readChunks() : readBody(current.length()))) {
			return null;
		}
		String[] target = current.target().split("\\?", 2);
		ApiRequest request = new ApiRequest(current.method(),
				URLDecoder.decode(target[0].replace("+", "%2B"), StandardCharsets.UTF_8),
				query((target.length > 1) ? target[1] : ""), current.headers(),
				this.body.toString(StandardCharsets.UTF_8));
		this.head = null;
		this.body.reset();
		System.arraycopy(this.bytes, this.position, this.bytes, 0, this.size - this.position);
		this.size -= this.position;
		this.position = 0;
		return request;
	}

	private @Nullable Head head() throws IOException {
		if (this.head != null) {
			return this.head;
		}
		List<String> lines = new ArrayList<>();
		int from = this.position;
		String line = line(from);
		while (line != null && !line.isEmpty()) {
			lines.add(line);
			from += line.length() + 2;
			line = line(from);
		}
		if (line == null || lines.isEmpty()) {
			return null;
		}
		this.position = from + 2;
		this.head = Head.of(lines);
		return this.head;
	}

	private boolean readBody(int length) {
		if (this.size - this.position < length) {
			return false;
		}
		this.body.write(this.bytes, this.position, length);
		this.position += length;
		return true;
	}

	private boolean readChunks() throws IOException {
		while (true) {
			String line = line(this.position);
			if (line == null) {
				return false;
			}
			int length;
			try {
				length = Integer.parseInt(line.split(";")[0].strip(), 16);
			}
			catch (NumberFormatException ex) {
				throw new IOException("Not the size of a chunk: " + line, ex);
			}
			int start = this.position + line.length() + 2;
			if (this.size < start + length + 2) {
				return false;
			}
			this.body.write(this.bytes, start, length);
			this.position = start + length + 2;
			if (length == 0) {
				return true;
			}
		}
	}

	private @Nullable String line(int from) {
		for (int i = from; i + 1 < this.size; i++) {
			if (this.bytes[i] == '\r' && this.bytes[i + 1] == '\n') {
				return new String(this.bytes, from, i - from, StandardCharsets.ISO_8859_1);
			}
		}
		return null;
	}

	private static Map<String, String> query(String query) {
		Map<String, String> parameters = new LinkedHashMap<>();
		for (String pair : query.split("&")) {
			int separator = pair.indexOf('=');
			String name = (separator < 0) ? pair : pair.substring(0, separator);
			String value = (separator < 0) ? "" : pair.substring(separator + 1);
			if (!name.isEmpty()) {
				parameters.put(URLDecoder.decode(name, StandardCharsets.UTF_8),
						URLDecoder.decode(value, StandardCharsets.UTF_8));
			}
		}
		return parameters;
	}

	/**
	 * What comes before a body; the names of the headers are in lower case.
	 */
	private record Head(String method, String target, Map<String, List<String>> headers, boolean expects) {

		static Head of(List<String> lines) throws IOException {
			String[] first = lines.get(0).split(" ");
			if (first.length != 3) {
				throw new IOException("Not a request: " + lines.get(0));
			}
			Map<String, List<String>> headers = new LinkedHashMap<>();
			for (String line : lines.subList(1, lines.size())) {
				int colon = line.indexOf(':');
				String name = line.substring(0, Math.max(0, colon)).toLowerCase(Locale.ROOT);
				headers.computeIfAbsent(name, (key) -> new ArrayList<>()).add(line.substring(colon + 1).strip());
			}
			return new Head(first[0], first[1], headers, headers.containsKey("expect"));
		}

		boolean isChunked() {
			return this.headers.getOrDefault("transfer-encoding", List.of()).contains("chunked");
		}

		int length() throws IOException {
			try {
				return Integer.parseInt(this.headers.getOrDefault("content-length", List.of("0")).get(0));
			}
			catch (NumberFormatException ex) {
				throw new IOException("Not a length", ex);
			}
		}

	}

}
