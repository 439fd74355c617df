package io.github.openairun.test.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's own HTTP server on the loopback address.
 */
final class HttpHost implements AutoCloseable {

	static final String ADDRESS = "127.0.0.1";

	private static final String NO_DELAY = "sun.net.httpserver.nodelay";

	private static final int THREADS = 4;

	private static final int BACKLOG = 1024;

	private final HttpServer server;

	private final ExecutorService executor;

	private final ScheduledExecutorService timer;

	HttpHost(int port, Function<ApiRequest, ApiAnswer> handler) {
		this.executor = Executors.newFixedThreadPool(THREADS, HttpHost::thread);
		this.timer = Executors.newSingleThreadScheduledExecutor(HttpHost::thread);
		try {
			this.server = create(port);
		}
		catch (IOException ex) {
			this.executor.shutdownNow();
			this.timer.shutdownNow();
			throw new UncheckedIOException("The simulator cannot listen on port " + port, ex);
		}
		this.server.setExecutor(this.executor);
		this.server.createContext("/", (exchange) -> serve(exchange, handler));
		this.server.start();
	}

	/**
	 * Creates the server without Nagle's algorithm, which would hold back the body of
	 * each answer for some 40 ms. The JDK reads that only from a system property, and
	 * only once.
	 */
	private static HttpServer create(int port) throws IOException {
		boolean absent = System.getProperty(NO_DELAY) == null;
		if (absent) {
			System.setProperty(NO_DELAY, "true");
		}
		try {
			return HttpServer.create(new InetSocketAddress(ADDRESS, port), BACKLOG);
		}
		finally {
			if (absent) {
				System.clearProperty(NO_DELAY);
			}
		}
	}

	private static Thread thread(Runnable task) {
		Thread thread = new Thread(task, "openai-simulator");
		thread.setDaemon(true);
		return thread;
	}

	int port() {
		return this.server.getAddress().getPort();
	}

	private void serve(HttpExchange exchange, Function<ApiRequest, ApiAnswer> handler) throws IOException {
		String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
		ApiAnswer answer = handler.apply(new ApiRequest(exchange.getRequestMethod(), exchange.getRequestURI().getPath(),
				query(exchange.getRequestURI().getRawQuery()), exchange.getRequestHeaders(), body));
		long delay = answer.delivery().delay().toNanos();
		AnswerWriter writer = new AnswerWriter(exchange, answer, this.executor, this.timer);
		if (delay > 0) {
			this.timer.schedule(() -> this.executor.execute(writer), delay, TimeUnit.NANOSECONDS);
		}
		else {
			writer.run();
		}
	}

	private static Map<String, String> query(@Nullable String query) {
		Map<String, String> parameters = new LinkedHashMap<>();
		if (query != null) {
			for (String pair : query.split("&")) {
				int separator = pair.indexOf('=');
				String name = (separator < 0) ? pair : pair.substring(0, separator);
				String value = (separator < 0) ? "" : pair.substring(separator + 1);
				parameters.put(URLDecoder.decode(name, StandardCharsets.UTF_8),
						URLDecoder.decode(value, StandardCharsets.UTF_8));
			}
		}
		return parameters;
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.timer.shutdownNow();
		this.executor.shutdownNow();
	}

}
