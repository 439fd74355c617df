package io.github.openairun.test.simulator;

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
		ObjectNode json = Json.object().put("id", this.id).put("type", "function");
		json.putObject("function").put("name", this.call.tool()).put("arguments", this.call.arguments());
		return json;
	}

}
