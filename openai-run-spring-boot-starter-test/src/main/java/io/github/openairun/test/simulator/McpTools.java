package io.github.openairun.test.simulator;

import java.util.ArrayList;
import java.util.List;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The remote MCP servers of a request, and the items that tell of them.
 */
final class McpTools {

	private final List<JsonNode> servers;

	/**
	 * Creates the servers.
	 * @param tools the tools of a request
	 */
	McpTools(JsonNode tools) {
		this.servers = tools.valueStream().filter((tool) -> "mcp".equals(ClientCalls.type(tool))).toList();
	}

	List<String> labels() {
		return this.servers.stream().map((server) -> server.path("server_label").asString("")).toList();
	}

	/**
	 * Returns whether a client must approve a call. API guide, MCP and connectors: by
	 * default it must.
	 */
	boolean needsApproval(ToolCallScript call) {
		for (JsonNode server : this.servers) {
			if (call.server().equals(server.path("server_label").asString(""))) {
				JsonNode required = server.path("require_approval");
				return !"never".equals(required.asString("")) && !names(required.path("never"), call.tool());
			}
		}
		return true;
	}

	private static boolean names(JsonNode filter, String tool) {
		return filter.path("tool_names").valueStream().anyMatch((name) -> tool.equals(name.asString("")));
	}

	/**
	 * Writes the tools of a server, as far as they are called.
	 */
	static ObjectNode list(String server, List<ToolCallScript> calls) {
		ObjectNode item = SimulatorJson.object().put("type", "mcp_list_tools").put("server_label", server);
		ArrayNode tools = item.putArray("tools");
		List<String> names = new ArrayList<>(
				calls.stream().filter((call) -> call.server().equals(server)).map(ToolCallScript::tool).toList());
		names.stream().distinct().forEach((name) -> {
			ObjectNode tool = tools.addObject().put("name", name);
			tool.putNull("description").putObject("input_schema").put("type", "object");
			tool.putNull("annotations");
		});
		return item.putNull("error");
	}

	/**
	 * Writes a call that the server has made.
	 */
	static ObjectNode call(String server, String tool, String arguments, String output) {
		return SimulatorJson.object()
			.put("type", ClientCalls.MCP)
			.put("status", "completed")
			.put("server_label", server)
			.put("name", tool)
			.put("arguments", arguments)
			.put("output", output)
			.putNull("error")
			.putNull("approval_request_id");
	}

}
