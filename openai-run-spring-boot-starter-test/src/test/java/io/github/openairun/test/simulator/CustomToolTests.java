package io.github.openairun.test.simulator;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static io.github.openairun.test.simulator.MessageMatcher.message;
import static io.github.openairun.test.simulator.ToolCallScript.call;
import static io.github.openairun.test.simulator.ToolCallScript.custom;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Custom tools, whose input is a text, scripted and improvised. Wire Assistants v2 has
 * none.
 */
class CustomToolTests extends AbstractResponsesTests {

	private static final String SQL = "{'type': 'custom', 'name': 'run_sql', 'description': 'Runs a query'}";

	private static final String TIME = """
			{'type': 'custom', 'name': 'wake', 'description': 'Wakes somebody at a time',
			 'format': {'type': 'grammar', 'syntax': 'regex', 'definition': '[0-9]{1,2}:[0-9]{2}'}}""";

	@Test
	void scriptCallsACustomToolAndGetsItsOutput() {
		this.client.when(anyMessage())
			.calls(custom("run_sql", "select 'a\nb'"), call("find", Map.of()))
			.callCustom("run_sql", "select 2")
			.reply((outputs) -> String.join(" ", outputs.getAll("run_sql")));
		String tools = "'tools': [" + SQL + ", " + TOOL + "], ";
		JsonNode asking = finished(background(tools + "'input': 'Hi'"));
		JsonNode call = asking.at("/output/0");
		assertThat(call.path("type").asString()).isEqualTo("custom_tool_call");
		assertThat(call.path("input").asString()).isEqualTo("select 'a\nb'");
		assertThat(call.path("name").asString()).isEqualTo("run_sql");
		assertThat(call.path("id").asString()).startsWith("ctc_");
		assertThat(call.has("arguments")).isFalse();
		JsonNode again = finished(background(
				tools + "'input': [" + output(call, "one") + ", {'type': " + "'function_call_output', 'call_id': '"
						+ asking.at("/output/1/call_id").asString() + "', 'output': 'x'}]"));
		JsonNode last = finished(background(tools + "'input': [" + output(again.at("/output/0"), "two") + "]"));
		assertThat(last.at("/output/0/content/0/text").asString()).isEqualTo("one two");
		assertThat(this.client.server().runs()).singleElement().satisfies((run) -> {
			assertThat(run.calls()).extracting(RecordedCall::tool).containsExactly("run_sql", "find", "run_sql");
			assertThat(run.calls()).extracting(RecordedCall::output).containsExactly("one", "x", "two");
			assertThat(run.calls().get(0).arguments()).isEqualTo("select 'a\nb'");
		});
		assertThat(items()).extracting(ClientCalls::type)
			.containsExactly("message", "custom_tool_call", "function_call", "custom_tool_call_output",
					"function_call_output", "custom_tool_call", "custom_tool_call_output", "message");
	}

	@Test
	void callWithoutOutputIsRefusedAndOutputWithoutCallToo() {
		this.client.when(anyMessage()).callCustom("run_sql", "select 1").reply("Done");
		JsonNode asking = finished(background("'input': 'Hi', 'tools': [" + SQL + "]"));
		assertThat(backgroundRefused("'input': 'Hi'").path("message").asString())
			.isEqualTo("No tool output found for custom tool call " + asking.at("/output/0/call_id").asString() + ".");
		this.conversation = "";
		assertThat(
				backgroundRefused("'input': [{'type': 'custom_tool_call_output', 'call_id': 'call_9', 'output': 'x'}]")
					.path("message")
					.asString())
			.isEqualTo("No tool call found for custom tool call output with call_id call_9.");
	}

	@Test
	void inputIsStreamed() {
		this.client.when(anyMessage()).deltas(6).callCustom("run_sql", "select 1").reply("Done");
		ClientStream stream = this.client.stream("POST", "/responses",
				"{'model': 'gpt-4.1', 'stream': true, 'input': 'Hi', 'tools': [" + SQL + "]}");
		pass(3);
		List<SentEvent> events = stream.read();
		assertThat(SentEvent.names(events)).containsSubsequence("response.output_item.added",
				"response.custom_tool_call_input.delta", "response.custom_tool_call_input.delta",
				"response.custom_tool_call_input.done", "response.output_item.done", "response.completed");
		assertThat(events).filteredOn((event) -> event.name().endsWith("input.done"))
			.singleElement()
			.satisfies((event) -> assertThat(event.json().path("input").asString()).isEqualTo("select 1"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					find    | Hi   | the request does not offer; it offers [run_sql, wake]
					wake    | soon | the request offers, but its input "soon" does not match the tool's grammar [0-9]{1,2}:[0-9]{2}
					""")
	void scriptThatNoServerWouldPlayFails(String tool, String input, String why) {
		this.client.when(anyMessage()).callCustom(tool, input).reply("Done");
		assertThat(respond("Hi", "").path("status").asString()).isEqualTo("failed");
		assertThat(this.client.server().scripts().unmatched()).singleElement().asString().endsWith(why);
	}

	@Test
	void functionIsNoCustomTool() {
		this.client.when(anyMessage()).callCustom("find", "x").reply("Done");
		assertThat(finished(background("'input': 'Hi', 'tools': [" + TOOL + "]")).path("status").asString())
			.isEqualTo("failed");
	}

	@Test
	void scriptsMatchByTheOfferOfCustomTools() {
		this.client.when(message().offers("run_sql")).reply("Query");
		assertThat(respond("Hi", "").at("/output/0/content/0/text").asString()).isEqualTo("Query");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			Run the query select 1 | '' | run_sql | Run the query select 1
			Wake me at 7:30 please | '' | wake | 7:30
			Wake me at 7:30. Run a query on it | '' | wake run_sql | 7:30 Run a query on it
			Hello | , 'tool_choice': 'required' | run_sql | Hello
			Meet at 8:15 | , 'tool_choice': {'type': 'custom', 'name': 'wake'} | wake | 8:15
			""")
	void improvisedCallTakesItsInputFromTheMessage(String message, String choice, String tools, String input) {
		this.client = new ServerClient(OpenAiSimulator.builder().improvise(true));
		List<JsonNode> output = respond(message, choice).path("output").valueStream().toList();
		assertThat(output).extracting(ClientCalls::type).containsOnly("custom_tool_call");
		assertThat(output).extracting((item) -> item.path("name").asString()).containsExactly(tools.split(" "));
		assertThat(String.join(" ", output.stream().map((item) -> item.path("input").asString()).toList()))
			.isEqualTo(input);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			Wake me some time | ''
			Run the query     | , 'tool_choice': 'none'
			""")
	void improvisationCallsNothingThatDoesNotFit(String message, String choice) {
		this.client = new ServerClient(OpenAiSimulator.builder().improvise(true));
		assertThat(respond(message, choice).at("/output/0/type").asString()).isEqualTo("message");
	}

	@Test
	void improvisedReplyHasTheOutput() {
		this.client = new ServerClient(OpenAiSimulator.builder().improvise(true));
		JsonNode asking = respond("Run the query", "");
		JsonNode answer = this.client.post("/responses",
				"{'model': 'gpt-4.1', 'previous_response_id': '" + asking.path("id").asString() + "', 'tools': [" + SQL
						+ "], 'input': [" + output(asking.at("/output/0"), "3 rows") + "]}");
		assertThat(answer.at("/output/0/content/0/text").asString()).isEqualTo("run_sql says: 3 rows");
	}

	@Test
	void definitionsAreChecked() {
		for (String tool : List.of("{'type': 'custom', 'name': 'no spaces'}",
				"{'type': 'custom', 'name': '" + "x".repeat(129) + "'}",
				"{'type': 'custom', 'name': 'a', 'description': '" + "x".repeat(1025) + "'}",
				"{'type': 'custom', 'name': 'a', 'format': {'type': 'grammar', 'syntax': 'yacc', 'definition': 'x'}}")) {
			assertThat(backgroundRefused("'input': 'Hi', 'tools': [" + tool + "]").path("param").asString())
				.startsWith("tools[0]");
		}
		assertThat(this.client
			.refused(400, "POST", "/assistants", "{'model': 'gpt-4.1', 'tools': [{'type': 'custom', 'name': 'a'}]}")
			.path("param")
			.asString()).isEqualTo("tools[0].type");
	}

	private JsonNode respond(String message, String rest) {
		return this.client.post("/responses",
				"{'model': 'gpt-4.1', 'input': '" + message + "', 'tools': [" + SQL + ", " + TIME + "]" + rest + "}");
	}

	private static String output(JsonNode call, String text) {
		return "{'type': 'custom_tool_call_output', 'call_id': '" + call.path("call_id").asString() + "', 'output': '"
				+ text + "'}";
	}

}
