package io.github.openairun.benchmarks.durable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * A server that responds at once: to the first request about a conversation with two tool
 * calls, to their outputs with a text. It remembers nothing.
 */
final class WorkServer implements AutoCloseable {

	/** What every run replies. */
	static final String REPLY = "It is 18 degrees in Lisbon now and 21 tomorrow.";

	private static final String RESPONSE = """
			{"id":"resp_NUMBER","object":"response","created_at":1750000000,"status":"completed","error":null,\
			"incomplete_details":null,"instructions":null,"max_output_tokens":null,"model":"gpt-4.1","output":[OUTPUT],\
			"parallel_tool_calls":true,"previous_response_id":null,"store":true,"temperature":1.0,"text":{"format":\
			{"type":"text"}},"tool_choice":"auto","tools":[],"top_p":1.0,"truncation":"disabled","usage":\
			{"input_tokens":120,"output_tokens":40,"total_tokens":160},"metadata":{}}""";

	private static final String CALLS = """
			{"id":"fc_1_NUMBER","type":"function_call","status":"completed","call_id":"call_1_NUMBER",\
			"name":"temperature","arguments":"{\\"city\\":\\"Lisbon\\"}"},\
			{"id":"fc_2_NUMBER","type":"function_call","status":"completed","call_id":"call_2_NUMBER",\
			"name":"forecast","arguments":"{\\"city\\":\\"Lisbon\\",\\"days\\":2}"}""";

	private static final String MESSAGE = """
			{"id":"msg_NUMBER","type":"message","status":"completed","role":"assistant","content":[{\
			"type":"output_text","text":"REPLY","annotations":[]}]}""".replace("REPLY", REPLY);

	private static final String CONVERSATION = """
			{"id":"conv_NUMBER","object":"conversation","created_at":1750000000,"metadata":{}}""";

	private final AtomicLong numbers = new AtomicLong();

	private final AtomicLong requests = new AtomicLong();

	private final HttpServer server;

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private WorkServer(HttpServer server) {
		this.server = server;
		server.setExecutor(this.threads);
		server.createContext("/v1/conversations", (exchange) -> answer(exchange, CONVERSATION));
		server.createContext("/v1/responses", this::respond);
	}

	static WorkServer start() throws IOException {
		// Otherwise bodies wait for the client's acknowledgement of the headers.
		System.setProperty("sun.net.httpserver.nodelay", "true");
		WorkServer server = new WorkServer(
				HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
		server.server.start();
		return server;
	}

	String baseUrl() {
		return "http://127.0.0.1:" + this.server.getAddress().getPort() + "/v1";
	}

	long requests() {
		return this.requests.get();
	}

	private void respond(HttpExchange exchange) {
		try {
			String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
			answer(exchange, RESPONSE.replace("OUTPUT", body.contains("function_call_output") ? MESSAGE : CALLS));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void answer(HttpExchange exchange, String template) throws IOException {
		this.requests.incrementAndGet();
		exchange.getRequestBody().readAllBytes();
		byte[] body = template.replace("NUMBER", Long.toString(this.numbers.incrementAndGet()))
			.getBytes(StandardCharsets.UTF_8);
		exchange.getResponseHeaders().add("Content-Type", "application/json");
		exchange.sendResponseHeaders(200, body.length);
		exchange.getResponseBody().write(body);
		exchange.close();
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.threads.shutdown();
	}

}
