package io.github.openairun.test.simulator;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static io.github.openairun.test.simulator.ToolCallScript.approval;
import static io.github.openairun.test.simulator.ToolCallScript.call;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Calls of remote MCP servers on wire Responses, with and without approval.
 */
class McpApprovalTests extends AbstractResponsesTests {

	private static final Map<String, Object> ORDER = Map.of("number", "17");

	@Test
	void approvedCallIsMadeByTheServer() {
		script();
		JsonNode asking = ask("");
		assertThat(types(asking)).containsExactly("mcp_list_tools", "mcp_approval_request");
		assertThat(asking.at("/output/1/server_label").asString()).isEqualTo("shop");
		assertThat(asking.at("/output/1/name").asString()).isEqualTo("refund");
		assertThat(asking.at("/output/1/arguments").asString()).isEqualTo("{\"number\":\"17\"}");
		assertThat(run().status()).isEqualTo("requires_action");
		JsonNode answer = finished(background(
				"'tools': [" + server("") + "], 'input': [" + decision(asking.at("/output/1"), true, "'Fine'") + "]"));
		assertThat(types(answer)).containsExactly("mcp_call", "message");
		assertThat(answer.at("/output/0/output").asString()).isEqualTo("12.50");
		assertThat(answer.at("/output/0/approval_request_id")).isEqualTo(asking.at("/output/1/id"));
		assertThat(answer.at("/output/1/content/0/text").asString()).isEqualTo("Refunded [12.50]");
		assertThat(run().calls()).singleElement()
			.satisfies((call) -> assertThat(call.output()).isEqualTo("approved: Fine"));
		assertThat(this.client.server().accepted(Set.of(Operation.SUBMIT_TOOL_OUTPUTS))).singleElement()
			.satisfies((change) -> assertThat(change.callIds()).containsExactly(asking.at("/output/1/id").asString()));
	}

	@Test
	void deniedCallIsNotMade() {
		script();
		JsonNode asking = ask("");
		JsonNode answer = finished(background(
				"'tools': [" + server("") + "], 'input': [" + decision(asking.at("/output/1"), false, "null") + "]"));
		assertThat(types(answer)).containsExactly("message");
		assertThat(answer.at("/output/0/content/0/text").asString()).isEqualTo("Refunded []");
		assertThat(run().calls().get(0).output()).isEqualTo("denied");
	}

	@ParameterizedTest
	@ValueSource(strings = { "'never'", "{'never': {'tool_names': ['refund']}}" })
	void callThatNeedsNoApprovalIsMadeAtOnce(String required) {
		script();
		JsonNode answer = ask(", 'require_approval': " + required);
		assertThat(types(answer)).containsExactly("mcp_list_tools", "mcp_call", "message");
		assertThat(answer.at("/output/1/approval_request_id").isNull()).isTrue();
		assertThat(answer.at("/output/2/content/0/text").asString()).isEqualTo("Refunded [12.50]");
	}

	@ParameterizedTest
	@ValueSource(strings = { "'always'", "null", "{'always': {'tool_names': ['refund']}}",
			"{'never': {'tool_names': ['find']}}" })
	void callNeedsApprovalOtherwise(String required) {
		script();
		assertThat(types(ask(", 'require_approval': " + required))).endsWith("mcp_approval_request");
	}

	@Test
	void approvalsAndCallsOfFunctionsAreAskedTogetherAndAgain() {
		this.client.when(anyMessage())
			.calls(call("find", Map.of()), approval("shop", "refund", ORDER, "12.50"))
			.requestApproval("shop", "close", Map.of(), "closed")
			.reply((outputs) -> outputs.get("find") + outputs.get("refund") + outputs.get("close"));
		String tools = "'tools': [" + TOOL + ", " + server("") + "], ";
		JsonNode asking = finished(background(tools + "'input': 'Hi'"));
		assertThat(types(asking)).containsExactly("mcp_list_tools", "function_call", "mcp_approval_request");
		JsonNode again = finished(background(tools + "'input': [{'type': 'function_call_output', 'call_id': '"
				+ asking.at("/output/1/call_id").asString() + "', 'output': 'found '}, "
				+ decision(asking.at("/output/2"), true, "null") + "]"));
		assertThat(types(again)).containsExactly("mcp_call", "mcp_approval_request");
		JsonNode last = finished(
				background(tools + "'input': [" + decision(again.at("/output/1"), true, "null") + "]"));
		assertThat(last.at("/output/1/content/0/text").asString()).isEqualTo("found 12.50closed");
		assertThat(run().calls()).hasSize(3);
	}

	@Test
	void serverThatTheRequestDoesNotOfferIsAComplaint() {
		script();
		JsonNode failed = finished(background("'input': 'Hi'"));
		assertThat(failed.path("status").asString()).isEqualTo("failed");
		assertThat(this.client.server().scripts().unmatched()).singleElement()
			.asString()
			.contains("calls the tool \"refund\", which belongs to the MCP server \"shop\"", "it offers []");
	}

	@Test
	void decisionOnAnUnknownRequestIsRefused() {
		script();
		assertThat(backgroundRefused(
				"'input': [{'type': 'mcp_approval_response', 'approval_request_id': 'mcpr_9', 'approve': true}]")
			.path("message")
			.asString()).isEqualTo("No approval request found with id mcpr_9.");
	}

	@Test
	void wholeHistoryIsUnderstood() {
		script();
		String tools = "'model': 'gpt-4.1', 'store': false, 'tools': [" + server("") + "], ";
		JsonNode asking = this.client.post("/responses", "{" + tools + "'input': 'Hi'}");
		JsonNode answer = SimulatorJson.read(
				this.client
					.send("POST", "/responses",
							"{" + tools + "'input': [{'role': 'user', 'content': 'Hi'}, " + asking.at("/output/1")
									+ ", " + decision(asking.at("/output/1"), true, "null") + "]}")
					.body());
		assertThat(types(answer)).containsExactly("mcp_call", "message");
		assertThat(this.client.server().runs()).hasSize(1);
	}

	@Test
	void eventsAreThoseOfTheLiveService() {
		script();
		ClientStream stream = this.client.stream("POST", "/responses",
				"{'model': 'gpt-4.1', 'stream': true, 'input': 'Hi', 'tools': ["
						+ server(", 'require_approval': 'never'") + "]}");
		pass(5);
		assertThat(stream.names()).containsExactly("response.created", "response.in_progress",
				"response.output_item.added", "response.mcp_list_tools.in_progress",
				"response.mcp_list_tools.completed", "response.output_item.done", "response.output_item.added",
				"response.mcp_call.in_progress", "response.mcp_call_arguments.delta",
				"response.mcp_call_arguments.done", "response.mcp_call.completed", "response.output_item.done",
				"response.output_item.added", "response.content_part.added", "response.output_text.delta",
				"response.output_text.delta", "response.output_text.done", "response.content_part.done",
				"response.output_item.done", "response.completed");
	}

	private void script() {
		this.client.when(anyMessage())
			.requestApproval("shop", "refund", ORDER, "12.50")
			.reply((outputs) -> "Refunded " + outputs.getAll("refund"));
	}

	private JsonNode ask(String rest) {
		return finished(background("'input': 'Hi', 'tools': [" + server(rest) + "]"));
	}

	private RecordedRun run() {
		return this.client.server().runs().get(0);
	}

	private static String server(String rest) {
		return "{'type': 'mcp', 'server_label': 'shop', 'server_url': 'https://mcp.example.com'" + rest + "}";
	}

	private static String decision(JsonNode request, boolean approve, String reason) {
		return "{'type': 'mcp_approval_response', 'approval_request_id': '" + request.path("id").asString()
				+ "', 'approve': " + approve + ", 'reason': " + reason + "}";
	}

	private static List<String> types(JsonNode response) {
		return response.path("output").valueStream().map((item) -> item.path("type").asString()).toList();
	}

}
