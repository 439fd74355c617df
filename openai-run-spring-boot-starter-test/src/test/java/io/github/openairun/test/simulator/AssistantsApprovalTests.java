package io.github.openairun.test.simulator;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static io.github.openairun.test.simulator.ToolCallScript.approval;
import static io.github.openairun.test.simulator.ToolCallScript.call;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Approvals on wire Assistants v2, which only Azure's agents know.
 */
class AssistantsApprovalTests extends AbstractAssistantsRunTests {

	private static final Map<String, Object> ORDER = Map.of("number", "17");

	@Test
	void approvedCallIsMadeByTheServer() {
		script();
		ask();
		JsonNode action = run().path("required_action");
		assertThat(action.path("type").asString()).isEqualTo("submit_tool_approval");
		JsonNode asked = action.at("/submit_tool_approval/tool_calls/0");
		assertThat(asked.path("type").asString()).isEqualTo("mcp");
		assertThat(asked.path("name").asString()).isEqualTo("refund");
		assertThat(asked.path("server_label").asString()).isEqualTo("shop");
		assertThat(asked.path("arguments").asString()).isEqualTo("{\"number\":\"17\"}");
		decide(asked, true);
		pass(3);
		assertThat(status()).isEqualTo("completed");
		assertThat(reply()).isEqualTo("Refunded [12.50]");
		assertThat(recorded().output()).isEqualTo("approved");
		JsonNode step = this.client.get(this.runPath + "/steps?order=asc").at("/data/0/step_details/tool_calls/0");
		assertThat(step.path("output").asString()).isEqualTo("12.50");
		assertThat(this.client.server().accepted(Set.of(Operation.SUBMIT_TOOL_OUTPUTS))).singleElement()
			.satisfies((change) -> assertThat(change.callIds()).containsExactly(asked.path("id").asString()));
	}

	@Test
	void deniedCallIsNotMade() {
		script();
		ask();
		decide(run().at("/required_action/submit_tool_approval/tool_calls/0"), false);
		pass(3);
		assertThat(reply()).isEqualTo("Refunded []");
		assertThat(recorded().output()).isEqualTo("denied");
	}

	@Test
	void runThatWaitsForApprovalTakesNothingElse() {
		script();
		ask();
		assertThat(submitRefused("{'tool_outputs': []}")).isEqualTo("Unknown parameter: 'tool_outputs'.");
		assertThat(submitRefused("{'tool_approvals': []}")).startsWith("Expected tool approvals for call_ids ['call_");
		assertThat(submitRefused("{'tool_approvals': [{'tool_call_id': 'call_1'}]}"))
			.contains("tool_approvals[0].approve");
	}

	@Test
	void runThatWaitsForOutputsTakesNoApprovals() {
		this.client.when(anyMessage()).call("find", Map.of()).reply("Done");
		ask();
		assertThat(submitRefused("{'tool_approvals': [{'tool_call_id': 'call_1', 'approve': true}]}"))
			.isEqualTo("Unknown parameter: 'tool_approvals'.");
	}

	@Test
	void approvalsAreAskedBeforeOutputs() {
		this.client.when(anyMessage())
			.calls(call("find", Map.of()), approval("shop", "refund", ORDER, "12.50"))
			.reply((outputs) -> outputs.get("find") + " " + outputs.get("refund"));
		ask();
		decide(run().at("/required_action/submit_tool_approval/tool_calls/0"), true);
		pass(3);
		assertThat(names()).containsExactly("find");
		submit("found");
		pass(3);
		assertThat(reply()).isEqualTo("found 12.50");
	}

	@Test
	void eventsTellOfApprovals() {
		script();
		ClientStream stream = this.client.stream("POST", "/threads/" + this.thread + "/runs",
				"{'assistant_id': '" + this.assistant + "', 'stream': true}");
		pass(3);
		List<SentEvent> events = stream.read();
		assertThat(SentEvent.names(events)).endsWith("thread.run.step.delta", "thread.run.requires_action", "done");
		assertThat(events.get(events.size() - 3).json().at("/delta/step_details/tool_calls/0/type").asString())
			.isEqualTo("mcp");
	}

	private void script() {
		this.client.when(anyMessage())
			.requestApproval("shop", "refund", ORDER, "12.50")
			.reply((outputs) -> "Refunded " + outputs.getAll("refund"));
	}

	private void ask() {
		create();
		pass(3);
		assertThat(status()).isEqualTo("requires_action");
	}

	private void decide(JsonNode asked, boolean approve) {
		this.client.post(this.runPath + "/submit_tool_outputs", "{'tool_approvals': [{'tool_call_id': '"
				+ asked.path("id").asString() + "', 'approve': " + approve + "}]}");
	}

	private String reply() {
		return this.client.get("/threads/" + this.thread + "/messages").at("/data/0/content/0/text/value").asString();
	}

	private RecordedCall recorded() {
		return this.client.server().runs().get(0).calls().get(0);
	}

}
