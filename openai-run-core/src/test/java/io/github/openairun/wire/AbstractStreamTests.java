package io.github.openairun.wire;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/**
 * Streams of a server that sends exactly the bytes that a test says.
 */
@Timeout(30)
abstract class AbstractStreamTests {

	final BlockingQueue<String> requests = new LinkedBlockingQueue<>();

	SocketServer server;

	StreamFixture fixture;

	final StreamFixture serve(SocketServer.Script script) {
		return serve(StreamTransport.Settings.defaults(), script);
	}

	final StreamFixture serve(StreamTransport.Settings settings, SocketServer.Script script) {
		this.server = new SocketServer((connection) -> {
			this.requests.add(connection.request());
			script.serve(connection);
		});
		this.fixture = new StreamFixture(this.server.baseUrl(), settings);
		return this.fixture;
	}

	@AfterEach
	void close() throws Exception {
		if (this.fixture != null) {
			this.fixture.close();
			this.server.close();
		}
	}

	/**
	 * The timer of the lingering connection is gone when the connection can be reused.
	 */
	final void awaitNoTimer() {
		while (this.fixture.transport.timeouts().size() > 0) {
			Thread.onSpinWait();
		}
	}

	/**
	 * Wait until so many chunks have come and the stream waits for another, in a time
	 * that stands still.
	 */
	final void awaitIdle(int chunks) {
		while (this.fixture.timer.readings() < chunks + 3) {
			Thread.onSpinWait();
		}
	}

}
