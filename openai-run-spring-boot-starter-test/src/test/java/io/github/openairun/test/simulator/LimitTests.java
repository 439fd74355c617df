package io.github.openairun.test.simulator;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static io.github.openairun.test.simulator.ToolCallScript.call;
import static io.github.openairun.test.simulator.ToolCallScript.invented;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Limits of tokens, of which each is four characters here.
 */
class LimitTests {

	ServerClient client = new ServerClient();

	@Test
	void replyOfAResponseIsCut() {
		this.client.when(anyMessage()).reply("0123456789".repeat(10));
		JsonNode response = this.client.post("/responses", body("'max_output_tokens': 16"));
		assertThat(response.path("status").asString()).isEqualTo("incomplete");
		assertThat(response.at("/incomplete_details/reason").asString()).isEqualTo("max_output_tokens");
		assertThat(response.at("/output/0/status").asString()).isEqualTo("incomplete");
		assertThat(response.at("/output/0/content/0/text").asString()).hasSize(64);
		assertThat(response.at("/usage/output_tokens").asInt()).isEqualTo(16);
		assertThat(this.client.post("/responses", body("'max_output_tokens': 25")).path("status").asString())
			.isEqualTo("completed");
	}

	@Test
	void streamOfAResponseIsCut() {
		this.client.when(anyMessage()).deltas(10).reply("0123456789".repeat(10));
		List<SentEvent> events = this.client
			.stream("POST", "/responses", body("'stream': true, 'max_output_tokens': 16"))
			.read();
		assertThat(events).filteredOn((event) -> event.name().equals("response.output_text.delta")).hasSize(7);
		assertThat(events.get(events.size() - 1).name()).isEqualTo("response.incomplete");
	}

	@Test
	void callsOfAResponseAreCut() {
		this.client.when(anyMessage())
			.calls(invented("a", Map.of("text", "0123456789".repeat(5))), invented("b", Map.of("text", "0123456789")),
					invented("c", Map.of()))
			.reply("Done");
		JsonNode response = this.client.post("/responses", body("'max_output_tokens': 17"));
		assertThat(response.path("status").asString()).isEqualTo("incomplete");
		assertThat(response.path("output")).hasSize(2)
			.allSatisfy((call) -> assertThat(call.path("status").asString()).isEqualTo("incomplete"));
		assertThat(response.at("/output/1/arguments").asString()).isEqualTo("{\"te");
	}

	@Test
	void replyOfARunIsCutByWhatItsRoundsHaveLeft() {
		this.client.when(anyMessage())
			.calls(call("find", Map.of("text", "0123456789".repeat(50))))
			.reply("0123456789".repeat(80));
		JsonNode run = run("'max_completion_tokens': 256", "Hi");
		String path = "/threads/" + run.path("thread_id").asString() + "/runs/" + run.path("id").asString();
		String callId = this.client.get(path).at("/required_action/submit_tool_outputs/tool_calls/0/id").asString();
		List<SentEvent> events = this.client
			.stream("POST", path + "/submit_tool_outputs",
					"{'stream': true, 'tool_outputs': [{'tool_call_id': '%s', 'output': 'x'}]}".formatted(callId))
			.read();
		assertThat(SentEvent.names(events)).contains("thread.message.incomplete", "thread.run.incomplete")
			.doesNotContain("thread.message.completed");
		run = this.client.get(path);
		assertThat(run.path("status").asString()).isEqualTo("incomplete");
		assertThat(run.at("/incomplete_details/reason").asString()).isEqualTo("max_completion_tokens");
		assertThat(run.at("/usage/completion_tokens").asInt()).isEqualTo(256);
		JsonNode message = this.client.get("/threads/" + run.path("thread_id").asString() + "/messages").at("/data/0");
		assertThat(message.at("/incomplete_details/reason").asString()).isEqualTo("max_tokens");
		assertThat(message.at("/content/0/text/value").asString()).hasSizeBetween(1, 600);
	}

	@Test
	void promptOfARunIsLimited() {
		this.client.when(anyMessage()).reply("Done");
		assertThat(status(run("'max_prompt_tokens': 256", "Hi"))).isEqualTo("completed");
		JsonNode run = run("'max_prompt_tokens': 256", "0123456789".repeat(200));
		assertThat(status(run)).isEqualTo("incomplete");
		assertThat(read(run).at("/incomplete_details/reason").asString()).isEqualTo("max_prompt_tokens");
	}

	@Test
	void streamOfARunIsCut() {
		this.client.when(anyMessage()).reply("0123456789".repeat(200));
		JsonNode assistant = this.client.post("/assistants", "{'model': 'gpt-4.1'}");
		List<SentEvent> events = this.client
			.stream("POST", "/threads/runs",
					"{'assistant_id': '" + assistant.path("id").asString()
							+ "', 'stream': true, 'max_completion_tokens': 256, 'thread': {'messages': "
							+ "[{'role': 'user', 'content': 'Hi'}]}}")
			.read();
		assertThat(SentEvent.names(events)).endsWith("thread.message.incomplete", "thread.run.step.failed",
				"thread.run.incomplete", "done");
	}

	@Test
	void improvisedRepliesAreCutOnBothWires() {
		this.client = new ServerClient(OpenAiSimulator.builder().improvise(true));
		JsonNode response = this.client.post("/responses",
				"{'model': 'gpt-4.1', 'input': 'Tell me a story', 'max_output_tokens': 16}");
		assertThat(response.path("status").asString()).isEqualTo("incomplete");
		assertThat(response.at("/output/0/content/0/text").asString()).hasSize(64);
		JsonNode run = run("'max_completion_tokens': 256", "Tell me a story");
		assertThat(status(run)).isEqualTo("incomplete");
		assertThat(read(run).at("/incomplete_details/reason").asString()).isEqualTo("max_completion_tokens");
		assertThat(read(run).at("/usage/completion_tokens").asInt()).isEqualTo(256);
	}

	private static String body(String rest) {
		return "{'model': 'gpt-4.1', 'input': 'Hi', " + rest + "}";
	}

	private JsonNode run(String rest, String message) {
		String assistant = this.client
			.post("/assistants", "{'model': 'gpt-4.1', 'tools': [{'type': 'function', 'function': {'name': 'find'}}]}")
			.path("id")
			.asString();
		return this.client.post("/threads/runs",
				"{'assistant_id': '%s', 'thread': {'messages': [{'role': 'user', 'content': '%s'}]}, %s}"
					.formatted(assistant, message, rest));
	}

	private String status(JsonNode run) {
		return read(run).path("status").asString();
	}

	private JsonNode read(JsonNode run) {
		return this.client.get("/threads/" + run.path("thread_id").asString() + "/runs/" + run.path("id").asString());
	}

}
