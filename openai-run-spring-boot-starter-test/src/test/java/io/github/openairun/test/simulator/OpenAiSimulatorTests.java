package io.github.openairun.test.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static io.github.openairun.test.simulator.MessageMatcher.message;
import static io.github.openairun.test.simulator.ToolCallScript.invented;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The simulator over HTTP.
 */
class OpenAiSimulatorTests {

	private final OpenAiSimulator simulator = OpenAiSimulator.start();

	private final HttpClient client = HttpClient.newHttpClient();

	@AfterEach
	void stop() {
		this.simulator.close();
	}

	@Test
	void oneScriptServesBothWires() throws Exception {
		this.simulator.when(message().contains("order 17"))
			.calls(invented("findOrder", Map.of("number", "17")))
			.reply((outputs) -> "The order is " + outputs.get("findOrder"));
		this.simulator.assistant("asst_support", (assistant) -> assistant.instructions("Help."));
		assertThat(runOnAssistants()).isEqualTo("The order is shipped");
		assertThat(runOnResponses()).isEqualTo("The order is shipped");
		assertThat(this.simulator.unmatched()).isEmpty();
	}

	@Test
	void connectionIsClosedWithoutAnAnswer() throws Exception {
		this.simulator.failNext(Operation.CREATE_THREAD, Fault.resetBefore());
		this.simulator.failNext(Operation.CREATE_THREAD, Fault.resetAfter());
		HttpRequest request = request("/threads").POST(BodyPublishers.ofString("{}")).build();
		for (int i = 0; i < 2; i++) {
			assertThatExceptionOfType(IOException.class)
				.isThrownBy(() -> this.client.send(request, BodyHandlers.ofString()));
		}
		assertThat(post("/threads", "{}").path("id").asString()).isEqualTo("thread_000000000000000000000004");
		assertThat(this.simulator.exchanges()).extracting(Exchange::status).containsExactly(0, 0, 200);
	}

	@Test
	void faultMayHaveNoBody() throws Exception {
		this.simulator.failNext(Operation.CREATE_THREAD, Fault.beforeActing(502).withBody(""));
		HttpResponse<String> response = this.client
			.send(request("/threads").POST(BodyPublishers.ofString("{}")).build(), BodyHandlers.ofString());
		assertThat(response.statusCode()).isEqualTo(502);
		assertThat(response.body()).isEmpty();
	}

	@Test
	void answerIsJsonWithARequestId() throws Exception {
		HttpResponse<String> response = this.client.send(request("/foo").GET().build(), BodyHandlers.ofString());
		assertThat(response.statusCode()).isEqualTo(404);
		assertThat(response.headers().firstValue("content-type")).contains("application/json");
		assertThat(response.headers().firstValue("x-request-id")).isPresent();
	}

	@Test
	void queryIsDecoded() throws Exception {
		String thread = post("/threads", "{}").path("id").asString();
		get("/threads/" + thread + "/messages?run_id=a%26b&limit=5");
		assertThat(this.simulator.exchanges().get(1).query()).isEqualTo(Map.of("run_id", "a&b", "limit", "5"));
	}

	@Test
	void textOfAnyLanguageIsKept() throws Exception {
		this.simulator.when(message().equalTo("Wo ist 注文 17? 😀")).reply("Да");
		JsonNode response = post("/responses", "{\"model\": \"gpt-4.1\", \"input\": \"Wo ist 注文 17? 😀\"}");
		assertThat(response.at("/output/0/content/0/text").asString()).isEqualTo("Да");
	}

	@Test
	void manyClientsMayRunAtOnce() throws Exception {
		this.simulator.when(message().contains("order 17")).calls(invented("findOrder", Map.of())).reply("Done");
		this.simulator.assistant("asst_support", (assistant) -> assistant.instructions("Help."));
		ExecutorService executor = Executors.newFixedThreadPool(8);
		try {
			List<Future<String>> runs = executor.invokeAll(Collections.nCopies(32, this::runOnAssistants));
			for (Future<String> run : runs) {
				assertThat(run.get()).isEqualTo("Done");
			}
		}
		finally {
			executor.shutdownNow();
		}
	}

	@Test
	void portIsFreeAgainAfterClosing() {
		int port = URI.create(this.simulator.baseUrl()).getPort();
		assertThatExceptionOfType(UncheckedIOException.class)
			.isThrownBy(() -> OpenAiSimulator.builder().port(port).start())
			.withMessageContaining("port " + port);
		this.simulator.close();
		try (OpenAiSimulator other = OpenAiSimulator.builder().port(port).start()) {
			assertThat(other.baseUrl()).isEqualTo(this.simulator.baseUrl());
		}
	}

	@Test
	void systemPropertiesAreLeftAsTheyWere() {
		assertThat(System.getProperties()).doesNotContainKey("sun.net.httpserver.nodelay");
	}

	private String runOnAssistants() throws Exception {
		JsonNode run = post("/threads/runs", """
				{"assistant_id": "asst_support",
				 "thread": {"messages": [{"role": "user", "content": "Where is order 17?"}]}}""");
		String path = "/threads/" + run.path("thread_id").asString() + "/runs/" + run.path("id").asString();
		JsonNode call = get(path).path("required_action").path("submit_tool_outputs").path("tool_calls").path(0);
		post(path + "/submit_tool_outputs", "{\"tool_outputs\": [{\"tool_call_id\": \"" + call.path("id").asString()
				+ "\", \"output\": \"shipped\"}]}");
		assertThat(get(path).path("status").asString()).isEqualTo("completed");
		JsonNode messages = get("/threads/" + run.path("thread_id").asString() + "/messages");
		return messages.path("data").path(0).path("content").path(0).path("text").path("value").asString();
	}

	private String runOnResponses() throws Exception {
		String conversation = post("/conversations", "{}").path("id").asString();
		String request = "{\"model\": \"gpt-4.1\", \"background\": true, \"conversation\": \"" + conversation
				+ "\", \"input\": ";
		JsonNode asking = post("/responses", request + "\"Where is order 17?\"}");
		JsonNode call = get("/responses/" + asking.path("id").asString()).path("output").path(0);
		JsonNode answering = post("/responses", request + "[{\"type\": \"function_call_output\", \"call_id\": \""
				+ call.path("call_id").asString() + "\", \"output\": \"shipped\"}]}");
		JsonNode answer = get("/responses/" + answering.path("id").asString());
		return answer.path("output").path(0).path("content").path(0).path("text").asString();
	}

	private JsonNode get(String path) throws Exception {
		return send(request(path).GET());
	}

	private JsonNode post(String path, String body) throws Exception {
		return send(request(path).POST(BodyPublishers.ofString(body)));
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create(this.simulator.baseUrl() + path))
			.header("Authorization", "Bearer secret-key")
			.header("OpenAI-Beta", "assistants=v2")
			.header("Content-Type", "application/json");
	}

	private JsonNode send(HttpRequest.Builder request) throws Exception {
		HttpResponse<String> response = this.client.send(request.build(), BodyHandlers.ofString());
		assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
		return SimulatorJson.read(response.body());
	}

}
