package io.github.openairun.test.simulator;

import java.time.Duration;
import java.util.List;

import tools.jackson.databind.JsonNode;

import static io.github.openairun.test.simulator.ToolCallScript.call;

/**
 * A thread with a message, and the requests that drive a run on it.
 */
abstract class AbstractAssistantsRunTests {

	final MutableClock clock = new MutableClock();

	final ServerClient client = new ServerClient(OpenAiSimulator.builder()
		.clock(this.clock)
		.queuedFor(Duration.ofSeconds(1))
		.workingFor(Duration.ofSeconds(2))
		.cancellingFor(Duration.ofSeconds(1)));

	final String assistant = this.client.post("/assistants", """
			{'model': 'gpt-4.1', 'instructions': 'Help.', 'temperature': 0.5,
			 'tools': [{'type': 'function', 'function': {'name': 'find', 'parameters': {'type': 'object'}}}]}""")
		.path("id")
		.asString();

	final String thread = this.client.post("/threads", "{'messages': [{'role': 'user', 'content': 'Hi'}]}")
		.path("id")
		.asString();

	String runPath = "";

	JsonNode create() {
		return create("'metadata': {}");
	}

	JsonNode create(String rest) {
		JsonNode run = this.client.post("/threads/" + this.thread + "/runs",
				"{'assistant_id': '" + this.assistant + "', " + rest + "}");
		this.runPath = "/threads/" + this.thread + "/runs/" + run.path("id").asString();
		return run;
	}

	void pass(int seconds) {
		this.clock.advance(Duration.ofSeconds(seconds));
	}

	JsonNode run() {
		return this.client.get(this.runPath);
	}

	String status() {
		return run().path("status").asString();
	}

	List<JsonNode> pending() {
		return run().at("/required_action/submit_tool_outputs/tool_calls").valueStream().toList();
	}

	List<String> names() {
		return pending().stream().map((call) -> call.at("/function/name").asString()).toList();
	}

	List<String> ids() {
		return pending().stream().map((call) -> call.path("id").asString()).toList();
	}

	JsonNode submit(String... texts) {
		return this.client.post(this.runPath + "/submit_tool_outputs", outputs(ids(), texts));
	}

	String submitRefused(String body) {
		return this.client.refused(400, "POST", this.runPath + "/submit_tool_outputs", body).path("message").asString();
	}

	static String outputs(List<String> ids, String... texts) {
		StringBuilder json = new StringBuilder("{'tool_outputs': [");
		for (int i = 0; i < ids.size(); i++) {
			json.append((i > 0) ? ", " : "");
			json.append("{'tool_call_id': '").append(ids.get(i)).append("', 'output': '").append(texts[i]).append("'}");
		}
		return json.append("]}").toString();
	}

}
