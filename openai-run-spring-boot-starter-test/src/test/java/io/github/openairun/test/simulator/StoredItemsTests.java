package io.github.openairun.test.simulator;

import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the server keeps of items, makes of them, and says of itself.
 */
class StoredItemsTests {

	private final ServerClient client = new ServerClient();

	@Test
	void itemOfAStoredResponseCanBeReferredTo() {
		this.client.when(anyMessage().turn(1)).reply("Hello");
		this.client.when(anyMessage().turn(2)).reply("Again");
		JsonNode first = this.client.post("/responses", "{'model': 'gpt-4.1', 'input': 'Hi'}");
		String input = this.client.get("/responses/" + first.path("id").asString() + "/input_items")
			.at("/data/0/id")
			.asString();
		String second = """
				{'model': 'gpt-4.1', 'input': [{'type': 'item_reference', 'id': '%s'}, {'id': '%s'},
				 {'role': 'user', 'content': 'More'}]}""";
		JsonNode response = this.client.post("/responses",
				second.formatted(input, first.at("/output/0/id").asString()));
		assertThat(response.at("/output/0/content/0/text").asString()).isEqualTo("Again");
		this.client.refused(404, "POST", "/responses",
				"{'model': 'gpt-4.1', 'input': [{'type': 'item_reference', 'id': 'msg_x'}]}");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			textBlock = """
					{'role': 'assistant', 'content': 'Hm', 'phase': 'commentary'}                                                     | /phase | commentary
					{'role': 'user', 'content': [{'type': 'input_text', 'text': 'Hi', 'prompt_cache_breakpoint': {'mode': 'explicit'}}]} | /content/0/prompt_cache_breakpoint/mode | explicit
					{'type': 'custom_tool_call', 'call_id': 'call_1', 'name': 'a', 'input': 'x'}                                      | /status | completed
					{'type': 'shell_call', 'call_id': 'call_1', 'action': {'commands': ['ls']}, 'status': 'incomplete'}               | /status | incomplete
					{'type': 'shell_call', 'call_id': 'call_1', 'action': {'commands': ['ls']}}                                       | /status | completed
					{'type': 'computer_call_output', 'call_id': 'call_1', 'output': {'type': 'computer_screenshot'}}                  | /status | completed
					{'type': 'function_call', 'call_id': 'call_1', 'name': 'a', 'arguments': '{}', 'namespace': 'shop'}               | /namespace | shop
					""")
	void whatIsSentIsKept(String item, String pointer, String value) {
		String conversation = this.client.post("/conversations", "{'items': [" + item + "]}").path("id").asString();
		JsonNode kept = this.client.get("/conversations/" + conversation + "/items").at("/data/0");
		assertThat(kept.at(pointer).asString("")).as(kept.toString()).isEqualTo(value);
	}

	@Test
	void responseEchoesCachingAndPenalties() {
		this.client.when(anyMessage()).reply("Hello");
		JsonNode response = this.client.post("/responses", """
				{'model': 'gpt-4.1', 'input': 'Hi', 'prompt_cache_key': 'k', 'prompt_cache_retention': '24h',
				 'prompt_cache_options': {'mode': 'explicit'}}""");
		assertThat(response.path("prompt_cache_key").asString()).isEqualTo("k");
		assertThat(response.at("/prompt_cache_options/mode").asString()).isEqualTo("explicit");
		assertThat(response.path("prompt_cache_retention").asString()).isEqualTo("24h");
		assertThat(response.path("presence_penalty").asDouble(-1)).isZero();
		assertThat(response.path("frequency_penalty").asDouble(-1)).isZero();
	}

	@Test
	void itemsAreCompacted() {
		this.client.when(anyMessage()).reply("Hello");
		JsonNode first = this.client.post("/responses", "{'model': 'gpt-4.1', 'input': 'Hi'}");
		JsonNode compacted = this.client.post("/responses/compact",
				"{'model': 'gpt-4.1', 'previous_response_id': '%s'}".formatted(first.path("id").asString()));
		assertThat(compacted.path("object").asString()).isEqualTo("response.compaction");
		assertThat(compacted.path("output")).extracting((item) -> item.path("type").asString())
			.containsExactly("message", "compaction");
		assertThat(compacted.at("/output/1/encrypted_content").asString()).isNotEmpty();
		JsonNode next = this.client.post("/responses",
				"{'model': 'gpt-4.1', 'input': " + compacted.path("output") + "}");
		assertThat(next.path("status").asString()).isEqualTo("completed");
		this.client.refused(400, "POST", "/responses/compact", "{}");
		assertThat(this.client.server().accepted(Collections.emptySet())).hasSize(2);
	}

	@Test
	void inputTokensAreCounted() {
		JsonNode few = this.client.post("/responses/input_tokens", "{'model': 'gpt-4.1', 'input': 'Hi'}");
		JsonNode many = this.client.post("/responses/input_tokens",
				"{'model': 'gpt-4.1', 'input': '%s'}".formatted("Hi ".repeat(100)));
		assertThat(few.path("object").asString()).isEqualTo("response.input_tokens");
		assertThat(few.path("input_tokens").asInt()).isBetween(1, 60);
		assertThat(many.path("input_tokens").asInt()).isGreaterThan(few.path("input_tokens").asInt() + 50);
	}

	@Test
	void modelsAreThoseThatAreNamed() {
		this.client.server().addModel("gpt-configured");
		this.client.when(anyMessage()).reply("Hello");
		this.client.post("/responses", "{'model': 'gpt-4.1', 'input': 'Hi'}");
		JsonNode list = this.client.get("/models");
		assertThat(list.path("data")).extracting((model) -> model.path("id").asString())
			.containsExactly("gpt-configured", "gpt-4.1");
		assertThat(this.client.get("/models/gpt-4.1").path("object").asString()).isEqualTo("model");
		assertThat(this.client.refused(404, "GET", "/models/gpt-9", "").path("code").asString())
			.isEqualTo("model_not_found");
	}

	@ParameterizedTest
	@EnumSource
	void everyServerListsModels(ServerProfile profile) {
		ServerClient other = new ServerClient(OpenAiSimulator.builder().profile(profile));
		assertThat(other.get("/models").path("object").asString()).isEqualTo("list");
	}

	@Test
	void whatIsTooLongIsRefused() {
		String tool = "{'type': 'function', 'name': 'find', 'parameters': null, 'description': '%s'}";
		JsonNode error = this.client.refused(400, "POST", "/responses",
				"{'model': 'gpt-4.1', 'input': 'Hi', 'tools': [%s]}".formatted(tool.formatted("x".repeat(1025))));
		assertThat(error.path("param").asString()).isEqualTo("tools[0].description");
		assertThat(error.path("code").asString()).isEqualTo("string_above_max_length");
		String tools = String.join(", ", Collections.nCopies(129, tool.formatted("x")));
		assertThat(this.client
			.refused(400, "POST", "/responses", "{'model': 'gpt-4.1', 'input': 'Hi', 'tools': [%s]}".formatted(tools))
			.path("code")
			.asString()).isEqualTo("array_above_max_length");
		List<String> messages = Collections.nCopies(33, "{'role': 'user', 'content': 'Hi'}");
		assertThat(this.client
			.refused(400, "POST", "/threads", "{'messages': [%s]}".formatted(String.join(", ", messages)))
			.path("code")
			.asString()).isEqualTo("array_above_max_length");
		this.client.post("/threads", "{'messages': [%s]}".formatted(String.join(", ", messages.subList(0, 32))));
	}

	@Test
	void whatIsTooLongIsRefusedByRunsAndAssistants() {
		String tool = "{'type': 'function', 'function': {'name': 'find', 'description': '%s'}}";
		assertRefused("/assistants", "'model': 'gpt-4.1', 'tools': [" + tool.formatted("x".repeat(1025)) + "]",
				"tools[0].function.description", "string_above_max_length");
		assertRefused(
				"/assistants", "'model': 'gpt-4.1', 'tools': ["
						+ String.join(", ", Collections.nCopies(129, tool.formatted("x"))) + "]",
				"tools", "array_above_max_length");
		String assistant = this.client.post("/assistants", "{'model': 'gpt-4.1'}").path("id").asString();
		String thread = this.client.post("/threads", "{}").path("id").asString();
		String messages = String.join(", ", Collections.nCopies(33, "{'role': 'user', 'content': 'Hi'}"));
		assertRefused("/threads/" + thread + "/runs",
				"'assistant_id': '" + assistant + "', 'additional_messages': [" + messages + "]", "additional_messages",
				"array_above_max_length");
		assertRefused("/threads/runs",
				"'assistant_id': '" + assistant + "', 'thread': {'messages': [" + messages + "]}", "thread.messages",
				"array_above_max_length");
	}

	private void assertRefused(String path, String body, String param, String code) {
		JsonNode error = this.client.refused(400, "POST", path, "{" + body + "}");
		assertThat(error.path("param").asString()).isEqualTo(param);
		assertThat(error.path("code").asString()).isEqualTo(code);
	}

}
