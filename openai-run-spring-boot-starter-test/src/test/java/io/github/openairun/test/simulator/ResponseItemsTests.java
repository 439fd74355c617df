package io.github.openairun.test.simulator;

import java.util.List;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static io.github.openairun.test.simulator.MessageMatcher.message;
import static io.github.openairun.test.simulator.ToolCallScript.invented;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Items of other kinds than plain messages, without a transport.
 */
class ResponseItemsTests {

	private final ServerClient client = new ServerClient();

	@Test
	void outputMayBeParts() {
		this.client.when(anyMessage()).calls(invented("a", List.of())).reply((outputs) -> outputs.get("a"));
		JsonNode response = respond("""
				{'role': 'user', 'content': 'Hi'},
				{'type': 'function_call', 'id': 'fc_1', 'call_id': 'call_1', 'name': 'a', 'arguments': '[]'},
				{'type': 'function_call_output', 'call_id': 'call_1', 'output': [
					{'type': 'input_text', 'text': 'one'}, {'type': 'input_text', 'text': 'two'}]}""");
		assertThat(response.at("/output/0/content/0/text").asString()).isEqualTo("one\ntwo");
	}

	@Test
	void unknownPartOfAnOutputIsRefused() {
		assertThat(this.client.refused(400, "POST", "/responses", body("""
				{'type': 'function_call_output', 'call_id': 'call_1', 'output': [{'type': 'text', 'text': 'x'}]}"""))
			.path("param")
			.asString()).isEqualTo("input[0].output[0].type");
	}

	@Test
	void textOfAMessageIsThatOfAllItsParts() {
		this.client.when(message().equalTo("one\ntwo")).reply("Done");
		JsonNode response = respond("""
				{'role': 'user', 'content': [
					{'type': 'input_text', 'text': 'one'},
					{'type': 'input_image', 'image_url': 'https://example.org/a.png', 'detail': 'low'},
					{'type': 'input_text', 'text': 'two'}]}""");
		assertThat(response.path("status").asString()).isEqualTo("completed");
	}

	@Test
	void assistantMessagesMayBeSentBack() {
		this.client.when(message().equalTo("Hi")).reply("Done");
		JsonNode response = respond("""
				{'role': 'user', 'content': 'Hi'},
				{'type': 'message', 'id': 'msg_1', 'role': 'assistant', 'content': [
					{'type': 'output_text', 'text': 'Hello', 'annotations': []},
					{'type': 'refusal', 'refusal': 'No.'}]}""");
		assertThat(response.path("status").asString()).isEqualTo("completed");
	}

	@Test
	void annotationsAreKept() {
		String conversation = this.client.post("/conversations",
				"""
						{'items': [{'role': 'assistant', 'content': [{'type': 'output_text', 'text': 'See the manual.',
						 'annotations': [{'type': 'file_citation', 'file_id': 'file_1', 'filename': 'a.txt', 'index': 1}]}]}]}""")
			.path("id")
			.asString();
		JsonNode items = this.client.get("/conversations/" + conversation + "/items");
		assertThat(items.at("/data/0/content/0/annotations/0/file_id").asString()).isEqualTo("file_1");
	}

	@Test
	void imagesWithoutADetailGetOne() {
		String conversation = this.client.post("/conversations", """
				{'items': [{'role': 'user', 'content': [{'type': 'input_image', 'file_id': 'file_1'}]}]}""")
			.path("id")
			.asString();
		JsonNode items = this.client.get("/conversations/" + conversation + "/items");
		assertThat(items.at("/data/0/content/0/detail").asString()).isEqualTo("auto");
	}

	@Test
	void itemsOfOtherKindsAreKept() {
		this.client.when(message().equalTo("Hi")).reply("Done");
		String id = respond("""
				{'role': 'user', 'content': 'Hi'},
				{'type': 'reasoning', 'id': 'rs_1', 'summary': []},
				{'type': 'compaction_trigger'}""").path("id").asString();
		JsonNode items = this.client.get("/responses/" + id + "/input_items?order=asc").path("data");
		assertThat(items.path(1).path("id").asString()).isEqualTo("rs_1");
		assertThat(items.path(2).path("id").asString()).startsWith("compaction_trigger_");
	}

	@Test
	void itemsMayBeReferredTo() {
		this.client.when(message().equalTo("Hi")).reply("Done");
		String conversation = this.client.post("/conversations", "{'items': [{'role': 'user', 'content': 'Hi'}]}")
			.path("id")
			.asString();
		String item = this.client.get("/conversations/" + conversation + "/items").at("/data/0/id").asString();
		String request = "{'model': 'gpt-4.1', 'conversation': {'id': '" + conversation
				+ "'}, 'input': [{'id': '%s'}]}";
		assertThat(this.client.post("/responses", request.formatted(item)).path("status").asString())
			.isEqualTo("completed");
		assertThat(
				this.client.refused(404, "POST", "/responses", request.formatted("msg_x")).path("message").asString())
			.isEqualTo("Item with id 'msg_x' not found.");
	}

	private JsonNode respond(String items) {
		return this.client.post("/responses", body(items));
	}

	private static String body(String items) {
		return "{'model': 'gpt-4.1', 'input': [" + items + "]}";
	}

}
