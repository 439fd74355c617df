package io.github.openairun.test.simulator;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * The transport, seen through bare sockets.
 */
@Timeout(30)
class HttpHostTests {

	private final OpenAiSimulator simulator = OpenAiSimulator.start();

	private final List<Client> clients = new ArrayList<>();

	@AfterEach
	void stop() throws IOException {
		for (Client client : this.clients) {
			client.close();
		}
		this.simulator.close();
	}

	@Test
	void waitingStreamsHoldNoThread() throws IOException {
		this.simulator.when(anyMessage()).firstDeltaAfter(Duration.ofHours(1)).reply("Done");
		long before = threads();
		for (int i = 0; i < 50; i++) {
			stream();
		}
		assertThat(threads()).isLessThanOrEqualTo(before + 1);
		Client client = connect();
		client.send("POST", "/conversations", "{}");
		assertThat(client.line()).startsWith("HTTP/1.1 200");
	}

	@Test
	void leavingIsNoticedInSilence() throws IOException {
		this.simulator.when(anyMessage()).firstDeltaAfter(Duration.ofHours(1)).reply("Done");
		Client client = stream();
		String id = client.responseId();
		client.close();
		await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(status(id)).isEqualTo("cancelled"));
	}

	@Test
	void leavingAStalledStreamIsNoticed() throws IOException {
		this.simulator.when(anyMessage()).firstDeltaAfter(Duration.ofHours(1)).reply("Done");
		this.simulator.failNext(Operation.CREATE_RUN, StreamFaults.stallAfter(2));
		Client client = stream();
		String id = client.responseId();
		client.close();
		await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(status(id)).isEqualTo("cancelled"));
	}

	@Test
	void requestThatIsHeldEndsWithTheSimulator() throws IOException {
		this.simulator.failNext(Operation.CREATE_THREAD, Fault.noAnswerAfter());
		Client client = connect();
		client.send("POST", "/conversations", "{}");
		await().until(() -> this.simulator.accepted(Operation.CREATE_THREAD).size() == 1);
		this.simulator.close();
		assertThat(client.line()).isEmpty();
	}

	@Test
	void openAnswersAreCounted() throws IOException {
		this.simulator.when(anyMessage()).firstDeltaAfter(Duration.ofHours(1)).reply("Done");
		this.simulator.failNext(Operation.CREATE_THREAD, Fault.noAnswerBefore());
		Client held = connect();
		held.send("POST", "/conversations", "{}");
		Client streamed = stream();
		await().until(() -> this.simulator.openAnswers() == 2);
		held.close();
		streamed.close();
		await().until(() -> this.simulator.openAnswers() == 0);
	}

	@Test
	void answersThatEndAreNotCounted() throws IOException {
		this.simulator.when(anyMessage()).reply("Done");
		this.simulator.failNext(Operation.CREATE_THREAD, Fault.resetBefore());
		connect().send("POST", "/conversations", "{}");
		connect().send("GET", "/foo", "");
		Client streamed = stream();
		String line = streamed.line();
		while (!line.equals("0")) {
			line = streamed.line();
		}
		await().until(() -> this.simulator.exchanges().size() == 3);
		await().until(() -> this.simulator.openAnswers() == 0);
	}

	@Test
	void resetIsOne() throws IOException {
		this.simulator.failNext(Operation.CREATE_THREAD, Fault.resetBefore());
		Client client = connect();
		client.send("POST", "/conversations", "{}");
		assertThatExceptionOfType(SocketException.class).isThrownBy(client::line).withMessageContaining("reset");
	}

	@Test
	void connectionIsKept() throws IOException {
		Client client = connect();
		for (int i = 0; i < 3; i++) {
			client.send("POST", "/conversations", "{}");
			assertThat(client.line()).startsWith("HTTP/1.1 200");
			client.skipBody();
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 7, 10_000 })
	void bodyMayComeInChunks(int size) throws IOException {
		String body = "{\"metadata\": {\"text\": \"" + "ä".repeat(300) + "\"}}";
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
		Client client = connect();
		client.write(head("POST", "/conversations") + "Transfer-Encoding: chunked\r\n\r\n");
		for (int i = 0; i < bytes.length; i += size) {
			int length = Math.min(size, bytes.length - i);
			client.write(String.format(Locale.ROOT, "%x\r\n", length));
			client.write(bytes, i, length);
			client.write("\r\n");
		}
		client.write("0\r\n\r\n");
		assertThat(client.line()).startsWith("HTTP/1.1 200");
		assertThat(this.simulator.exchanges().get(0).requestBody()).isEqualTo(body);
	}

	@Test
	void clientMayAskBeforeItSendsTheBody() throws IOException {
		Client client = connect();
		client.write(head("POST", "/conversations") + "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n");
		assertThat(client.line()).isEqualTo("HTTP/1.1 100 Continue");
		assertThat(client.line()).isEmpty();
		client.write("{}");
		assertThat(client.line()).startsWith("HTTP/1.1 200");
	}

	@Test
	void nonsenseClosesTheConnection() throws IOException {
		Client client = connect();
		client.write("nonsense\r\n\r\n");
		assertThat(client.line()).isEmpty();
		connect().send("POST", "/conversations", "{}");
		await().until(() -> this.simulator.exchanges().size() == 1);
	}

	private Client stream() throws IOException {
		Client client = connect();
		client.send("POST", "/responses", "{\"model\": \"gpt-4.1\", \"input\": \"Hi\", \"stream\": true}");
		assertThat(client.line()).startsWith("HTTP/1.1 200");
		return client;
	}

	private String status(String id) throws IOException {
		Client client = connect();
		client.send("GET", "/responses/" + id, "");
		return SimulatorJson.read(client.skipBody()).path("status").asString();
	}

	private Client connect() throws IOException {
		Client client = new Client(URI.create(this.simulator.baseUrl()).getPort());
		this.clients.add(client);
		return client;
	}

	private static long threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals("openai-simulator"))
			.count();
	}

	private static String head(String method, String path) {
		return method + " /v1" + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer test\r\n";
	}

	/**
	 * A client without any comfort.
	 */
	private static final class Client {

		private final Socket socket;

		private final OutputStream out;

		private final BufferedReader in;

		private Client(int port) throws IOException {
			this.socket = new Socket("127.0.0.1", port);
			this.out = this.socket.getOutputStream();
			this.in = new BufferedReader(new InputStreamReader(this.socket.getInputStream(), StandardCharsets.UTF_8));
		}

		void send(String method, String path, String body) throws IOException {
			write(head(method, path) + "Content-Length: " + body.length() + "\r\n\r\n" + body);
		}

		void write(String text) throws IOException {
			byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
			write(bytes, 0, bytes.length);
		}

		void write(byte[] bytes, int from, int length) throws IOException {
			this.out.write(bytes, from, length);
			this.out.flush();
		}

		/**
		 * Returns the next line, or an empty one if the connection has been closed.
		 */
		String line() throws IOException {
			String line = this.in.readLine();
			return (line != null) ? line : "";
		}

		String skipBody() throws IOException {
			int length = 0;
			for (String line = line(); !line.isEmpty(); line = line()) {
				if (line.startsWith("content-length: ")) {
					length = Integer.parseInt(line.substring("content-length: ".length()));
				}
			}
			char[] body = new char[length];
			assertThat(this.in.read(body)).isEqualTo(length);
			return new String(body);
		}

		String responseId() throws IOException {
			String line = line();
			while (!line.startsWith("data:")) {
				line = line();
			}
			return SimulatorJson.read(line.substring("data:".length())).at("/response/id").asString();
		}

		void close() throws IOException {
			this.socket.close();
		}

	}

}
