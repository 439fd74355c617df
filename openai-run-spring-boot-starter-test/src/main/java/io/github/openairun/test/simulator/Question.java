package io.github.openairun.test.simulator;

import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import io.github.openairun.ToolDefinition;

/**
 * What a run asks the simulated model.
 *
 * @param message the text of the last user message
 * @param turn the number of that message among the user's messages, beginning with 1
 * @param assistant the names and ids of the assistant, as far as requests tell them
 * @param offered the function tools that come with the request
 * @param rules what the request says about calling them
 * @param format what the request demands of a reply
 * @param tools all tools that come with the request, {@code null} if a script need not
 * hold to those that are no functions
 */
record Question(String message, int turn, List<String> assistant, List<ToolDefinition> offered, CallRules rules,
		ReplyFormat format, @Nullable JsonNode tools) {

	/** The metadata in which this project's wire Responses keeps the assistant's name. */
	private static final String ASSISTANT = "openairun.assistant";

	Question(String message, int turn, List<String> assistant, List<ToolDefinition> offered, CallRules rules,
			ReplyFormat format) {
		this(message, turn, assistant, offered, rules, format, null);
	}

	/**
	 * Puts a question together.
	 * @param message the text of the last user message
	 * @param turn its number
	 * @param echo what the run or response tells of its request
	 * @param assistant the assistant on the server, missing if there is none
	 */
	static Question of(String message, int turn, JsonNode echo, JsonNode assistant) {
		List<String> names = List
			.of(assistant.path("id").asString(""), assistant.path("name").asString(""),
					echo.path("metadata").path(ASSISTANT).asString(""))
			.stream()
			.filter((name) -> !name.isEmpty())
			.toList();
		return new Question(message, turn, names, offered(echo.path("tools")),
				CallRules.of(echo.get("tool_choice"), echo.path("parallel_tool_calls").asBoolean(true)),
				ReplyFormat.of(echo), assistant.isMissingNode() ? echo.path("tools") : null);
	}

	/**
	 * Returns the function tools that the model may call.
	 */
	List<ToolDefinition> allowed() {
		return this.offered.stream().filter((tool) -> this.rules.allows(tool.name())).toList();
	}

	/**
	 * Returns the names of the functions and custom tools.
	 */
	List<String> offeredNames() {
		return Stream.concat(this.offered.stream().map(ToolDefinition::name), custom().stream().map(CustomTool::name))
			.toList();
	}

	/**
	 * Returns the custom tools that come with the request, which only wire Responses
	 * knows.
	 */
	List<CustomTool> custom() {
		return CustomTool.of(this.tools);
	}

	/**
	 * Returns the custom tools that the model may call.
	 */
	List<CustomTool> allowedCustom() {
		return custom().stream().filter((tool) -> this.rules.allows(tool.name())).toList();
	}

	/**
	 * Returns the remote MCP servers.
	 */
	McpTools mcp() {
		return new McpTools((this.tools != null) ? this.tools : SimulatorJson.array());
	}

	/**
	 * Reads the function tools of a request: nested on one wire, flat on the other.
	 */
	private static List<ToolDefinition> offered(JsonNode tools) {
		return tools.valueStream()
			.filter((tool) -> "function".equals(tool.path("type").asString("")))
			.map((tool) -> tool.has("function") ? tool.path("function") : tool)
			.map((tool) -> new ToolDefinition(tool.path("name").asString(), tool.path("description").asString(null),
					tool.path("parameters").isObject() ? tool.path("parameters").toString() : "{}",
					tool.path("strict").asBoolean(false)))
			.toList();
	}

}
