package io.github.openairun.test.simulator;

import java.util.Map;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static io.github.openairun.test.simulator.ToolCallScript.call;
import static io.github.openairun.test.simulator.ToolCallScript.raw;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Responses as runs, without a transport.
 */
class ResponsesTests extends AbstractResponsesTests {

	@Test
	void statusesFollowTheClock() {
		this.client.when(anyMessage()).reply("Done");
		JsonNode created = background("'input': 'Hi'");
		assertThat(created.path("status").asString()).isEqualTo("queued");
		assertThat(read(created).path("status").asString()).isEqualTo("queued");
		pass(1);
		assertThat(read(created).path("status").asString()).isEqualTo("in_progress");
		pass(2);
		assertThat(read(created).path("status").asString()).isEqualTo("completed");
	}

	@Test
	void foregroundResponseIsAnsweredFinished() {
		this.client.when(anyMessage()).reply("Done");
		JsonNode response = this.client.post("/responses", "{'model': 'gpt-4.1', 'input': 'Hi'}");
		assertThat(response.path("status").asString()).isEqualTo("completed");
		assertThat(response.at("/output/0/content/0/text").asString()).isEqualTo("Done");
		assertThat(response.path("background").asBoolean()).isFalse();
	}

	@Test
	void responseRepeatsItsRequest() {
		this.client.when(anyMessage()).reply("Done");
		JsonNode response = background("""
				'input': 'Hi', 'instructions': 'Help.', 'tools': [%s], 'tool_choice': 'auto', 'temperature': 0.5,
				'reasoning': {'effort': 'low'}, 'metadata': {'k': 'v'}, 'parallel_tool_calls': false,
				'text': {'format': {'type': 'json_object'}}, 'max_output_tokens': 100""".formatted(TOOL));
		assertThat(response.path("model").asString()).isEqualTo("gpt-4.1");
		assertThat(response.path("instructions").asString()).isEqualTo("Help.");
		assertThat(response.at("/tools/0/name").asString()).isEqualTo("find");
		assertThat(response.path("temperature").asDouble()).isEqualTo(0.5);
		assertThat(response.at("/reasoning/effort").asString()).isEqualTo("low");
		assertThat(response.at("/metadata/k").asString()).isEqualTo("v");
		assertThat(response.path("parallel_tool_calls").asBoolean()).isFalse();
		assertThat(response.at("/text/format/type").asString()).isEqualTo("json_object");
		assertThat(response.path("max_output_tokens").asInt()).isEqualTo(100);
		assertThat(response.path("background").asBoolean()).isTrue();
		assertThat(response.at("/conversation/id").asString()).isEqualTo(this.conversation);
		assertThat(response.path("usage").isNull()).isTrue();
		assertThat(response.path("error").isNull()).isTrue();
	}

	@Test
	void itemsJoinTheConversationWhenTheResponseCompletes() {
		this.client.when(anyMessage()).reply("Done");
		JsonNode response = background("'input': 'Hi'");
		assertThat(items()).isEmpty();
		finished(response);
		assertThat(items()).extracting((item) -> item.path("role").asString()).containsExactly("user", "assistant");
		assertThat(this.client.get("/responses/" + response.path("id").asString() + "/input_items")
			.at("/data/0/role")
			.asString()).isEqualTo("user");
	}

	@Test
	void messagesMayBeInTheConversationAlready() {
		this.client.when(MessageMatcher.message().equalTo("Hi")).reply("Done");
		newConversation();
		this.client.post("/conversations/" + this.conversation + "/items",
				"{'items': [{'role': 'user', 'content': 'Hi'}]}");
		assertThat(finished(background("'store': true")).at("/output/0/content/0/text").asString()).isEqualTo("Done");
	}

	@Test
	void runningResponseLocksItsConversation() {
		this.client.when(anyMessage()).reply("Done");
		JsonNode running = background("'input': 'Hi'");
		JsonNode error = backgroundRefused("'input': 'More'");
		assertThat(error.toString()).isEqualTo("{\"message\":\"Another process is currently operating on this "
				+ "conversation. Please retry in a few seconds.\",\"type\":\"invalid_request_error\","
				+ "\"param\":\"conversation\",\"code\":\"conversation_locked\"}");
		assertThat(this.client
			.refused(400, "POST", "/conversations/" + this.conversation + "/items",
					"{'items': [{'role': 'user', 'content': 'More'}]}")
			.path("code")
			.asString()).isEqualTo("conversation_locked");
		finished(running);
		background("'input': 'More'");
	}

	@Test
	void backgroundResponseCanBeCancelled() {
		this.client.when(anyMessage()).reply("Done");
		JsonNode response = background("'input': 'Hi'");
		String cancel = "/responses/" + response.path("id").asString() + "/cancel";
		assertThat(this.client.post(cancel, "").path("status").asString()).isEqualTo("cancelled");
		assertThat(this.client.post(cancel, "").path("status").asString()).isEqualTo("cancelled");
		pass(5);
		assertThat(read(response).path("status").asString()).isEqualTo("cancelled");
		assertThat(items()).isEmpty();
		background("'input': 'More'");
	}

	@Test
	void foregroundResponseCannotBeCancelled() {
		this.client.when(anyMessage()).reply("Done");
		String id = this.client.post("/responses", "{'model': 'gpt-4.1', 'input': 'Hi'}").path("id").asString();
		assertThat(this.client.refused(400, "POST", "/responses/" + id + "/cancel", "").path("message").asString())
			.isEqualTo("Cannot cancel a synchronous response.");
	}

	@Test
	void inputOfAFailedResponseIsKeptOnlyIfAskedFor() {
		this.client.when(anyMessage()).fail("server_error", "Sorry");
		JsonNode response = finished(background("'input': 'Hi'"));
		assertThat(response.path("status").asString()).isEqualTo("failed");
		assertThat(response.at("/error/code").asString()).isEqualTo("server_error");
		assertThat(items()).isEmpty();
		this.client = new ServerClient(this.builder.vary(Variant.INPUT_KEPT));
		this.conversation = "";
		this.client.when(anyMessage()).fail("server_error", "Sorry");
		finished(background("'input': 'Hi'"));
		assertThat(items()).hasSize(1);
	}

	@Test
	void incompleteResponseShowsCutCalls() {
		this.client.when(anyMessage()).incomplete("max_completion_tokens", call("a", raw("{\"n\":")));
		JsonNode response = finished(background("'input': 'Hi'"));
		assertThat(response.path("status").asString()).isEqualTo("incomplete");
		assertThat(response.at("/incomplete_details/reason").asString()).isEqualTo("max_output_tokens");
		assertThat(response.at("/output/0/status").asString()).isEqualTo("incomplete");
		assertThat(response.at("/output/0/arguments").asString()).isEqualTo("{\"n\":");
		assertThat(items()).isEmpty();
	}

	@Test
	void refusalIsAPartOfItsOwn() {
		this.client.when(anyMessage()).refuse("No.");
		JsonNode response = finished(background("'input': 'Hi'"));
		assertThat(response.at("/output/0/content/0/type").asString()).isEqualTo("refusal");
	}

	@Test
	void structuredReplyIsJsonText() {
		this.client.when(anyMessage()).replyJson(Map.of("amount", 3));
		JsonNode response = finished(background("""
				'input': 'Hi', 'text': {'format': {'type': 'json_schema', 'name': 'refund', 'strict': true, 'schema':
					{'type': 'object', 'properties': {'amount': {'type': 'integer'}}, 'required': ['amount'],
					 'additionalProperties': false}}}"""));
		assertThat(response.at("/output/0/content/0/text").asString()).isEqualTo("{\"amount\":3}");
	}

	@Test
	void unmatchedMessageFailsTheResponseAndIsRecorded() {
		JsonNode response = finished(background("'input': 'Hi'"));
		assertThat(response.path("status").asString()).isEqualTo("failed");
		assertThat(response.at("/error/message").asString()).contains("no script", "\"Hi\"");
		assertThat(this.client.server().scripts().unmatched()).hasSize(1);
	}

}
