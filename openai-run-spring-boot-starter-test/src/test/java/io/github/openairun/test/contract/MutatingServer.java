package io.github.openairun.test.contract;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * Passes requests on to a simulator and changes what it answers.
 */
final class MutatingServer implements AutoCloseable {

	private static final Set<String> RESTRICTED = Set.of("connection", "content-length", "host", "transfer-encoding",
			"upgrade", "http2-settings");

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final HttpClient client = HttpClient.newHttpClient();

	private final HttpServer server;

	private final URI target;

	private final List<String> answers = new CopyOnWriteArrayList<>();

	private volatile Mutation mutation;

	private volatile boolean denied;

	MutatingServer(String target) throws IOException {
		this.target = URI.create(target);
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.setExecutor(this.threads);
		this.server.createContext("/", this::answer);
		this.server.start();
	}

	String baseUrl() {
		return "http://localhost:" + this.server.getAddress().getPort() + this.target.getPath();
	}

	/** Forget what was answered, and change further answers. */
	void begin(Mutation mutation) {
		this.answers.clear();
		this.denied = false;
		this.mutation = mutation;
	}

	/**
	 * Return whether a look was answered otherwise than by what is true. Then it may seem
	 * as if nothing had been submitted.
	 */
	boolean hasDenied() {
		return this.denied;
	}

	/** Return what was answered, as it was changed. */
	List<String> answers() {
		return List.copyOf(this.answers);
	}

	private void answer(HttpExchange exchange) throws IOException {
		HttpRequest.Builder request = HttpRequest.newBuilder(this.target.resolve(exchange.getRequestURI()))
			.version(HttpClient.Version.HTTP_1_1)
			.method(exchange.getRequestMethod(),
					HttpRequest.BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
		exchange.getRequestHeaders().forEach((name, values) -> {
			if (!RESTRICTED.contains(name.toLowerCase(Locale.ROOT))) {
				values.forEach((value) -> request.header(name, value));
			}
		});
		try (exchange) {
			HttpResponse<byte[]> response = this.client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
			response.headers().map().forEach((name, values) -> {
				if (!RESTRICTED.contains(name.toLowerCase(Locale.ROOT))) {
					exchange.getResponseHeaders().put(name, values);
				}
			});
			boolean stream = response.headers().firstValue("content-type").orElse("").contains("event-stream");
			byte[] body = this.mutation.apply(response.body(), stream);
			this.denied |= exchange.getRequestMethod().equals("GET") && !Arrays.equals(body, response.body());
			this.answers.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " -> "
					+ response.statusCode() + " " + start(body));
			exchange.sendResponseHeaders(response.statusCode(), (body.length > 0) ? body.length : -1);
			if (body.length > 0) {
				exchange.getResponseBody().write(body);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static String start(byte[] body) {
		return new String(body, 0, Math.min(body.length, 3000), StandardCharsets.UTF_8);
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.threads.shutdownNow();
	}

}
