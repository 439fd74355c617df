package io.github.openairun.test.simulator;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static io.github.openairun.test.simulator.ToolCallScript.invented;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a request says about its tools, and what the model makes of it.
 */
class OfferedToolsTests {

	private static final String FIND = """
			{'type': 'function', 'name': 'find', 'description': 'Finds an order', 'strict': false, 'parameters':
			 {'type': 'object', 'properties': {'number': {'type': 'string'}}, 'required': ['number']}}""";

	private static final String STOP = """
			{'type': 'function', 'name': 'stop', 'description': 'Stops a machine', 'strict': false, 'parameters':
			 {'type': 'object', 'properties': {'level': {'type': 'integer', 'minimum': 3}}, 'required': ['level']}}""";

	private static final String NAMED = "{'type': 'function', 'name': '%s'}";

	private static final String ALLOWED = "{'type': 'allowed_tools', 'mode': '%s', 'tools': [" + NAMED + "]}";

	private ServerClient client = new ServerClient();

	@Test
	void functionThatDoesNotSayWhetherItIsStrictIsMadeStrict() {
		this.client.when(anyMessage()).reply("Hello");
		JsonNode tool = respond("""
				'tools': [{'type': 'function', 'name': 'find', 'parameters': {'type': 'object', 'properties': {
				  'number': {'type': 'string'}, 'of': {'type': 'object', 'properties': {'year': {'type': 'integer'}}}},
				  'required': ['number']}}]""").at("/tools/0");
		assertThat(tool.path("strict").asBoolean()).isTrue();
		assertThat(tool.at("/parameters/required").toString()).isEqualTo("[\"number\",\"of\"]");
		assertThat(tool.at("/parameters/additionalProperties").asBoolean(true)).isFalse();
		assertThat(tool.at("/parameters/properties/of/required").toString()).isEqualTo("[\"year\"]");
	}

	@Test
	void functionThatCannotBeStrictStaysAsItIs() {
		this.client.when(anyMessage()).reply("Hello");
		JsonNode tool = respond("""
				'tools': [{'type': 'function', 'name': 'find', 'strict': null, 'parameters': {'type': 'object',
				  'properties': {'a': {'type': 'object', 'additionalProperties': {'type': 'string'}}}}}]""")
			.at("/tools/0");
		assertThat(tool.path("strict").asBoolean(true)).isFalse();
		assertThat(tool.path("parameters").has("required")).isFalse();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{'type': 'function', 'name': 'stop'}                                                             | stop
			{'type': 'allowed_tools', 'mode': 'required', 'tools': [{'type': 'function', 'name': 'stop'}]}   | stop
			{'type': 'allowed_tools', 'mode': 'auto', 'tools': [{'type': 'function', 'name': 'find'}]}       | find
			"required"                                                                                       | find
			""")
	void scriptedCallIsOneThatTheChoiceAllows(String choice, String called) {
		this.client.when(anyMessage())
			.call("find", Map.of("number", "17"))
			.call("stop", Map.of("level", 3))
			.reply("Done");
		JsonNode response = respond("'tools': [%s, %s], 'tool_choice': %s".formatted(FIND, STOP, choice));
		assertThat(response.at("/output/0/name").asString()).isEqualTo(called);
		assertThat(this.client.server().scripts().unmatched()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{'type': 'function', 'function': {'name': 'stop'}} | stop
			'required'                                         | find
			'auto'                                             | find
			""", quoteCharacter = '"')
	void scriptedCallOfARunIsOneThatTheChoiceAllows(String choice, String called) {
		this.client.when(anyMessage())
			.call("find", Map.of("number", "17"))
			.call("stop", Map.of("level", 3))
			.reply("Done");
		JsonNode run = run(", 'tool_choice': " + choice, FIND, STOP);
		assertThat(run.at("/required_action/submit_tool_outputs/tool_calls/0/function/name").asString())
			.isEqualTo(called);
		assertThat(run.at("/required_action/submit_tool_outputs/tool_calls")).hasSize(1);
		assertThat(this.client.server().scripts().unmatched()).isEmpty();
	}

	@Test
	void runThatMustNotCallReplies() {
		this.client.when(anyMessage()).call("find", Map.of("number", "17")).reply("Done");
		assertThat(run(", 'tool_choice': 'none'", FIND).path("status").asString()).isEqualTo("completed");
		JsonNode response = respond("'tools': [%s], 'tool_choice': 'none'".formatted(FIND));
		assertThat(response.at("/output/0/content/0/text").asString()).isEqualTo("Done");
	}

	@Test
	void scriptOfARunThatCallsWhatTheChoiceExcludesFails() {
		this.client.when(anyMessage()).call("find", Map.of("number", "17")).reply("Done");
		JsonNode run = run(", 'tool_choice': {'type': 'function', 'function': {'name': 'stop'}}", FIND, STOP);
		assertThat(run.path("status").asString()).isEqualTo("failed");
		assertThat(this.client.server().scripts().unmatched()).singleElement()
			.asString()
			.contains("calls the tool \"find\"", "'tool_choice' allows only [stop]");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{'type': 'function', 'name': 'stop'}",
			"{'type': 'allowed_tools', 'mode': 'auto', 'tools': [{'type': 'function', 'name': 'stop'}]}" })
	void scriptThatCallsWhatTheChoiceExcludesFails(String choice) {
		this.client.when(anyMessage()).call("find", Map.of("number", "17")).reply("Done");
		JsonNode response = respond("'tools': [%s, %s], 'tool_choice': %s".formatted(FIND, STOP, choice));
		assertThat(response.path("status").asString()).isEqualTo("failed");
		assertThat(this.client.server().scripts().unmatched()).singleElement()
			.asString()
			.contains("calls the tool \"find\"", "'tool_choice' allows only [stop]");
	}

	@Test
	void scriptThatCallsWhatIsNotOfferedFailsOnBothWires() {
		this.client.when(anyMessage()).call("find", Map.of("number", "17")).reply("Done");
		JsonNode response = respond("'tools': [%s]".formatted(STOP));
		assertThat(response.path("status").asString()).isEqualTo("failed");
		assertThat(response.at("/error/message").asString()).isEqualTo(
				"The simulator's script for the message \"Hi\" calls the tool \"find\", which the request does not "
						+ "offer; it offers [stop]");
		JsonNode run = run("", STOP);
		assertThat(run.path("status").asString()).isEqualTo("failed");
		assertThat(run.at("/last_error/message").asString()).contains("find", "[stop]");
		assertThat(this.client.server().scripts().unmatched()).hasSize(2);
	}

	@Test
	void modelMayInventATool() {
		this.client.when(anyMessage()).calls(invented("find", Map.of())).reply("Done");
		assertThat(respond("'tools': []").at("/output/0/name").asString()).isEqualTo("find");
		assertThat(this.client.server().scripts().unmatched()).isEmpty();
	}

	@Test
	void choiceOfAToolThatIsNotOfferedIsRefused() {
		for (String choice : List.of(NAMED.formatted("stop"), ALLOWED.formatted("auto", "stop"),
				"{'type': 'custom', 'name': 'find'}")) {
			JsonNode error = this.client.refused(400, "POST", "/responses", """
					{'model': 'gpt-4.1', 'input': 'Hi', 'tools': [%s], 'tool_choice': %s}""".formatted(FIND, choice));
			assertThat(error.path("param").asString()).isEqualTo("tool_choice");
			assertThat(error.path("message").asString()).contains("not found in 'tools' parameter");
		}
		this.client.post("/assistants", "{'model': 'gpt-4.1'}");
		String assistant = this.client.get("/assistants").at("/data/0/id").asString();
		assertThat(this.client
			.refused(400, "POST", "/threads/runs",
					"""
							{'assistant_id': '%s', 'tool_choice': {'type': 'function', 'function': {'name': 'stop'}}}"""
						.formatted(assistant))
			.path("param")
			.asString()).isEqualTo("tool_choice");
	}

	@Test
	void improvisedCallIsOneThatTheChoiceDemands() {
		this.client = new ServerClient(OpenAiSimulator.builder().improvise(true));
		String tools = "'tools': [%s, %s], ".formatted(FIND, STOP);
		JsonNode forced = respond(tools + "'tool_choice': " + NAMED.formatted("stop")).path("output");
		assertThat(forced).hasSize(1);
		assertThat(forced.at("/0/name").asString()).isEqualTo("stop");
		assertThat(forced.at("/0/arguments").asString()).isEqualTo("{\"level\":3}");
		JsonNode required = respond(tools + "'tool_choice': 'required'");
		assertThat(required.at("/output/0/arguments").asString()).isEqualTo("{\"number\":\"Hi\"}");
		JsonNode none = respond(tools + "'tool_choice': 'none'");
		assertThat(none.at("/output/0/type").asString()).isEqualTo("message");
		JsonNode run = run(", 'tool_choice': {'type': 'function', 'function': {'name': 'stop'}}", FIND, STOP);
		JsonNode call = run.at("/required_action/submit_tool_outputs/tool_calls/0/function");
		assertThat(call.path("name").asString()).isEqualTo("stop");
	}

	private JsonNode respond(String rest) {
		return this.client.post("/responses", "{'model': 'gpt-4.1', 'input': 'Hi', " + rest + "}");
	}

	private JsonNode run(String rest, String... tools) {
		StringBuilder nested = new StringBuilder();
		for (String tool : tools) {
			nested.append(nested.isEmpty() ? "" : ", ")
				.append("{'type': 'function', 'function': ")
				.append(tool.replaceFirst("'type': 'function', ", ""))
				.append("}");
		}
		String assistant = this.client.post("/assistants", "{'model': 'gpt-4.1', 'tools': [" + nested + "]}")
			.path("id")
			.asString();
		JsonNode run = this.client.post("/threads/runs", """
				{'assistant_id': '%s', 'thread': {'messages': [{'role': 'user', 'content': 'Hi'}]}%s}"""
			.formatted(assistant, rest));
		return this.client.get("/threads/" + run.path("thread_id").asString() + "/runs/" + run.path("id").asString());
	}

}
