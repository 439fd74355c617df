package io.github.openairun.benchmarks.engine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

/**
 * One client's connection: as much of HTTP/1.1 as clients of runs need.
 */
final class ServerConnection {

	private final SocketChannel channel;

	private final SelectionKey key;

	private final BiConsumer<Request, ServerConnection> server;

	private byte[] received = new byte[0];

	private @Nullable ByteBuffer unsent;

	ServerConnection(SocketChannel channel, SelectionKey key, BiConsumer<Request, ServerConnection> server) {
		this.channel = channel;
		this.key = key;
		this.server = server;
	}

	void ready(ByteBuffer buffer) {
		try {
			if (this.key.isReadable()) {
				buffer.clear();
				if (this.channel.read(buffer) < 0) {
					this.channel.close();
					return;
				}
				buffer.flip();
				int length = this.received.length;
				this.received = Arrays.copyOf(this.received, length + buffer.remaining());
				buffer.get(this.received, length, buffer.remaining());
				for (Request request = next(); request != null; request = next()) {
					this.server.accept(request, this);
				}
			}
			if (this.key.isValid() && this.key.isWritable()) {
				flush();
			}
		}
		catch (IOException ex) {
			close();
		}
	}

	private @Nullable Request next() {
		String text = new String(this.received, StandardCharsets.ISO_8859_1);
		int head = text.indexOf("\r\n\r\n");
		if (head < 0) {
			return null;
		}
		String headers = text.substring(0, head).toLowerCase(Locale.ROOT);
		int body = head + 4;
		int field = headers.indexOf("\r\ncontent-length:");
		int end = body;
		if (field >= 0) {
			int line = headers.indexOf('\r', field + 2);
			end += Integer.parseInt(headers.substring(field + 17, (line < 0) ? headers.length() : line).strip());
		}
		else if (headers.contains("\r\ntransfer-encoding:")) {
			return nextInChunks(text, body);
		}
		if (this.received.length < end) {
			return null;
		}
		return taken(text, text.substring(body, end), end);
	}

	private @Nullable Request nextInChunks(String text, int body) {
		StringBuilder content = new StringBuilder();
		int end = body;
		while (true) {
			int line = text.indexOf("\r\n", end);
			if (line < 0) {
				return null;
			}
			int size = Integer.parseInt(text.substring(end, line), 16);
			end = line + 2 + size + 2;
			if (text.length() < end) {
				return null;
			}
			if (size == 0) {
				return taken(text, content.toString(), end);
			}
			content.append(text, line + 2, end - 2);
		}
	}

	private Request taken(String text, String body, int end) {
		String[] words = text.substring(0, text.indexOf('\r')).split(" ");
		this.received = Arrays.copyOfRange(this.received, end, this.received.length);
		return new Request(words[0], words[1], body);
	}

	/** Answer with JSON. */
	void answer(int status, String headers, String json) {
		byte[] body = json.getBytes(StandardCharsets.UTF_8);
		send("HTTP/1.1 " + status + " Status\r\ncontent-type: application/json\r\n" + headers + "content-length: "
				+ body.length + "\r\n\r\n", body);
	}

	/** Begin a stream. */
	void stream() {
		send("HTTP/1.1 200 Status\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n",
				new byte[0]);
	}

	/** Push events, each in a chunk of its own. */
	void push(boolean last, String... events) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		for (String event : events) {
			chunk(bytes, event.getBytes(StandardCharsets.UTF_8));
		}
		if (last) {
			chunk(bytes, new byte[0]);
		}
		send("", bytes.toByteArray());
	}

	private static void chunk(ByteArrayOutputStream bytes, byte[] content) {
		bytes.writeBytes((Integer.toHexString(content.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
		bytes.writeBytes(content);
		bytes.writeBytes(new byte[] { '\r', '\n' });
	}

	private void send(String head, byte[] body) {
		byte[] start = head.getBytes(StandardCharsets.US_ASCII);
		int left = (this.unsent != null) ? this.unsent.remaining() : 0;
		ByteBuffer all = ByteBuffer.allocate(left + start.length + body.length);
		if (this.unsent != null) {
			all.put(this.unsent);
		}
		this.unsent = all.put(start).put(body).flip();
		try {
			flush();
		}
		catch (IOException ex) {
			close();
		}
	}

	private void flush() throws IOException {
		if (this.unsent != null && this.channel.isOpen()) {
			this.channel.write(this.unsent);
			boolean done = !this.unsent.hasRemaining();
			this.unsent = done ? null : this.unsent;
			this.key.interestOps(done ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE);
		}
	}

	private void close() {
		try {
			this.channel.close();
		}
		catch (IOException ex) {
			ex.printStackTrace();
		}
	}

	/**
	 * A request.
	 */
	record Request(String method, String path, String body) {
	}

}
