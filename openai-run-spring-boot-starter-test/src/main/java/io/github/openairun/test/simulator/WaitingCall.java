package io.github.openairun.test.simulator;

import java.util.List;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A tool call that waits for its output.
 *
 * @param id the call's id
 * @param call the tool and the arguments
 */
record WaitingCall(String id, ToolCallScript call) {

	/**
	 * Writes the call as wire Assistants v2 does, nested.
	 */
	ObjectNode json() {
		if (this.call.isMcp()) {
			return SimulatorJson.object()
				.put("id", this.id)
				.put("type", "mcp")
				.put("name", this.call.tool())
				.put("arguments", this.call.arguments())
				.put("server_label", this.call.server());
		}
		ObjectNode json = SimulatorJson.object().put("id", this.id).put("type", "function");
		json.putObject("function").put("name", this.call.tool()).put("arguments", this.call.arguments());
		return json;
	}

	/**
	 * Returns whether calls wait for approval.
	 */
	static boolean isApproval(List<WaitingCall> pending) {
		return pending.stream().anyMatch((one) -> one.call().isMcp());
	}

	/**
	 * Writes what a run demands that waits for outputs. Azure AI Agents, REST API,
	 * SubmitToolApprovalAction: it may also wait for approvals.
	 */
	static ObjectNode requiredAction(List<WaitingCall> pending) {
		String type = isApproval(pending) ? "submit_tool_approval" : "submit_tool_outputs";
		ObjectNode action = SimulatorJson.object().put("type", type);
		ArrayNode calls = action.putObject(type).putArray("tool_calls");
		pending.forEach((call) -> calls.add(call.json()));
		return action;
	}

}
