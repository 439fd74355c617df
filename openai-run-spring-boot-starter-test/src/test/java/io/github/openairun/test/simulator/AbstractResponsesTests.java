package io.github.openairun.test.simulator;

import java.time.Duration;
import java.util.List;

import tools.jackson.databind.JsonNode;

/**
 * A conversation, and the requests that work on it.
 */
abstract class AbstractResponsesTests {

	static final String TOOL = """
			{'type': 'function', 'name': 'find', 'description': 'Finds', 'strict': false,
			 'parameters': {'type': 'object', 'properties': {}}}""";

	final MutableClock clock = new MutableClock();

	final OpenAiSimulator.Builder builder = OpenAiSimulator.builder()
		.clock(this.clock)
		.queuedFor(Duration.ofSeconds(1))
		.workingFor(Duration.ofSeconds(2));

	ServerClient client = new ServerClient(this.builder);

	String conversation = "";

	JsonNode background(String rest) {
		return this.client.post("/responses", body(rest));
	}

	JsonNode backgroundRefused(String rest) {
		return this.client.refused(400, "POST", "/responses", body(rest));
	}

	String body(String rest) {
		newConversation();
		return "{'model': 'gpt-4.1', 'background': true, 'conversation': '" + this.conversation + "', " + rest + "}";
	}

	void newConversation() {
		if (this.conversation.isEmpty()) {
			this.conversation = this.client.post("/conversations", "{}").path("id").asString();
		}
	}

	JsonNode read(JsonNode response) {
		return this.client.get("/responses/" + response.path("id").asString());
	}

	JsonNode finished(JsonNode response) {
		pass(3);
		return read(response);
	}

	void pass(int seconds) {
		this.clock.advance(Duration.ofSeconds(seconds));
	}

	List<JsonNode> items() {
		return this.client.get("/conversations/" + this.conversation + "/items?order=asc")
			.path("data")
			.valueStream()
			.toList();
	}

	static String outputs(JsonNode asking, String... texts) {
		StringBuilder json = new StringBuilder("[");
		for (int i = 0; i < texts.length; i++) {
			json.append((i > 0) ? ", " : "")
				.append("{'type': 'function_call_output', 'call_id': '")
				.append(asking.path("output").path(i).path("call_id").asString())
				.append("', 'output': '")
				.append(texts[i])
				.append("'}");
		}
		return json.append("]").toString();
	}

}
