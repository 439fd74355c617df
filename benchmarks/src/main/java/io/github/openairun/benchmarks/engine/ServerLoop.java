package io.github.openairun.benchmarks.engine;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * A server with a process of its own and one thread for all connections and all clocks,
 * which plays runs. It needs nothing but the JDK.
 */
final class ServerLoop {

	/** What it prints before its port. */
	static final String GREETING = "Listening on ";

	private static final int BACKLOG = 8192;

	private static final long NANOS_PER_MILLI = 1_000_000;

	private final Selector selector;

	private final ServerSocketChannel door;

	private final PriorityQueue<Alarm> alarms = new PriorityQueue<>(Comparator.comparingLong(Alarm::time));

	private final ScriptedRuns runs = new ScriptedRuns(this, new Random(20));

	private ServerLoop() throws IOException {
		this.selector = Selector.open();
		this.door = ServerSocketChannel.open();
		this.door.bind(new InetSocketAddress("127.0.0.1", 0), BACKLOG);
		this.door.configureBlocking(false);
		this.door.register(this.selector, SelectionKey.OP_ACCEPT);
	}

	/**
	 * Serve until nobody holds the other end of the standard input any more.
	 * @param args none
	 * @throws IOException if there is no port
	 */
	public static void main(String[] args) throws IOException {
		ServerLoop loop = new ServerLoop();
		Thread server = new Thread(loop::serve, "server");
		server.setDaemon(true);
		server.start();
		System.out.println(GREETING + ((InetSocketAddress) loop.door.getLocalAddress()).getPort());
		while (System.in.read() >= 0) {
			// the parent has nothing to say but that it is there
		}
	}

	/** Do something later, on the server's thread. */
	void at(long time, Runnable task) {
		this.alarms.add(new Alarm(time, task));
	}

	private void serve() {
		ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);
		try {
			while (true) {
				Alarm next = this.alarms.peek();
				long wait = (next != null) ? next.time() - System.nanoTime() : Long.MAX_VALUE;
				if (wait <= 0) {
					this.selector.selectNow((key) -> ready(key, buffer));
				}
				else {
					long millis = (next != null) ? (wait + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI : 0;
					this.selector.select((key) -> ready(key, buffer), millis);
				}
				ring();
			}
		}
		catch (IOException ex) {
			ex.printStackTrace();
			System.exit(1);
		}
	}

	private void ring() {
		long now = System.nanoTime();
		for (Alarm alarm = this.alarms.peek(); alarm != null && alarm.time() <= now; alarm = this.alarms.peek()) {
			this.alarms.remove();
			alarm.task().run();
		}
	}

	private void ready(SelectionKey key, ByteBuffer buffer) {
		if (key.attachment() instanceof ServerConnection connection) {
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
				key.attach(new ServerConnection(channel, key, this.runs::serve));
			}
		}
		catch (IOException ex) {
			ex.printStackTrace();
		}
	}

	private record Alarm(long time, Runnable task) {
	}

}
