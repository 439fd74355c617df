package io.github.openairun.test.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static io.github.openairun.test.simulator.ToolCallScript.invented;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What both wires share, without a transport.
 */
class SimulatedServerTests {

	private final ServerClient client = new ServerClient();

	@ParameterizedTest
	@ValueSource(strings = { "", "Basic abc", "Bearer ", "Bearer" })
	void requestWithoutBearerTokenIsUnauthorized(String authorization) {
		JsonNode error = this.client.with("Authorization", authorization).refused(401, "POST", "/conversations", "{}");
		assertThat(error.path("message").asString()).startsWith("You didn't provide an API key.");
		assertThat(error.path("type").asString()).isEqualTo("invalid_request_error");
	}

	@Test
	void apiKeyHeaderIsAcceptedOnlyIfAskedFor() {
		this.client.without("Authorization").with("api-key", "key").refused(401, "POST", "/conversations", "{}");
		new ServerClient(OpenAiSimulator.builder().acceptApiKeyHeader(true)).without("Authorization")
			.with("api-key", "key")
			.post("/conversations", "{}");
	}

	@Test
	void assistantsNeedTheBetaHeader() {
		JsonNode error = this.client.without("OpenAI-Beta").refused(400, "POST", "/threads", "{}");
		assertThat(error.path("code").asString()).isEqualTo("invalid_beta");
		this.client.with("OpenAI-Beta", "assistants=v1").refused(400, "POST", "/threads", "{}");
		new ServerClient(OpenAiSimulator.builder().requireBetaHeader(false)).without("OpenAI-Beta")
			.post("/threads", "{}");
	}

	@ParameterizedTest
	@CsvSource({ "GET, /foo", "GET, /threads/thread_1/foo", "POST, /responses/resp_1/cancel/now" })
	void unknownPathIsNotFound(String method, String path) {
		assertThat(this.client.refused(404, method, path, "").path("message").asString())
			.isEqualTo("Invalid URL (" + method + " /v1" + path + ")");
	}

	@Test
	void wrongMethodIsNotAllowed() {
		assertThat(this.client.refused(405, "PUT", "/threads", "").path("message").asString())
			.startsWith("Not allowed to PUT on /v1/threads.");
	}

	@Test
	void wireThatIsNotServedHasNoPaths() {
		ServerClient responses = new ServerClient(OpenAiSimulator.builder().serve(Wire.RESPONSES));
		responses.post("/conversations", "{}");
		assertThat(responses.refused(404, "POST", "/threads", "{}").path("message").asString())
			.isEqualTo("Invalid URL (POST /v1/threads)");
		ServerClient assistants = new ServerClient(OpenAiSimulator.builder().serve(Wire.ASSISTANTS));
		assistants.post("/threads", "{}");
		assistants.refused(404, "POST", "/conversations", "{}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{", "[]", "\"x\"", "not json" })
	void malformedBodyIsRefused(String body) {
		assertThat(this.client.refused(400, "POST", "/threads", body).path("message").asString())
			.startsWith("We could not parse the JSON body of your request.");
	}

	@Test
	void everyAnswerHasARequestId() {
		assertThat(this.client.send("POST", "/threads", "{}").headers().get("x-request-id")).startsWith("req_");
		assertThat(this.client.send("GET", "/foo", "").headers().get("x-request-id")).startsWith("req_");
	}

	@Test
	void pollHintIsSentWithRuns() {
		ServerClient client = new ServerClient(OpenAiSimulator.builder().pollAfter(Duration.ofMillis(250)));
		client.when(anyMessage()).reply("Done");
		assertThat(client.send("POST", "/responses", "{'model': 'gpt-4.1', 'input': 'Hi'}").headers())
			.containsEntry("openai-poll-after-ms", "250");
		assertThat(client.send("POST", "/conversations", "{}").headers()).doesNotContainKey("openai-poll-after-ms");
	}

	@Test
	void pollHintsGrowAsLongAsARunWorks() {
		ServerClient client = new ServerClient();
		client.when(anyMessage()).call("find", Map.of()).reply("Done");
		assertThat(pollHints(client, "/responses", "{'model': 'gpt-4.1', 'input': 'Hi', 'background': true, 'tools': ["
				+ AbstractResponsesTests.TOOL + "]}", "/responses/"))
			.containsExactly("50", null);
		client = new ServerClient(OpenAiSimulator.builder().clock(new MutableClock()).queuedFor(Duration.ofHours(1)));
		String assistant = client.post("/assistants", "{'model': 'gpt-4.1'}").path("id").asString();
		client.when(anyMessage()).reply("Done");
		String thread = client.post("/threads", "{'messages': [{'role': 'user', 'content': 'Hi'}]}")
			.path("id")
			.asString();
		String runs = "/threads/" + thread + "/runs";
		assertThat(pollHints(client, runs, "{'assistant_id': '" + assistant + "'}", runs + "/")).containsExactly("50",
				"65");
	}

	@Test
	void pollHintsNeverExceedFiveSecondsAndCanBeLeftOut() {
		PollHints hints = new PollHints(null, true);
		JsonNode run = SimulatorJson.read("{\"id\": \"run_1\", \"status\": \"queued\"}");
		for (int i = 0; i < 50; i++) {
			hints.headers(Operation.GET_RUN, (ObjectNode) run);
		}
		assertThat(hints.headers(Operation.GET_RUN, (ObjectNode) run)).containsEntry("openai-poll-after-ms", "5000");
		ServerClient without = new ServerClient(OpenAiSimulator.builder().vary(Variant.NO_POLL_HINTS));
		without.when(anyMessage()).reply("Done");
		assertThat(pollHints(without, "/responses", "{'model': 'gpt-4.1', 'input': 'Hi', 'background': true}",
				"/responses/"))
			.containsExactly(null, null);
	}

	private static List<String> pollHints(ServerClient client, String path, String body, String runs) {
		ApiAnswer created = client.send("POST", path, body);
		String id = SimulatorJson.read(created.body()).path("id").asString();
		ApiAnswer read = client.send("GET", runs + id, "");
		return Stream.of(created, read).map((answer) -> answer.headers().get("openai-poll-after-ms")).toList();
	}

	@Test
	void exchangesAreRecordedWithoutCredentials() {
		this.client.with("X-Custom", "kept").with("Api-Key", "secret").send("POST", "/threads?a=b", "{}");
		Exchange exchange = this.client.server().exchanges().get(0);
		assertThat(exchange.operation()).isEqualTo(Operation.CREATE_THREAD);
		assertThat(exchange.method()).isEqualTo("POST");
		assertThat(exchange.path()).isEqualTo("/v1/threads");
		assertThat(exchange.query()).isEqualTo(Map.of("a", "b"));
		assertThat(exchange.headers()).containsKeys("x-custom", "openai-beta")
			.doesNotContainKeys("authorization", "api-key");
		assertThat(exchange.requestBody()).isEqualTo("{}");
		assertThat(exchange.status()).isEqualTo(200);
		assertThat(exchange.responseHeaders()).containsKey("x-request-id");
		assertThat(exchange.responseBody()).contains("thread_");
	}

	@Test
	void refusedExchangesAreRecordedToo() {
		this.client.send("GET", "/foo", "");
		this.client.send("GET", "/threads/thread_x", "");
		assertThat(this.client.server().exchanges()).extracting(Exchange::operation)
			.containsExactly(null, Operation.GET_THREAD);
		assertThat(this.client.server().exchanges()).extracting(Exchange::status).containsExactly(404, 404);
	}

	@Test
	void defectOfTheSimulatorIsToldFromABrokenConnection() {
		ServerClient client = new ServerClient(OpenAiSimulator.builder().clock(new MutableClock() {

			@Override
			public Instant instant() {
				throw new IllegalStateException("no time");
			}

		}));
		assertThat(client.refused(500, "POST", "/threads", "{}").path("message").asString())
			.contains("The simulator failed", "no time");
	}

	@Test
	void badSettingsAreRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> OpenAiSimulator.builder().queuedFor(Duration.ofSeconds(-1)));
		assertThatIllegalArgumentException().isThrownBy(() -> Fault.beforeActing(0));
		assertThatIllegalArgumentException().isThrownBy(() -> Fault.resetAfter().times(0));
	}

	@Test
	void faultBeforeActingHasNoEffect() {
		this.client.server()
			.faults()
			.next(Operation.CREATE_THREAD, Fault.beforeActing(503).withHeader("retry-after", "1"));
		ApiAnswer answer = this.client.send("POST", "/conversations", "{}");
		assertThat(answer.status()).isEqualTo(503);
		assertThat(answer.headers()).containsEntry("retry-after", "1").containsKey("x-request-id");
		assertThat(SimulatorJson.read(answer.body()).at("/error/type").asString()).isEqualTo("server_error");
		assertThat(this.client.post("/conversations", "{}").path("id").asString()).isNotEmpty();
	}

	@Test
	void webSocketsAreNotServed() {
		JsonNode error = new ServerClient().with("Upgrade", "websocket").refused(501, "GET", "/responses", "");
		assertThat(error.path("message").asString()).contains("WebSocket");
	}

	@Test
	void headersTellOfTheLimitOfRequests() {
		MutableClock clock = new MutableClock();
		ServerClient client = new ServerClient(
				OpenAiSimulator.builder().clock(clock).rateLimit(2, Duration.ofSeconds(10)));
		assertThat(client.send("GET", "/models", "").headers()).containsEntry("x-ratelimit-limit-requests", "2")
			.containsEntry("x-ratelimit-remaining-requests", "1")
			.containsEntry("x-ratelimit-reset-requests", "10000ms")
			.containsKeys("openai-processing-ms", "x-ratelimit-remaining-tokens");
		clock.advance(Duration.ofSeconds(4));
		assertThat(client.send("GET", "/models", "").status()).isEqualTo(200);
		ApiAnswer refused = client.send("GET", "/models", "");
		assertThat(refused.status()).isEqualTo(429);
		assertThat(refused.headers()).containsEntry("retry-after-ms", "6000");
		clock.advance(Duration.ofSeconds(6));
		assertThat(client.send("GET", "/models", "").status()).isEqualTo(200);
		assertThat(this.client.send("GET", "/models", "").headers()).containsKey("x-ratelimit-remaining-requests");
	}

	@Test
	void faultAfterActingHidesTheEffect() {
		this.client.when(anyMessage()).calls(invented("a", Map.of())).reply("Done");
		this.client.server().addAssistant(new SimulatedAssistant("asst_1"));
		JsonNode run = this.client.post("/threads/runs", "{'assistant_id': 'asst_1'}");
		String path = "/threads/" + run.path("thread_id").asString() + "/runs/" + run.path("id").asString();
		String call = this.client.get(path).at("/required_action/submit_tool_outputs/tool_calls/0/id").asString();
		this.client.server().faults().next(Operation.SUBMIT_TOOL_OUTPUTS, Fault.afterActing(500));
		String outputs = "{'tool_outputs': [{'tool_call_id': '" + call + "', 'output': 'x'}]}";
		this.client.refused(500, "POST", path + "/submit_tool_outputs", outputs);
		assertThat(this.client.get(path).path("status").asString()).isEqualTo("completed");
	}

	@Test
	void submissionIsToldFromCreationOnTheResponsesWire() {
		this.client.when(anyMessage()).calls(invented("a", Map.of())).reply("Done");
		this.client.server().faults().next(Operation.SUBMIT_TOOL_OUTPUTS, Fault.beforeActing(500));
		JsonNode asking = this.client.post("/responses", "{'model': 'gpt-4.1', 'input': 'Hi'}");
		String submission = "{'model': 'gpt-4.1', 'previous_response_id': '" + asking.path("id").asString()
				+ "', 'input': [{'type': 'function_call_output', 'call_id': '"
				+ asking.at("/output/0/call_id").asString() + "', 'output': 'x'}]}";
		this.client.refused(500, "POST", "/responses", submission);
		this.client.post("/responses", submission);
		assertThat(this.client.server().exchanges()).extracting(Exchange::operation)
			.containsExactly(Operation.CREATE_RUN, Operation.SUBMIT_TOOL_OUTPUTS, Operation.SUBMIT_TOOL_OUTPUTS);
	}

	@Test
	void faultsQueueUpAndRepeat() {
		this.client.server().faults().next(Operation.GET_THREAD, Fault.beforeActing(500).times(2));
		this.client.server().faults().next(Operation.GET_THREAD, Fault.beforeActing(429));
		String path = "/threads/" + this.client.post("/threads", "{}").path("id").asString();
		this.client.refused(500, "GET", path, "");
		this.client.refused(500, "GET", path, "");
		assertThat(this.client.refused(429, "GET", path, "").path("code").asString()).isEqualTo("rate_limit_exceeded");
		this.client.get(path);
	}

	@Test
	void faultMayHaveAnyBody() {
		this.client.server().faults().next(Operation.CREATE_THREAD, Fault.beforeActing(200).withBody("<html>"));
		assertThat(this.client.send("POST", "/threads", "{}").body()).isEqualTo("<html>");
	}

}
