package io.github.openairun.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many streams at once share a few threads.
 */
@Timeout(60)
class ManyStreamsTests {

	private static final int STREAMS = 1000;

	private static final int THREADS = 2;

	private final Queue<HttpExchange> open = new ConcurrentLinkedQueue<>();

	private final CountDownLatch arrived = new CountDownLatch(STREAMS);

	@Test
	void aThousandStreamsNeedAHandfulOfThreads() throws Exception {
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), STREAMS);
		server.createContext("/", this::hold);
		server.start();
		String baseUrl = "http://localhost:" + server.getAddress().getPort();
		try (StreamFixture fixture = new StreamFixture(baseUrl,
				StreamTransport.Settings.defaults().withThreads(THREADS))) {
			Set<Thread> before = Thread.getAllStackTraces().keySet();
			List<EventLog> logs = new ArrayList<>();
			for (int i = 0; i < STREAMS; i++) {
				logs.add(EventLog.of(fixture.post()));
			}
			assertThat(this.arrived.await(30, TimeUnit.SECONDS)).isTrue();
			assertThat(newThreads(before, "openai-")).hasSizeLessThanOrEqualTo(THREADS);
			// The client's selector and the threads of both clients' cleaners.
			assertThat(newThreads(before, "HttpClient-")).hasSizeLessThanOrEqualTo(4);
			this.open.forEach(ManyStreamsTests::finish);
			for (EventLog log : logs) {
				assertThat(log.completed().told()).containsExactly("run queued", "text Hi", "run completed");
			}
			assertThat(newThreads(before, "openai-")).hasSizeLessThanOrEqualTo(THREADS);
		}
		finally {
			server.stop(0);
		}
	}

	/** Threads that earlier tests of this JVM have left are not counted. */
	private static List<String> newThreads(Set<Thread> before, String prefix) {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> !before.contains(thread))
			.map(Thread::getName)
			.filter((name) -> name.startsWith(prefix))
			.toList();
	}

	/** Begin the answer, and leave the thread. */
	private void hold(HttpExchange exchange) throws IOException {
		exchange.getRequestBody().readAllBytes();
		exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
		exchange.sendResponseHeaders(200, 0);
		write(exchange, StreamFixture.run("queued"));
		this.open.add(exchange);
		this.arrived.countDown();
	}

	private static void finish(HttpExchange exchange) {
		try {
			write(exchange, StreamFixture.text("Hi") + StreamFixture.run("completed") + "data: [DONE]\n\n");
			exchange.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void write(HttpExchange exchange, String events) throws IOException {
		OutputStream out = exchange.getResponseBody();
		out.write(events.getBytes(StandardCharsets.UTF_8));
		out.flush();
	}

}
