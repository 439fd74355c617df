package io.github.openairun.wire.responses;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.springframework.util.Assert;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import io.github.openairun.BuiltInTool;
import io.github.openairun.wire.Json;

/**
 * Tools that the server executes, as this wire writes them (OpenAI API reference, Create
 * a response, tools).
 */
final class BuiltInTools {

	/** What the API never echoes of an MCP server. */
	private static final List<String> CREDENTIALS = List.of("authorization", "headers");

	private static final List<String> ADDRESSES = List.of("server_url", "connector_id");

	private BuiltInTools() {
	}

	/**
	 * Write a tool.
	 * @throws IllegalArgumentException if something is missing that the wire needs
	 */
	static JsonNode write(BuiltInTool tool) {
		if (tool instanceof BuiltInTool.FileSearch search) {
			Assert.notEmpty(search.vectorStoreIds(), "File search needs at least one vector store on wire 'responses'");
			ObjectNode json = Json.object().put("type", "file_search");
			json.set("vector_store_ids", Json.tree(search.vectorStoreIds()));
			return (search.maxResults() != null) ? json.put("max_num_results", search.maxResults()) : json;
		}
		if (tool instanceof BuiltInTool.CodeInterpreter interpreter) {
			ObjectNode json = Json.object().put("type", "code_interpreter");
			ObjectNode container = json.putObject("container").put("type", "auto");
			if (!interpreter.fileIds().isEmpty()) {
				container.set("file_ids", Json.tree(interpreter.fileIds()));
			}
			return json;
		}
		if (tool instanceof BuiltInTool.WebSearch search) {
			ObjectNode json = Json.object().put("type", "web_search");
			return (search.contextSize() != null) ? json.put("search_context_size", search.contextSize()) : json;
		}
		return (tool instanceof BuiltInTool.Mcp mcp) ? write(mcp)
				: Json.parse(((BuiltInTool.Other) tool).json(), "builtInTools");
	}

	private static ObjectNode write(BuiltInTool.Mcp mcp) {
		ObjectNode json = Json.object()
			.put("type", "mcp")
			.put("server_label", mcp.label())
			.put("server_url", mcp.url())
			.put("require_approval", "never");
		if (mcp.allowedTools() != null) {
			json.set("allowed_tools", Json.tree(mcp.allowedTools()));
		}
		authorize(json, mcp);
		return json;
	}

	private static void authorize(ObjectNode json, BuiltInTool.Mcp mcp) {
		if (mcp.authorization() != null) {
			json.put("authorization", mcp.authorization());
		}
		if (!mcp.headers().isEmpty()) {
			json.set("headers", Json.tree(mcp.headers()));
		}
	}

	/**
	 * Return the labels of the MCP servers that a request has credentials for.
	 */
	static Set<String> authorized(JsonNode request) {
		Set<String> labels = new LinkedHashSet<>();
		for (JsonNode tool : Json.children(request, "tools")) {
			if (isMcp(tool) && CREDENTIALS.stream().anyMatch((name) -> has(tool, name))) {
				labels.add(label(tool));
			}
		}
		return labels;
	}

	/**
	 * Add to tools that a server has echoed what it never echoes: the credentials for MCP
	 * servers. A tool is known by its label.
	 * @param echoed the tools
	 * @param configured the tools that the assistant is configured with now
	 */
	static void authorize(ArrayNode echoed, List<BuiltInTool> configured) {
		for (BuiltInTool tool : configured) {
			if (tool instanceof BuiltInTool.Mcp || tool instanceof BuiltInTool.Other) {
				JsonNode written = write(tool);
				echoed.forEach((echo) -> authorize(echo, written));
			}
		}
	}

	private static void authorize(JsonNode echo, JsonNode configured) {
		if (echo instanceof ObjectNode json && isMcp(echo) && isMcp(configured) && label(echo).equals(label(configured))
				&& isSameServer(echo, configured)) {
			CREDENTIALS.stream()
				.filter((name) -> has(configured, name))
				.forEach((name) -> json.set(name, configured.get(name)));
		}
	}

	private static boolean isMcp(JsonNode tool) {
		return Items.is(tool, "mcp");
	}

	private static String label(JsonNode tool) {
		return Json.text(tool, "server_label", "");
	}

	private static boolean has(JsonNode tool, String name) {
		return tool.hasNonNull(name) && !(tool.get(name).isObject() && tool.get(name).isEmpty());
	}

	/**
	 * Credentials go to the server that they are for, and to no other of the same label.
	 * A server's echo may leave the address out.
	 */
	private static boolean isSameServer(JsonNode echo, JsonNode configured) {
		return ADDRESSES.stream().allMatch((name) -> {
			String address = Json.text(configured, name, "");
			return address.equals(Json.text(echo, name, address));
		});
	}

}
