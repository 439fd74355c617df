package io.github.openairun.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.http.HttpClient;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.zip.GZIPOutputStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.http.ResponseEntity;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;

import io.github.openairun.ManualTaskScheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link BufferedRequestFactory}.
 */
@Timeout(30)
class BufferedRequestFactoryTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private final ManualTaskScheduler timer = new ManualTaskScheduler();

	private final StreamTransport transport = new StreamTransport(StreamTransport.Settings.defaults(),
			(executor) -> HttpClient.newBuilder().executor(executor).build(), this.timer);

	private final List<String> requests = new CopyOnWriteArrayList<>();

	@AfterEach
	void close() {
		this.transport.close();
	}

	@Test
	void shouldSendBodyWithItsLengthAndReadAnswer() throws Exception {
		try (SocketServer server = new SocketServer((connection) -> {
			this.requests.add(connection.request());
			connection.write("HTTP/1.1 201 Created\r\nContent-Length: 2\r\nX-Answer: a\r\nX-Answer: b\r\n\r\nok");
		})) {
			ResponseEntity<String> answer = client(server, TIMEOUT).post()
				.uri("/things")
				.header("X-Tenant", "t1")
				.body("content")
				.retrieve()
				.toEntity(String.class);
			assertThat(answer.getStatusCode().value()).isEqualTo(201);
			assertThat(answer.getHeaders().get("x-answer")).containsExactly("a", "b");
			assertThat(answer.getBody()).isEqualTo("ok");
		}
		assertThat(this.requests).singleElement()
			.asString()
			.startsWith("POST /things HTTP/1.1\r\n")
			.contains("X-Tenant: t1\r\n", "Content-Length: 7\r\n")
			.doesNotContainIgnoringCase("upgrade")
			.endsWith("\r\n\r\ncontent");
	}

	@Test
	void shouldReuseConnection() throws Exception {
		try (SocketServer server = new SocketServer((connection) -> {
			while (true) {
				connection.request();
				connection.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
			}
		})) {
			RestClient client = client(server, TIMEOUT);
			for (int i = 0; i < 3; i++) {
				assertThat(get(client)).isEqualTo("ok");
			}
			assertThat(server.connections()).isEqualTo(1);
		}
	}

	@Test
	void shouldNotStartThreadsForRequests() throws Exception {
		try (SocketServer server = new SocketServer((connection) -> {
			while (true) {
				connection.request();
				connection.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
			}
		})) {
			RestClient client = client(server, TIMEOUT);
			for (int i = 0; i < 10; i++) {
				get(client);
			}
			ThreadMXBean threads = ManagementFactory.getThreadMXBean();
			long before = threads.getTotalStartedThreadCount();
			for (int i = 0; i < 10; i++) {
				get(client);
			}
			assertThat(threads.getTotalStartedThreadCount() - before).isLessThan(10);
		}
	}

	@Test
	void shouldAcceptAndUnpackCompressedAnswer() throws Exception {
		byte[] packed = packed("much of the same, much of the same");
		try (SocketServer server = new SocketServer((connection) -> {
			this.requests.add(connection.request());
			connection
				.write("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + packed.length + "\r\n\r\n");
			connection.write(packed);
		})) {
			assertThat(get(client(server, TIMEOUT))).isEqualTo("much of the same, much of the same");
		}
		assertThat(this.requests).singleElement().asString().containsIgnoringCase("Accept-Encoding: gzip\r\n");
	}

	@Test
	void shouldLeaveEncodingToApplicationThatNamesOne() throws Exception {
		try (SocketServer server = new SocketServer((connection) -> {
			this.requests.add(connection.request());
			connection.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
		})) {
			client(server, TIMEOUT).get()
				.uri("/things")
				.header("Accept-Encoding", "identity")
				.retrieve()
				.body(String.class);
		}
		assertThat(this.requests).singleElement()
			.asString()
			.contains("Accept-Encoding: identity\r\n")
			.doesNotContain("gzip");
	}

	@Test
	void shouldFailWhenCompressedAnswerIsCut() throws Exception {
		byte[] packed = packed("much of the same, much of the same");
		byte[] cut = Arrays.copyOf(packed, packed.length / 2);
		try (SocketServer server = new SocketServer((connection) -> {
			connection.request();
			connection.write("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + cut.length + "\r\n\r\n");
			connection.write(cut);
		})) {
			RestClient client = client(server, TIMEOUT);
			assertThatExceptionOfType(ResourceAccessException.class).isThrownBy(() -> get(client));
		}
	}

	@Test
	void shouldGiveUpWhenAnswerDoesNotBegin() throws Exception {
		try (SocketServer server = new SocketServer((connection) -> {
			connection.request();
			connection.awaitClose();
		})) {
			RestClient client = client(server, Duration.ofMillis(100));
			assertThatExceptionOfType(ResourceAccessException.class).isThrownBy(() -> get(client))
				.withCauseInstanceOf(HttpTimeoutException.class);
		}
	}

	@Test
	void shouldGiveUpWhenAnswerDoesNotEnd() throws Exception {
		CountDownLatch closed = new CountDownLatch(1);
		try (SocketServer server = new SocketServer((connection) -> {
			connection.request();
			connection.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly the beg");
			while (this.timer.size() == 0) {
				Thread.onSpinWait();
			}
			this.timer.advance(TIMEOUT);
			connection.awaitClose();
			closed.countDown();
		})) {
			RestClient client = client(server, TIMEOUT);
			assertThatExceptionOfType(ResourceAccessException.class).isThrownBy(() -> get(client))
				.withRootCauseInstanceOf(HttpTimeoutException.class)
				.withMessageContaining("no complete response within 20000 ms");
			closed.await();
		}
	}

	@Test
	void shouldWaitForLongAnswerWithoutTimeout() throws Exception {
		try (SocketServer server = new SocketServer((connection) -> {
			connection.request();
			connection.write("HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nbegi");
			this.timer.advance(Duration.ofDays(1));
			connection.write("nend");
		})) {
			assertThat(get(client(server, Duration.ZERO))).isEqualTo("beginend");
		}
	}

	@Test
	void shouldStopWhenInterrupted() throws Exception {
		Thread caller = Thread.currentThread();
		CountDownLatch closed = new CountDownLatch(1);
		try (SocketServer server = new SocketServer((connection) -> {
			connection.request();
			caller.interrupt();
			connection.awaitClose();
			closed.countDown();
		})) {
			RestClient client = client(server, TIMEOUT);
			assertThatExceptionOfType(ResourceAccessException.class).isThrownBy(() -> get(client))
				.withCauseInstanceOf(IOException.class);
			assertThat(Thread.interrupted()).isTrue();
			closed.await();
		}
	}

	@Test
	void shouldRefuseNegativeTimeout() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.transport.requestFactory(Duration.ofMillis(-1)))
			.withMessageContaining("'timeout'");
	}

	private RestClient client(SocketServer server, Duration timeout) {
		return RestClient.builder()
			.baseUrl(server.baseUrl())
			.requestFactory(this.transport.requestFactory(timeout))
			.build();
	}

	private static String get(RestClient client) {
		return client.get().uri("/things").retrieve().body(String.class);
	}

	private static byte[] packed(String text) throws IOException {
		ByteArrayOutputStream packed = new ByteArrayOutputStream();
		try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
			out.write(text.getBytes(StandardCharsets.UTF_8));
		}
		return packed.toByteArray();
	}

}
