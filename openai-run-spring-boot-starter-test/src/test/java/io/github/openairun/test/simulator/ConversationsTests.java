package io.github.openairun.test.simulator;

import java.util.Collections;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Conversations, and what requests on their wire must look like, without a transport.
 */
class ConversationsTests {

	final ServerClient client = new ServerClient().without("OpenAI-Beta");

	@Test
	void conversationsAreKept() {
		JsonNode created = this.client.post("/conversations", "{'metadata': {'a': '1'}}");
		String path = "/conversations/" + created.path("id").asString();
		assertThat(created.path("object").asString()).isEqualTo("conversation");
		assertThat(this.client.get(path)).isEqualTo(created);
		assertThat(this.client.post(path, "{'metadata': {'b': '2'}}").path("metadata").toString())
			.isEqualTo("{\"b\":\"2\"}");
		assertThat(this.client.delete(path).path("object").asString()).isEqualTo("conversation.deleted");
		assertThat(this.client.refused(404, "GET", path, "").path("message").asString())
			.startsWith("Conversation with id");
	}

	@Test
	void itemsAreKept() {
		String path = "/conversations/" + this.client
			.post("/conversations", "{'items': [{'type': 'message', 'role': 'user', 'content': 'Hi'}]}")
			.path("id")
			.asString();
		JsonNode added = this.client.post(path + "/items", """
				{'items': [
					{'role': 'assistant', 'content': 'Hello'},
					{'role': 'user', 'content': [
						{'type': 'input_text', 'text': 'Look'},
						{'type': 'input_image', 'image_url': 'https://example.org/a.png', 'detail': 'low'}]}]}""");
		assertThat(added.path("data")).hasSize(2);
		assertThat(added.at("/data/0/content/0/type").asString()).isEqualTo("output_text");
		assertThat(added.at("/data/1/content/1/detail").asString()).isEqualTo("low");
		JsonNode items = this.client.get(path + "/items?order=asc&limit=2");
		assertThat(items.at("/data/0/content/0/text").asString()).isEqualTo("Hi");
		assertThat(items.path("has_more").asBoolean()).isTrue();
		assertThat(this.client.get(path + "/items?order=asc&after=" + items.path("last_id").asString()).path("data"))
			.containsExactly(added.at("/data/1"));
		String item = path + "/items/" + items.path("first_id").asString();
		assertThat(this.client.get(item)).isEqualTo(items.at("/data/0"));
		assertThat(this.client.delete(item).path("object").asString()).isEqualTo("conversation");
		this.client.refused(404, "GET", item, "");
	}

	@Test
	void moreThanTwentyItemsAreRefused() {
		String items = String.join(", ", Collections.nCopies(21, "{'role': 'user', 'content': 'x'}"));
		assertThat(this.client.refused(400, "POST", "/conversations", "{'items': [" + items + "]}")
			.path("code")
			.asString()).isEqualTo("array_above_max_length");
		String path = "/conversations/" + this.client.post("/conversations", "{}").path("id").asString() + "/items";
		assertThat(this.client.refused(400, "POST", path, "{'items': [" + items + "]}").path("code").asString())
			.isEqualTo("array_above_max_length");
	}

	@Test
	void responsesCanBeDeleted() {
		this.client.when(anyMessage()).reply("Done");
		String path = "/responses/"
				+ this.client.post("/responses", "{'model': 'gpt-4.1', 'input': 'Hi'}").path("id").asString();
		assertThat(this.client.delete(path).path("deleted").asBoolean()).isTrue();
		assertThat(this.client.refused(404, "GET", path, "").path("message").asString()).endsWith("not found.");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					'bogus': 1                                                      | bogus                | unknown_parameter
					'model': null                                                   | model                | invalid_type
					'input': null                                                   | input                | invalid_type
					'conversation': 'thread_1'                                      | conversation         | invalid_value
					'conversation': {'name': 'x'}                                   | conversation.id      | missing_required_parameter
					'previous_response_id': 'run_1'                                 | previous_response_id | invalid_value
					'previous_response_id': 'resp_1'                                | previous_response_id | previous_response_not_found
					'conversation': 'conv_1', 'previous_response_id': 'resp_1'      | null                 | mutually_exclusive_parameters
					'background': true, 'store': false                              | store                | invalid_value
					'max_output_tokens': 15                                         | max_output_tokens    | integer_below_min_value
					'tool_choice': {'type': 'function', 'function': {'name': 'a'}}  | tool_choice.name     | missing_required_parameter
					'tools': [{'type': 'function', 'function': {'name': 'a'}}]      | tools[0].name        | missing_required_parameter
					'tools': [{'type': 'function', 'name': 'a', 'strict': null}]    | tools[0].parameters  | missing_required_parameter
					'tools': [{'type': 'function', 'name': 'a', 'strict': true, 'parameters': {'type': 'object', 'properties': {'x': {'type': 'string'}}, 'additionalProperties': false}}] | tools[0].parameters | invalid_function_parameters
					'text': {'format': {'type': 'json_schema', 'json_schema': {'name': 'x'}}} | text.format.name | missing_required_parameter
					'input': [{'role': 'robot', 'content': 'x'}]                    | input[0].role        | invalid_value
					'input': [{'role': 'user', 'content': [{'type': 'text', 'text': 'x'}]}] | input[0].content[0].type | invalid_value
					'input': [{'role': 'assistant', 'content': [{'type': 'input_text', 'text': 'x'}]}] | input[0].content[0].type | invalid_value
					'input': [{'type': 'function_call_output', 'output': 'x'}]      | input[0].call_id     | missing_required_parameter
					'input': [{'type': 'function_call', 'id': 'call_1', 'call_id': 'call_1', 'name': 'a', 'arguments': '{}'}] | input[0].id | invalid_value
					'stream': 'yes'                                                 | stream               | invalid_type
					""")
	void badRequestIsRefused(String property, String param, String code) {
		String body = "{" + (property.startsWith("'model'") ? "" : "'model': 'gpt-4.1', ")
				+ (property.contains("'input'") ? "" : "'input': 'Hi', ") + property + "}";
		JsonNode error = this.client.refused(400, "POST", "/responses", body);
		assertThat(error.path("code").asString()).isEqualTo(code);
		assertThat(error.path("param").asString("null")).isEqualTo(param);
	}

	@Test
	void unknownConversationIsNotFound() {
		assertThat(this.client
			.refused(404, "POST", "/responses", "{'model': 'gpt-4.1', 'input': 'Hi', 'conversation': 'conv_x'}")
			.path("message")
			.asString()).isEqualTo("Conversation with id 'conv_x' not found.");
	}

	@Test
	void updateNeedsMetadata() {
		String path = "/conversations/" + this.client.post("/conversations", "{}").path("id").asString();
		assertThat(this.client.refused(400, "POST", path, "{}").path("param").asString()).isEqualTo("metadata");
	}

}
