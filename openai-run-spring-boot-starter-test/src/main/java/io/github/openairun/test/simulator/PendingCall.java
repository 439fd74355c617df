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
record PendingCall(String id, ToolCallScript call) {

	/**
	 * Writes the call as wire Assistants v2 does, nested.
	 */
	ObjectNode json() {
		ObjectNode json = SimulatorJson.object().put("id", this.id).put("type", "function");
		json.putObject("function").put("name", this.call.tool()).put("arguments", this.call.arguments());
		return json;
	}

	/**
	 * Writes what a run demands that waits for outputs.
	 */
	static ObjectNode requiredAction(List<PendingCall> pending) {
		ObjectNode action = SimulatorJson.object().put("type", "submit_tool_outputs");
		ArrayNode calls = action.putObject("submit_tool_outputs").putArray("tool_calls");
		pending.forEach((call) -> calls.add(call.json()));
		return action;
	}

}
