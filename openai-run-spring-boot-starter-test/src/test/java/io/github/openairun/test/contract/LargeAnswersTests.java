package io.github.openairun.test.contract;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.openairun.test.simulator.Wire;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for answers that would fill a heap of 256 MB: each drive ends with a
 * {@link io.github.openairun.RunException}, and the next one succeeds.
 */
@Timeout(180)
class LargeAnswersTests {

	private static final int SIZE = 36_000_000;

	/** More values than are read. */
	private static final byte[] WIDE = object("\":[],");

	/** Fewer values, with long names. */
	private static final byte[] NARROW = object("x".repeat(70) + "\":{},");

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private HttpServer server;

	@BeforeEach
	void start() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.setExecutor(this.threads);
		this.server.createContext("/", LargeAnswersTests::answer);
		this.server.start();
	}

	@AfterEach
	void stop() {
		this.server.stop(0);
		this.threads.shutdownNow();
	}

	@ParameterizedTest
	@EnumSource
	void endADriveAndNothingElse(Wire wire, @TempDir Path folder) throws Exception {
		Path output = folder.resolve("output");
		Process process = new ProcessBuilder(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"),
				LargeAnswers.class.getName(), wire.name(), "http://localhost:" + this.server.getAddress().getPort()))
			.redirectErrorStream(true)
			.redirectOutput(output.toFile())
			.start();
		try {
			assertThat(process.waitFor(150, TimeUnit.SECONDS)).as(Files.readString(output)).isTrue();
		}
		finally {
			process.destroyForcibly();
		}
		assertThat(process.exitValue()).as(Files.readString(output)).isZero();
	}

	/**
	 * The header {@code x-large} tells which answer is large and how.
	 */
	private static void answer(HttpExchange exchange) throws IOException {
		try (exchange) {
			exchange.getRequestBody().readAllBytes();
			String large = exchange.getRequestHeaders().getFirst("x-large");
			String path = exchange.getRequestURI().getPath();
			String method = exchange.getRequestMethod();
			boolean creation = method.equals("POST") && (path.endsWith("/responses") || path.endsWith("/runs"));
			boolean poll = method.equals("GET") && (path.contains("/responses/") || path.contains("/runs/"));
			exchange.getResponseHeaders().set("content-type", "application/json");
			if ((large.startsWith("create") && creation) || (large.startsWith("poll") && poll)) {
				large(exchange, large.substring(large.indexOf('-') + 1));
				return;
			}
			String status = (creation && !large.startsWith("none")) ? "queued" : "completed";
			byte[] body = small(path, status).getBytes(StandardCharsets.UTF_8);
			exchange.sendResponseHeaders(200, body.length);
			exchange.getResponseBody().write(body);
		}
	}

	private static String small(String path, String status) {
		if (path.endsWith("/conversations")) {
			return "{\"id\":\"conv_1\"}";
		}
		if (path.endsWith("/threads")) {
			return "{\"id\":\"thread_1\"}";
		}
		if (path.contains("/responses")) {
			return "{\"id\":\"resp_1\",\"object\":\"response\",\"status\":\"" + status
					+ "\",\"conversation\":\"conv_1\",\"output\":[]}";
		}
		return path.contains("/runs")
				? "{\"id\":\"run_1\",\"object\":\"thread.run\",\"thread_id\":\"thread_1\",\"status\":\"" + status
						+ "\"}"
				: "{\"data\":[]}";
	}

	private static void large(HttpExchange exchange, String kind) throws IOException {
		boolean packed = !kind.equals("wide");
		if (packed) {
			exchange.getResponseHeaders().set("content-encoding", "gzip");
		}
		exchange.sendResponseHeaders(200, 0);
		try (OutputStream body = packed ? new GZIPOutputStream(exchange.getResponseBody())
				: exchange.getResponseBody()) {
			switch (kind) {
				case "wide" -> body.write(WIDE);
				case "narrow" -> body.write(NARROW);
				default -> bomb(body);
			}
		}
		catch (IOException ex) {
			// The client has had enough.
		}
	}

	private static void bomb(OutputStream body) throws IOException {
		byte[] text = new byte[1 << 16];
		Arrays.fill(text, (byte) 'x');
		body.write("{\"id\":\"".getBytes(StandardCharsets.US_ASCII));
		for (long written = 0; written < 10L * SIZE; written += text.length) {
			body.write(text);
		}
		body.write("\"}".getBytes(StandardCharsets.US_ASCII));
	}

	/** Make an object that is larger in memory than as text. */
	private static byte[] object(String name) {
		StringBuilder object = new StringBuilder(SIZE + 200).append("{\"id\":\"resp_1\",\"metadata\":{");
		for (int i = 0; object.length() < SIZE; i++) {
			object.append('"').append(i).append(name);
		}
		return object.append("\"end\":{}}}").toString().getBytes(StandardCharsets.US_ASCII);
	}

}
