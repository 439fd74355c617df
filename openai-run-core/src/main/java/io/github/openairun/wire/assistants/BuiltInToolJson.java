package io.github.openairun.wire.assistants;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import io.github.openairun.BuiltInTool;
import io.github.openairun.wire.Json;

/**
 * Writes and reads the tools that the server executes (OpenAI API reference, Create
 * assistant). The files and stores of a tool are not part of the tool, but resources of
 * the assistant.
 */
final class BuiltInToolJson {

	private static final String FILE_SEARCH = "file_search";

	private static final String CODE_INTERPRETER = "code_interpreter";

	private static final String MAX_RESULTS = "max_num_results";

	private static final String VECTOR_STORES = "vector_store_ids";

	private static final String FILES = "file_ids";

	private BuiltInToolJson() {
	}

	/**
	 * Write a tool, without its resources.
	 * @throws IllegalArgumentException if the wire does not have the tool
	 */
	static JsonNode write(BuiltInTool tool) {
		if (tool instanceof BuiltInTool.FileSearch search) {
			ObjectNode json = Json.object().put("type", FILE_SEARCH);
			if (search.maxResults() != null) {
				json.putObject(FILE_SEARCH).put(MAX_RESULTS, search.maxResults());
			}
			return json;
		}
		if (tool instanceof BuiltInTool.CodeInterpreter) {
			return Json.object().put("type", CODE_INTERPRETER);
		}
		if (tool instanceof BuiltInTool.Other other) {
			return Json.parse(other.json(), "builtInTools");
		}
		String name = (tool instanceof BuiltInTool.WebSearch) ? "web search" : "tools of MCP servers";
		throw new IllegalArgumentException("Wire 'assistants' has no " + name
				+ ": use wire 'responses', or give a server's own kind of tool as BuiltInTool.other");
	}

	/**
	 * Write the resources of the tools.
	 * @return the resources, or {@code null} if there are none
	 */
	static @Nullable ObjectNode resources(List<BuiltInTool> tools) {
		ObjectNode resources = Json.object();
		for (BuiltInTool tool : tools) {
			if (tool instanceof BuiltInTool.FileSearch search && !search.vectorStoreIds().isEmpty()) {
				resources.putObject(FILE_SEARCH).set(VECTOR_STORES, Json.tree(search.vectorStoreIds()));
			}
			else if (tool instanceof BuiltInTool.CodeInterpreter interpreter && !interpreter.fileIds().isEmpty()) {
				resources.putObject(CODE_INTERPRETER).set(FILES, Json.tree(interpreter.fileIds()));
			}
		}
		return resources.isEmpty() ? null : resources;
	}

	/**
	 * Read the tools of an assistant that the server executes, including those of unknown
	 * types.
	 */
	static List<BuiltInTool> read(JsonNode assistant) {
		List<BuiltInTool> tools = new ArrayList<>();
		for (JsonNode tool : Json.children(assistant, "tools")) {
			if (!AssistantToolJson.isFunction(tool)) {
				tools.add(read(tool, assistant));
			}
		}
		return tools;
	}

	private static BuiltInTool read(JsonNode tool, JsonNode assistant) {
		String type = Json.text(tool, "type", "");
		if (type.equals(CODE_INTERPRETER) && tool.size() == 1) {
			return new BuiltInTool.CodeInterpreter(resources(assistant, CODE_INTERPRETER, FILES));
		}
		JsonNode search = Json.child(tool, FILE_SEARCH);
		boolean plain = search == null || Set.of(MAX_RESULTS).containsAll(search.propertyNames());
		if (type.equals(FILE_SEARCH) && plain && tool.size() == ((search != null) ? 2 : 1)) {
			Integer maxResults = (search != null) ? Json.integer(search, MAX_RESULTS) : null;
			return new BuiltInTool.FileSearch(resources(assistant, FILE_SEARCH, VECTOR_STORES),
					(maxResults != null && maxResults > 0) ? maxResults : null);
		}
		// Unknown properties must not be lost when the tool is sent again.
		return new BuiltInTool.Other(tool.toString());
	}

	private static List<String> resources(JsonNode assistant, String tool, String name) {
		List<String> ids = new ArrayList<>();
		for (JsonNode id : assistant.path("tool_resources").path(tool).path(name)) {
			if (id.isString()) {
				ids.add(id.stringValue());
			}
		}
		return ids;
	}

}
