package io.github.openairun.test.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Takes webhooks, and answers with one status after the other.
 */
class WebhookReceiver implements AutoCloseable {

	private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();

	private final BlockingQueue<Integer> statuses = new LinkedBlockingQueue<>();

	private final HttpServer server;

	WebhookReceiver(Integer... statuses) {
		this.statuses.addAll(List.of(statuses));
		try {
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.server.createContext("/", this::take);
		this.server.start();
	}

	String url() {
		return "http://127.0.0.1:" + this.server.getAddress().getPort() + "/hook";
	}

	Received next() throws InterruptedException {
		Received next = this.received.poll(10, TimeUnit.SECONDS);
		assertThat(next).as("a webhook").isNotNull();
		return next;
	}

	boolean isEmpty() {
		return this.received.isEmpty();
	}

	private void take(HttpExchange exchange) throws IOException {
		Map<String, String> headers = new TreeMap<>();
		exchange.getRequestHeaders()
			.forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
		String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
		Integer status = this.statuses.poll();
		exchange.sendResponseHeaders((status != null) ? status : 204, -1);
		exchange.close();
		this.received.add(new Received(headers, body));
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

	record Received(Map<String, String> headers, String body) {

		String header(String name) {
			return this.headers.getOrDefault(name, "");
		}

		String at(String pointer) {
			return SimulatorJson.read(this.body).at(pointer).asString("");
		}

	}

}
