package io.github.openairun.benchmarks.durable;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/**
 * The work of a run, written by hand: three requests and two tool calls. It trusts the
 * server, and knows how its responses are written.
 */
final class Work {

	static final String QUESTION = "What is the weather in Lisbon?";

	/** How many runs each contender executes at a time. */
	static final int THREADS = 10;

	private static final String TOOLS = """
			[{"type":"function","name":"temperature","description":"The temperature in a city","parameters":\
			{"type":"object","properties":{"city":{"type":"string"}},"required":["city"],\
			"additionalProperties":false},"strict":true},{"type":"function","name":"forecast","description":\
			"The forecast for a city","parameters":{"type":"object","properties":{"city":{"type":"string"},\
			"days":{"type":"integer"}},"required":["city","days"],"additionalProperties":false},"strict":true}]""";

	private static final String REQUEST = """
			{"model":"gpt-4.1","tools":TOOLS,"input":INPUT,"conversation":"CONVERSATION","background":true}"""
		.replace("TOOLS", TOOLS);

	private final BenchmarkTools tools = new BenchmarkTools();

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final String baseUrl;

	Work(String baseUrl) {
		this.baseUrl = baseUrl;
	}

	/** Create a conversation. */
	String conversation() throws IOException, InterruptedException {
		return between(post("/conversations", "{}"), "{\"id\":\"", "\"");
	}

	/** Begin a run, and return the response with its calls. */
	String begin(String conversation) throws IOException, InterruptedException {
		return post("/responses", request("[{\"role\":\"user\",\"content\":\"" + QUESTION + "\"}]", conversation));
	}

	String temperature() {
		return this.tools.temperature("Lisbon");
	}

	String forecast() {
		return this.tools.forecast("Lisbon", 2);
	}

	/** Submit the outputs, and return the text. */
	String submit(String conversation, String response, String temperature, String forecast)
			throws IOException, InterruptedException {
		String number = between(response, "call_1_", "\"");
		String input = "[" + output("call_1_" + number, temperature) + "," + output("call_2_" + number, forecast) + "]";
		String text = between(post("/responses", request(input, conversation)), "\"output_text\",\"text\":\"", "\"");
		require(text);
		return text;
	}

	/** Do everything. */
	void all() throws IOException, InterruptedException {
		String conversation = conversation();
		String response = begin(conversation);
		submit(conversation, response, temperature(), forecast());
	}

	static void require(String text) {
		if (!text.equals(WorkServer.REPLY)) {
			throw new IllegalStateException("A run has replied something else: " + text);
		}
	}

	private static String request(String input, String conversation) {
		return REQUEST.replace("INPUT", input).replace("CONVERSATION", conversation);
	}

	private static String output(String callId, String output) {
		return "{\"type\":\"function_call_output\",\"call_id\":\"" + callId + "\",\"output\":\"" + output + "\"}";
	}

	private String post(String path, String json) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(URI.create(this.baseUrl + path))
			.header("Content-Type", "application/json")
			.header("Authorization", "Bearer none")
			.POST(HttpRequest.BodyPublishers.ofString(json))
			.build();
		return this.client.send(request, HttpResponse.BodyHandlers.ofString()).body();
	}

	private static String between(String text, String start, String end) {
		int from = text.indexOf(start) + start.length();
		return text.substring(from, text.indexOf(end, from));
	}

}
