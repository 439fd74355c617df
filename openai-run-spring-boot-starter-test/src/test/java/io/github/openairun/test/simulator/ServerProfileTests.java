package io.github.openairun.test.simulator;

import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static io.github.openairun.test.simulator.ToolCallScript.call;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Servers that keep no conversations.
 */
class ServerProfileTests {

	private static final String TOOL = """
			{'type': 'function', 'name': 'find', 'description': 'Finds', 'strict': false,
			 'parameters': {'type': 'object', 'properties': {}}}""";

	private ServerClient client = new ServerClient();

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			OLLAMA       | 404 | text/plain               | 404 page not found
			VLLM         | 404 | application/json         | "Not Found"
			LLAMA_CPP    | 404 | application/json         | "File Not Found"
			LM_STUDIO    | 200 | application/json         | Unexpected endpoint or method. (POST /v1/conversations)
			OPENROUTER   | 404 | text/html; charset=utf-8 | <!DOCTYPE html>
			HUGGING_FACE | 404 | text/html; charset=utf-8 | Cannot POST /v1/conversations
			""")
	void conversationsAreMissing(ServerProfile profile, int status, String contentType, String body) {
		imitate(profile);
		ApiAnswer answer = this.client.send("POST", "/conversations", "{}");
		assertThat(answer.status()).isEqualTo(status);
		assertThat(answer.headers()).containsEntry("content-type", contentType);
		assertThat(answer.body()).contains(body);
		assertThat(this.client.send("POST", "/threads", "{}").body()).isNotEmpty().doesNotContain("invalid_request");
		assertThat(this.client.server().refusals()).hasSize(2);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			OLLAMA       | 404 | 405
			VLLM         | 404 | 405
			LLAMA_CPP    | 404 | 404
			LM_STUDIO    | 200 | 200
			OPENROUTER   | 404 | 404
			HUGGING_FACE | 404 | 404
			""")
	void responsesCannotBeRead(ServerProfile profile, int reading, int listing) {
		imitate(profile);
		assertThat(this.client.send("GET", "/responses/resp_1", "").status()).isEqualTo(reading);
		assertThat(this.client.send("GET", "/responses", "").status()).isEqualTo(listing);
		assertThat(this.client.send("POST", "/responses/resp_1/cancel", "").status()).isEqualTo(reading);
	}

	@ParameterizedTest
	@CsvSource({ "OLLAMA, 200", "VLLM, 200", "LLAMA_CPP, 200", "LM_STUDIO, 200", "OPENROUTER, 401",
			"HUGGING_FACE, 401" })
	void someNeedAKey(ServerProfile profile, int status) {
		imitate(profile);
		this.client.when(anyMessage()).reply("Hello");
		assertThat(this.client.without("Authorization").send("POST", "/responses", body("'input': 'Hi'")).status())
			.isEqualTo(status);
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "OPENAI")
	void wholeHistoryMakesOneRunOfEachMessage(ServerProfile profile) {
		imitate(profile);
		this.client.when(anyMessage())
			.calls(call("find", "{\"n\": 1}"), call("find", "{\"n\": 2}"))
			.call("find", "{\"n\": 3}")
			.reply((outputs) -> String.join(",", outputs.getAll("find")));
		StringBuilder history = new StringBuilder(user("Where?"));
		assertThat(rounds(history)).isEqualTo("0,1,2");
		history.append(", ").append(user("Where?"));
		assertThat(rounds(history)).isEqualTo("0,1,2");
		assertThat(this.client.server().runs()).hasSize(2).allSatisfy((run) -> {
			assertThat(run.calls()).extracting(RecordedCall::output).containsExactly("0", "1", "2");
			assertThat(run.calls()).extracting(RecordedCall::round).containsExactly(1, 1, 2);
			assertThat(run.reply()).isEqualTo("0,1,2");
		});
		assertThat(this.client.server().accepted(Set.of())).extracting(Accepted::operation)
			.containsExactly(Operation.CREATE_RUN, Operation.SUBMIT_TOOL_OUTPUTS, Operation.SUBMIT_TOOL_OUTPUTS,
					Operation.CREATE_RUN, Operation.SUBMIT_TOOL_OUTPUTS, Operation.SUBMIT_TOOL_OUTPUTS);
		assertThat(this.client.server().accepted(Set.of(Operation.CREATE_RUN))).extracting(Accepted::messages)
			.containsOnly(List.of("Where?"));
	}

	@Test
	void waitingRunsWithTheSameIdsAreToldApart() {
		imitate(ServerProfile.VLLM);
		this.client.when(anyMessage()).call("find", "{}").reply((outputs) -> outputs.get("find"));
		String input = "'tools': [" + TOOL + "], 'input': [" + user("Hi");
		JsonNode call = post(input + "]").at("/output/0");
		post(input + "]");
		for (String output : List.of("a", "b")) {
			post(input + ", " + call + ", " + output(call, output) + "]");
		}
		assertThat(this.client.server().runs()).extracting(RecordedRun::reply).containsExactly("b", "a");
	}

	@Test
	void ollamaEchoesWhatItIgnores() {
		imitate(ServerProfile.OLLAMA);
		this.client.when(anyMessage()).calls(call("find", "{}"), call("find", "{}")).reply("Done");
		JsonNode response = post("""
				'input': 'Hi', 'background': true, 'store': true, 'conversation': 'conv_1', 'tool_choice': 'none',
				'parallel_tool_calls': false, 'metadata': {'a': 'b'}, 'previous_response_id': 'resp_1',
				'instructions': 'Short', 'tools': [%s]""".formatted(TOOL));
		assertThat(response.path("status").asString()).isEqualTo("completed");
		assertThat(response.path("background").asBoolean()).isTrue();
		assertThat(response.path("store").asBoolean(true)).isFalse();
		assertThat(response.path("metadata")).isEmpty();
		assertThat(response.path("tool_choice").asString()).isEqualTo("auto");
		assertThat(response.path("instructions").asString()).isEqualTo("Short");
		assertThat(response.path("output")).hasSize(2);
		assertThat(post("'input': 'Hi'").path("id")).isEqualTo(response.path("id"));
		JsonNode error = this.client.refused(400, "POST", "/responses",
				body("'input': [{'type': 'item_reference', 'id': 'msg_1'}]"));
		assertThat(error.path("message").asString()).contains("unknown input item type");
	}

	@Test
	void vllmRefusesWhatItHasEchoed() {
		imitate(ServerProfile.VLLM);
		this.client.when(anyMessage()).call("find", "{}").reply("Done");
		String history = "'tools': [" + TOOL + "], 'input': [" + user("Hi");
		JsonNode response = post(history + "]");
		int limit = response.path("max_output_tokens").asInt();
		assertThat(limit).isPositive();
		JsonNode call = response.at("/output/0");
		assertThat(call.path("call_id").asString()).isEqualTo("call_0");
		String second = history + ", " + call + ", " + output(call, "found") + "]";
		JsonNode error = refused(400, second + ", 'max_output_tokens': " + limit);
		assertThat(error.path("message").asString()).contains("maximum context length");
		assertThat(error.path("code").asInt()).isEqualTo(400);
		assertThat(post(second).path("store").asBoolean(true)).isFalse();
	}

	@Test
	void vllmRefusesBackgroundAndPreviousResponses() {
		imitate(ServerProfile.VLLM);
		assertThat(refused(400, "'input': 'Hi', 'background': true").path("param").asString()).isEqualTo("background");
		refused(404, "'input': 'Hi', 'previous_response_id': 'resp_1'");
	}

	@Test
	void vllmCompletesAlwaysAndFailsWithoutAName() {
		imitate(ServerProfile.VLLM);
		this.client.when(anyMessage().turn(1)).incomplete("max_output_tokens");
		this.client.when(anyMessage().turn(2)).fail("server_error", "Out of memory");
		SentEvent last = last(stream("'input': 'Hi'"));
		assertThat(last.name()).isEqualTo("response.completed");
		assertThat(last.json().at("/type").asString()).isEqualTo("response.completed");
		assertThat(last.json().at("/response/status").asString()).isEqualTo("incomplete");
		SentEvent error = last(stream("'input': [" + user("Hi") + ", " + user("Hi") + "]"));
		assertThat(error.name()).isEmpty();
		assertThat(error.json().path("object").asString()).isEqualTo("error");
		assertThat(error.json().path("message").asString()).isEqualTo("Out of memory");
	}

	@Test
	void llamaCppEchoesNothing() {
		imitate(ServerProfile.LLAMA_CPP);
		this.client.when(anyMessage()).call("find", "{}").reply("Done");
		String request = "'instructions': 'Short', 'metadata': {'a': 'b'}, 'input': 'Hi', 'tools': [" + TOOL + "]";
		JsonNode response = post(request);
		assertThat(response.propertyNames()).contains("id", "model", "output", "status", "usage")
			.doesNotContain("instructions", "tools", "metadata", "store", "background", "conversation",
					"parallel_tool_calls");
		JsonNode call = response.at("/output/0");
		assertThat(call.has("id")).isFalse();
		assertThat(call.path("call_id").asString()).startsWith("fc_");
		List<SentEvent> events = stream(request);
		assertThat(events).noneMatch((event) -> event.json().has("sequence_number"));
		assertThat(SentEvent.names(events)).contains("response.output_item.done", "response.completed");
		assertThat(events).filteredOn((event) -> event.json().has("item"))
			.noneMatch((event) -> event.json().path("item").has("id"));
	}

	@Test
	void llamaCppTakesWhatItsTemplateTakes() {
		imitate(ServerProfile.LLAMA_CPP);
		this.client.when(anyMessage()).reply("Done");
		String assistant = "{'type': 'message', 'role': 'assistant', 'content': %s}, ";
		assertThat(refused(400, "'input': 'Hi', 'previous_response_id': 'resp_1'").path("message").asString())
			.contains("does not support");
		for (String item : List.of(assistant.formatted("'Hello'"),
				"{'type': 'reasoning', 'id': 'rs_1', 'summary': []}, ",
				"{'type': 'reasoning', 'id': 'rs_1', 'summary': [], 'content': []}, ",
				"{'type': 'item_reference', 'id': 'msg_1'}, ")) {
			refused(400, "'input': [" + item + user("Hi") + "]");
		}
		refused(400, "'input': 'Hi', 'tools': [{'type': 'web_search'}]");
		post("'input': [" + assistant.formatted("[{'type': 'output_text', 'text': 'Hello'}]") + user("Hi") + "]");
		post("""
				'input': [{'type': 'reasoning', 'id': 'rs_1', 'summary': [],
				 'content': [{'type': 'reasoning_text', 'text': 'Hm'}]}, %s]""".formatted(user("Hi")));
	}

	@Test
	void lmStudioKnowsPreviousResponsesAndSaysLittle() {
		imitate(ServerProfile.LM_STUDIO);
		this.client.when(anyMessage()).call("find", "{}").reply("All done");
		JsonNode first = post("'input': 'Hi', 'tools': [" + TOOL + "]");
		JsonNode second = post("'previous_response_id': '%s', 'input': [%s], 'tools': [%s]"
			.formatted(first.path("id").asString(), output(first.at("/output/0"), "found"), TOOL));
		assertThat(second.at("/output/0/content/0/text").asString()).isEqualTo("All done");
		assertThat(this.client.server().runs()).hasSize(1);
		assertThat(SentEvent.names(stream("'input': 'Hi', 'tools': [" + TOOL + "]")))
			.containsExactly("response.created", "response.completed");
		this.client.server().reset();
		this.client.when(anyMessage()).reply("All done");
		assertThat(SentEvent.names(stream("'input': 'Hi'"))).startsWith("response.created")
			.contains("response.output_text.delta")
			.endsWith("response.completed")
			.doesNotContain("response.output_item.done");
	}

	@Test
	void openRouterRefusesToStore() {
		imitate(ServerProfile.OPENROUTER);
		this.client.when(anyMessage()).reply("Done");
		JsonNode error = refused(400, "'input': 'Hi', 'store': true");
		assertThat(error.propertyNames()).containsExactlyInAnyOrder("code", "message");
		refused(400, "'input': 'Hi', 'previous_response_id': 'resp_1'");
		assertThat(post("'input': 'Hi', 'store': false, 'background': true").path("status").asString())
			.isEqualTo("completed");
		List<SentEvent> events = stream("'input': 'Hi'");
		assertThat(events).allMatch((event) -> event.name().isEmpty());
		assertThat(last(events).data()).isEqualTo("[DONE]");
	}

	@Test
	void huggingFaceRefusesWithArrays() {
		imitate(ServerProfile.HUGGING_FACE);
		this.client.when(anyMessage()).reply("Done");
		JsonNode error = refused(400, "'input': [{'type': 'reasoning', 'summary': []}]");
		assertThat(error.isArray()).isTrue();
		JsonNode response = post("""
				'input': 'Hi', 'background': true, 'store': true, 'conversation': 'conv_1', 'metadata': {'a': 'b'},
				'previous_response_id': 'resp_1', 'truncation': 'auto'""");
		assertThat(response.path("status").asString()).isEqualTo("completed");
		assertThat(response.at("/metadata/a").asString()).isEqualTo("b");
		assertThat(response.propertyNames()).doesNotContain("background", "store", "conversation", "truncation");
		List<SentEvent> events = stream("'input': 'Hi'");
		assertThat(events).allMatch((event) -> event.name().isEmpty());
		assertThat(last(events).json().path("type").asString()).isEqualTo("response.completed");
		List<Exchange> exchanges = this.client.server().exchanges();
		assertThat(exchanges.get(exchanges.size() - 1).eventNames()).startsWith("response.created");
	}

	@Test
	void faultsOfStreamsDoNotNeedNames() {
		imitate(ServerProfile.OPENROUTER);
		this.client.when(anyMessage()).reply("Done");
		for (Fault fault : List.of(StreamFaults.nullDeltaIds(), StreamFaults.framesWithoutSpaces(),
				StreamFaults.comments())) {
			this.client.server().faults().next(Operation.CREATE_RUN, fault);
			assertThat(stream("'input': 'Hi'")).anyMatch((event) -> event.data().contains("\"delta\":\"Done\""));
		}
		assertThat(this.client.server().exchanges().get(0).responseBody()).contains("\"item_id\":null");
	}

	private void imitate(ServerProfile profile) {
		this.client = new ServerClient(OpenAiSimulator.builder().clock(new MutableClock()).profile(profile));
	}

	private String rounds(StringBuilder history) {
		int output = 0;
		while (true) {
			JsonNode response = post("'tools': [" + TOOL + "], 'input': [" + history + "]");
			if (!"function_call".equals(response.at("/output/0/type").asString(""))) {
				history.append(", ").append(response.at("/output/0"));
				return response.at("/output/0/content/0/text").asString();
			}
			for (JsonNode call : response.path("output")) {
				history.append(", ").append(call);
			}
			for (JsonNode call : response.path("output")) {
				history.append(", ").append(output(call, Integer.toString(output++)));
			}
		}
	}

	private JsonNode post(String rest) {
		return this.client.post("/responses", body(rest));
	}

	private List<SentEvent> stream(String rest) {
		return this.client.stream("POST", "/responses", body("'stream': true, " + rest)).read();
	}

	private JsonNode refused(int status, String rest) {
		ApiAnswer answer = this.client.send("POST", "/responses", body(rest));
		assertThat(answer.status()).as(answer.body()).isEqualTo(status);
		return SimulatorJson.read(answer.body()).path("error");
	}

	private static String body(String rest) {
		return "{'model': 'some-model', " + rest + "}";
	}

	private static String user(String text) {
		return "{'type': 'message', 'role': 'user', 'content': '" + text + "'}";
	}

	private static String output(JsonNode call, String text) {
		ObjectNode output = SimulatorJson.object()
			.put("type", "function_call_output")
			.put("call_id", call.path("call_id").asString())
			.put("output", text);
		return output.toString();
	}

	private static SentEvent last(List<SentEvent> events) {
		return events.get(events.size() - 1);
	}

}
