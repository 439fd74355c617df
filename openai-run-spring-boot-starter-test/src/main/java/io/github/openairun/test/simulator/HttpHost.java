package io.github.openairun.test.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * An HTTP server on the loopback address with one thread for all connections. Unlike the
 * JDK's own, it can reset a connection, and it notices that a client has left although it
 * has nothing to write.
 */
final class HttpHost implements AutoCloseable {

	static final String ADDRESS = "127.0.0.1";

	private static final int BACKLOG = 4096;

	private static final long GRACE = 2000;

	private final Function<ApiRequest, ApiAnswer> handler;

	private final Selector selector;

	private final ServerSocketChannel door;

	private final int port;

	private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

	private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(HttpHost::thread);

	private final AtomicInteger openAnswers = new AtomicInteger();

	private final Thread thread;

	private volatile boolean closing;

	HttpHost(int port, Function<ApiRequest, ApiAnswer> handler) {
		this.handler = handler;
		try {
			this.door = open(port);
			this.selector = Selector.open();
			this.door.register(this.selector, SelectionKey.OP_ACCEPT);
			this.port = ((InetSocketAddress) this.door.getLocalAddress()).getPort();
		}
		catch (IOException ex) {
			this.timer.shutdownNow();
			throw new UncheckedIOException("The simulator cannot listen on port " + port, ex);
		}
		this.thread = thread(this::run);
		this.thread.start();
	}

	private static ServerSocketChannel open(int port) throws IOException {
		ServerSocketChannel door = ServerSocketChannel.open();
		try {
			door.setOption(StandardSocketOptions.SO_REUSEADDR, true);
			door.bind(new InetSocketAddress(ADDRESS, port), BACKLOG);
			door.configureBlocking(false);
			return door;
		}
		catch (IOException ex) {
			door.close();
			throw ex;
		}
	}

	int port() {
		return this.port;
	}

	/**
	 * Returns how many answers have not ended.
	 */
	int openAnswers() {
		return this.openAnswers.get();
	}

	void begun() {
		this.openAnswers.incrementAndGet();
	}

	void ended() {
		this.openAnswers.decrementAndGet();
	}

	ApiAnswer answer(ApiRequest request) {
		return this.handler.apply(request);
	}

	/**
	 * Lets the host's thread do something.
	 */
	void execute(Runnable task) {
		this.tasks.add(task);
		this.selector.wakeup();
	}

	/**
	 * Lets the host's thread do something after a time.
	 */
	Future<?> after(Duration time, Runnable task) {
		return this.timer.schedule(() -> execute(task), time.toNanos(), TimeUnit.NANOSECONDS);
	}

	private void run() {
		ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
		try {
			while (!this.closing) {
				this.selector.select((key) -> ready(key, buffer));
				for (Runnable task = this.tasks.poll(); task != null; task = this.tasks.poll()) {
					task.run();
				}
			}
			this.door.close();
			this.selector.keys().forEach(HttpHost::leave);
			this.selector.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void ready(SelectionKey key, ByteBuffer buffer) {
		if (key.attachment() instanceof HttpConnection connection) {
			connection.ready(buffer);
		}
		else {
			accept();
		}
	}

	private void accept() {
		try {
			for (SocketChannel channel = this.door.accept(); channel != null; channel = this.door.accept()) {
				channel.configureBlocking(false);
				channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
				SelectionKey key = channel.register(this.selector, SelectionKey.OP_READ);
				key.attach(new HttpConnection(this, channel, key));
			}
		}
		catch (IOException ex) {
			// A client that is gone before it has come in.
		}
	}

	private static void leave(SelectionKey key) {
		if (key.attachment() instanceof HttpConnection connection) {
			connection.leave();
		}
	}

	private static Thread thread(Runnable task) {
		Thread thread = new Thread(task, "openai-simulator");
		thread.setDaemon(true);
		return thread;
	}

	@Override
	public void close() {
		this.closing = true;
		this.selector.wakeup();
		this.timer.shutdownNow();
		if (Thread.currentThread() != this.thread) {
			try {
				this.thread.join(GRACE);
				// A script that blocks.
				this.thread.interrupt();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
	}

}
