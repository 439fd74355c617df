package io.github.openairun.test.simulator;

import java.util.Map;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static io.github.openairun.test.simulator.ToolCallScript.invented;
import static io.github.openairun.test.simulator.ToolCallScript.raw;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Calls and outputs on wire Responses, without a transport.
 */
class ResponsesToolOutputsTests extends AbstractResponsesTests {

	@Test
	void callsProgressInRounds() {
		this.client.when(anyMessage())
			.calls(invented("a", Map.of("n", 1)), invented("b", Map.of()))
			.calls(invented("a", raw("{broken")))
			.reply((outputs) -> outputs.getAll("a") + outputs.get("b"));
		JsonNode first = finished(background("'input': 'Hi'"));
		assertThat(first.path("status").asString()).isEqualTo("completed");
		assertThat(first.path("output")).extracting((item) -> item.path("name").asString()).containsExactly("a", "b");
		assertThat(first.at("/output/0/id").asString()).startsWith("fc_");
		assertThat(first.at("/output/0/call_id").asString()).startsWith("call_");
		assertThat(first.at("/output/0/arguments").asString()).isEqualTo("{\"n\":1}");
		assertThat(first.at("/usage/total_tokens").asInt()).isPositive();
		JsonNode second = finished(background("'input': " + outputs(first, "one", "two")));
		assertThat(second.at("/output/0/arguments").asString()).isEqualTo("{broken");
		JsonNode third = finished(background("'input': " + outputs(second, "three")));
		assertThat(third.at("/output/0/content/0/text").asString()).isEqualTo("[one, three]two");
	}

	@Test
	void callWithoutOutputIsRefused() {
		this.client.when(anyMessage()).calls(invented("a", Map.of()), invented("b", Map.of())).reply("Done");
		JsonNode asking = finished(background("'input': 'Hi'"));
		JsonNode error = backgroundRefused("'input': 'More'");
		assertThat(error.path("message").asString())
			.isEqualTo("No tool output found for function call " + asking.at("/output/0/call_id").asString() + ".");
		assertThat(error.path("param").asString()).isEqualTo("input");
		assertThat(error.path("code").isNull()).isTrue();
		String half = "[{'type': 'function_call_output', 'call_id': '" + asking.at("/output/0/call_id").asString()
				+ "', 'output': 'one'}]";
		assertThat(backgroundRefused("'input': " + half).path("message").asString())
			.contains(asking.at("/output/1/call_id").asString());
	}

	@Test
	void outputWithoutCallIsRefused() {
		JsonNode error = this.client.refused(400, "POST", "/responses", """
				{'model': 'gpt-4.1', 'input': [
					{'type': 'function_call_output', 'call_id': 'call_x', 'output': 'one'}]}""");
		assertThat(error.path("message").asString())
			.isEqualTo("No tool call found for function call output with call_id call_x.");
		assertThat(error.path("param").asString()).isEqualTo("input");
		assertThat(error.path("code").isNull()).isTrue();
	}

	@Test
	void previousResponseContinuesWithoutConversation() {
		this.client.when(anyMessage()).calls(invented("a", Map.of())).reply((outputs) -> "It is " + outputs.get("a"));
		JsonNode asking = this.client.post("/responses", "{'model': 'gpt-4.1', 'input': 'Hi'}");
		JsonNode answer = this.client.post("/responses", "{'model': 'gpt-4.1', 'previous_response_id': '"
				+ asking.path("id").asString() + "', 'input': " + outputs(asking, "one") + "}");
		assertThat(answer.at("/output/0/content/0/text").asString()).isEqualTo("It is one");
		assertThat(answer.path("previous_response_id").asString()).isEqualTo(asking.path("id").asString());
	}

	@Test
	void historyMayBeSentAsInput() {
		this.client.when(anyMessage()).calls(invented("a", Map.of())).reply((outputs) -> "It is " + outputs.get("a"));
		JsonNode answer = this.client.post("/responses", """
				{'model': 'gpt-4.1', 'store': false, 'input': [
					{'role': 'user', 'content': 'Hi'},
					{'type': 'function_call', 'call_id': 'call_1', 'name': 'a', 'arguments': '{}'},
					{'type': 'function_call_output', 'call_id': 'call_1', 'output': 'one'}]}""");
		assertThat(answer.at("/output/0/content/0/text").asString()).isEqualTo("It is one");
		this.client.refused(404, "GET", "/responses/" + answer.path("id").asString(), "");
	}

	@Test
	void newMessageStartsItsScriptAtTheFirstRound() {
		this.client.when(anyMessage()).calls(invented("a", Map.of())).reply("Done");
		JsonNode asking = finished(background("'input': 'Hi'"));
		finished(background("'input': " + outputs(asking, "one")));
		assertThat(finished(background("'input': 'Again'")).at("/output/0/name").asString()).isEqualTo("a");
	}

	@Test
	void requiredCallIsMadeForEver() {
		this.client.when(anyMessage()).call("find", Map.of()).reply("Done");
		String tools = "'tools': [" + TOOL + "], ";
		JsonNode asking = finished(background(tools + "'input': 'Hi', 'tool_choice': 'required'"));
		JsonNode again = finished(background(
				tools + "'tool_choice': {'type': 'function', 'name': 'find'}, 'input': " + outputs(asking, "one")));
		assertThat(again.at("/output/0/name").asString()).isEqualTo("find");
		JsonNode answer = finished(background("'tool_choice': 'auto', 'input': " + outputs(again, "one")));
		assertThat(answer.at("/output/0/content/0/text").asString()).isEqualTo("Done");
	}

	@Test
	void outputsOfACancelledResponseCanBeSentAgain() {
		this.client.when(anyMessage()).calls(invented("a", Map.of())).reply((outputs) -> "It is " + outputs.get("a"));
		JsonNode asking = finished(background("'input': 'Hi'"));
		JsonNode cancelled = background("'input': " + outputs(asking, "one"));
		this.client.post("/responses/" + cancelled.path("id").asString() + "/cancel", "");
		JsonNode answer = finished(background("'input': " + outputs(asking, "two")));
		assertThat(answer.at("/output/0/content/0/text").asString()).isEqualTo("It is two");
	}

}
