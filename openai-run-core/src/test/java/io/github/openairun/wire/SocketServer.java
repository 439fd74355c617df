package io.github.openairun.wire;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server that sends exactly the bytes that a test says. Its threads end with it.
 */
final class SocketServer implements AutoCloseable {

	private static final Pattern LENGTH = Pattern.compile("content-length: *(\\d+)");

	private final ServerSocket socket;

	private final Script script;

	private final List<Connection> connections = new CopyOnWriteArrayList<>();

	private final Thread acceptor;

	SocketServer(Script script) {
		this.script = script;
		try {
			this.socket = ServerSocketChannel.open().socket();
			this.socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.acceptor = start("acceptor", this::accept);
	}

	private static Thread start(String name, Runnable task) {
		Thread thread = new Thread(task, "test-server-" + name);
		thread.setDaemon(true);
		thread.start();
		return thread;
	}

	private void accept() {
		try {
			while (true) {
				Connection connection = new Connection(this.socket.accept());
				this.connections.add(connection);
				connection.thread = start("connection", () -> connection.serve(this.script));
			}
		}
		catch (IOException ex) {
			// The server was closed.
		}
	}

	String baseUrl() {
		return "http://localhost:" + this.socket.getLocalPort();
	}

	/** Return how many connections there were. */
	int connections() {
		return this.connections.size();
	}

	@Override
	public void close() throws IOException, InterruptedException {
		this.socket.close();
		this.acceptor.join();
		for (Connection connection : this.connections) {
			connection.close();
			connection.join();
		}
	}

	interface Script {

		void serve(Connection connection) throws IOException, InterruptedException;

	}

	static final class Connection {

		private final Socket socket;

		private final InputStream in;

		private volatile Thread thread;

		Connection(Socket socket) throws IOException {
			this.socket = socket;
			this.in = new BufferedInputStream(socket.getInputStream());
		}

		private void serve(Script script) {
			try {
				script.serve(this);
			}
			catch (IOException | InterruptedException ex) {
				// The client or the test went away.
			}
			finally {
				close();
			}
		}

		/** Read one request, with its body. */
		String request() throws IOException {
			ByteArrayOutputStream head = new ByteArrayOutputStream();
			while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
				int next = this.in.read();
				if (next < 0) {
					throw new IOException("The client went away");
				}
				head.write(next);
			}
			String request = head.toString(StandardCharsets.ISO_8859_1);
			Matcher length = LENGTH.matcher(request.toLowerCase(Locale.ROOT));
			return length.find()
					? request
							+ new String(this.in.readNBytes(Integer.parseInt(length.group(1))), StandardCharsets.UTF_8)
					: request;
		}

		void write(String text) throws IOException {
			write(text.getBytes(StandardCharsets.UTF_8));
		}

		void write(byte[] bytes) throws IOException {
			this.socket.getOutputStream().write(bytes);
			this.socket.getOutputStream().flush();
		}

		/** Begin to answer with a stream. */
		void begin() throws IOException {
			write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n"
					+ "x-request-id: req_1\r\n\r\n");
		}

		/** Send a chunk. */
		void push(String text) throws IOException {
			int length = text.getBytes(StandardCharsets.UTF_8).length;
			write(Integer.toHexString(length) + "\r\n" + text + "\r\n");
		}

		/** End the stream. */
		void end() throws IOException {
			write("0\r\n\r\n");
		}

		/**
		 * Send chunks until the client takes no more.
		 * @return how many bytes it has taken
		 */
		long fill(String text, long max) throws IOException {
			ByteBuffer chunk = ByteBuffer.wrap(
					(Integer.toHexString(text.length()) + "\r\n" + text + "\r\n").getBytes(StandardCharsets.US_ASCII));
			SocketChannel channel = this.socket.getChannel();
			channel.configureBlocking(false);
			long written = 0;
			try (Selector selector = Selector.open()) {
				SelectionKey key = channel.register(selector, SelectionKey.OP_WRITE);
				while (written < max && selector.select(1000) > 0) {
					selector.selectedKeys().clear();
					written += channel.write(chunk);
					if (!chunk.hasRemaining()) {
						chunk.rewind();
					}
				}
				key.cancel();
				selector.selectNow();
			}
			channel.configureBlocking(true);
			return written;
		}

		/** Wait until the client has closed the connection. */
		void awaitClose() throws IOException {
			while (this.in.read() >= 0) {
				// What the client still sends does not matter.
			}
		}

		void close() {
			try {
				this.socket.close();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		private void join() throws InterruptedException {
			this.thread.interrupt();
			this.thread.join();
		}

	}

}
