package io.github.openairun.test.simulator;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;

/**
 * One client's connection. All but {@link #wake()} happens on the host's thread.
 */
final class HttpConnection {

	private static final byte[] LINE = { '\r', '\n' };

	private final HttpHost host;

	private final SocketChannel channel;

	private final SelectionKey key;

	private final RequestReader reader = new RequestReader();

	private final Deque<ByteBuffer> unsent = new ArrayDeque<>();

	private final AtomicBoolean woken = new AtomicBoolean();

	private boolean answering;

	private boolean closeWhenSent;

	private @Nullable StreamedBody stream;

	private @Nullable Future<?> alarm;

	HttpConnection(HttpHost host, SocketChannel channel, SelectionKey key) {
		this.host = host;
		this.channel = channel;
		this.key = key;
	}

	/**
	 * Reads or writes, as the channel is ready to.
	 */
	void ready(ByteBuffer buffer) {
		try {
			if (this.key.isReadable()) {
				buffer.clear();
				if (this.channel.read(buffer) < 0) {
					leave();
					return;
				}
				this.reader.append(buffer.flip());
				serve();
			}
			if (this.key.isValid() && this.key.isWritable()) {
				send();
				pump();
			}
		}
		catch (IOException | RuntimeException ex) {
			leave();
		}
	}

	/**
	 * The client has left, or the host is closing.
	 */
	void leave() {
		StreamedBody left = this.stream;
		this.stream = null;
		if (left != null) {
			left.left();
		}
		close();
	}

	private void serve() throws IOException {
		while (!this.answering && this.channel.isOpen()) {
			if (this.reader.takeExpectation()) {
				write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
			}
			ApiRequest request = this.reader.next();
			if (request == null) {
				return;
			}
			this.answering = true;
			this.host.begun();
			ApiAnswer answer = this.host.answer(request);
			this.stream = answer.stream();
			Duration delay = answer.delivery().delay();
			if (delay.isZero()) {
				answer(answer);
			}
			else {
				this.alarm = this.host.after(delay, () -> attempt(() -> answer(answer)));
			}
		}
	}

	private void answer(ApiAnswer answer) throws IOException {
		switch (answer.delivery().kind()) {
			case SILENT -> {
				// Until the client leaves or the host closes.
			}
			case RESET -> reset();
			default -> {
				if (this.stream != null) {
					write(head(answer, "transfer-encoding: chunked"));
					this.stream.onChange(this::wake);
					pump();
				}
				else {
					byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
					boolean truncated = answer.delivery().kind() == Transmission.Kind.TRUNCATED;
					this.closeWhenSent = truncated;
					write(head(answer, "content-length: " + body.length),
							truncated ? Arrays.copyOf(body, body.length / 2) : body);
					finish();
				}
			}
		}
	}

	/**
	 * Asks the stream for more, unless the client is slow to read what there is.
	 */
	private void pump() throws IOException {
		while (this.stream != null && this.unsent.isEmpty()) {
			StreamedBody.Signal signal = this.stream.next();
			if (signal instanceof StreamedBody.Signal.Write write) {
				byte[] text = write.text().getBytes(StandardCharsets.UTF_8);
				write((Integer.toHexString(text.length) + "\r\n").getBytes(StandardCharsets.US_ASCII), text, LINE);
			}
			else if (signal instanceof StreamedBody.Signal.Later wait) {
				cancelAlarm();
				this.alarm = this.host.after(wait.time(), () -> attempt(this::pump));
				return;
			}
			else if (signal instanceof StreamedBody.Signal.Silence) {
				return;
			}
			else {
				this.stream = null;
				this.closeWhenSent = signal instanceof StreamedBody.Signal.Break;
				if (!this.closeWhenSent) {
					write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
				}
				finish();
			}
		}
	}

	private void wake() {
		if (this.woken.compareAndSet(false, true)) {
			this.host.execute(() -> {
				this.woken.set(false);
				attempt(this::pump);
			});
		}
	}

	private void attempt(Action action) {
		try {
			if (this.channel.isOpen()) {
				action.run();
			}
		}
		catch (IOException | RuntimeException ex) {
			leave();
		}
	}

	private void finish() throws IOException {
		end();
		if (this.closeWhenSent && this.unsent.isEmpty()) {
			close();
		}
		serve();
	}

	private void write(byte[]... parts) throws IOException {
		for (byte[] part : parts) {
			this.unsent.add(ByteBuffer.wrap(part));
		}
		send();
	}

	private void send() throws IOException {
		while (!this.unsent.isEmpty()) {
			this.channel.write(this.unsent.toArray(ByteBuffer[]::new));
			this.unsent.removeIf((buffer) -> !buffer.hasRemaining());
			if (!this.unsent.isEmpty()) {
				this.key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
				return;
			}
		}
		this.key.interestOps(SelectionKey.OP_READ);
		if (this.closeWhenSent && !this.answering) {
			close();
		}
	}

	/**
	 * Closes the connection so that the client sees it reset, not ended.
	 */
	private void reset() throws IOException {
		this.channel.setOption(StandardSocketOptions.SO_LINGER, 0);
		close();
	}

	private void end() {
		if (this.answering) {
			this.answering = false;
			this.host.ended();
		}
	}

	private void close() {
		end();
		cancelAlarm();
		try {
			this.channel.close();
		}
		catch (IOException ex) {
			// It is as closed as it can be.
		}
	}

	private void cancelAlarm() {
		if (this.alarm != null) {
			this.alarm.cancel(false);
		}
	}

	private static byte[] head(ApiAnswer answer, String length) {
		StringBuilder head = new StringBuilder("HTTP/1.1 ").append(answer.status()).append(" Status\r\n");
		Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		headers.putAll(answer.headers());
		headers.putIfAbsent("content-type", "application/json");
		headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
		return head.append(length).append("\r\n\r\n").toString().getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Something that may fail as connections do.
	 */
	private interface Action {

		void run() throws IOException;

	}

}
