package io.github.openairun.wire.items;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.springframework.util.Assert;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import io.github.openairun.Approval;
import io.github.openairun.BuiltInTool;
import io.github.openairun.ToolDefinition;
import io.github.openairun.wire.Json;

/**
 * Writes and reads the tools of a request for a response (OpenAI API reference, Create a
 * response, tools).
 *
 * @since 0.1.0
 */
public final class ResponseTools {

	/** Properties of an MCP server that the API never echoes. */
	private static final List<String> CREDENTIALS = List.of("authorization", "headers");

	private static final String NEVER = "never";

	private static final List<String> ADDRESSES = List.of("server_url", "connector_id");

	private ResponseTools() {
	}

	/**
	 * Write tools.
	 * @param functions the functions of the application
	 * @param builtIn the tools that the server executes
	 * @return the tools; empty if there are none
	 * @throws IllegalArgumentException if a tool lacks a property that the API needs
	 */
	public static ArrayNode write(List<ToolDefinition> functions, List<BuiltInTool> builtIn) {
		ArrayNode tools = Json.mapper().createArrayNode();
		for (ToolDefinition function : functions) {
			ObjectNode json = tools.addObject();
			json.put("type", "function");
			json.put("name", function.name());
			if (function.description() != null) {
				json.put("description", function.description());
			}
			json.set("parameters", Json.parse(function.parameters(), "parameters of tool '" + function.name() + "'"));
			json.put("strict", function.strict());
		}
		builtIn.forEach((tool) -> tools.add(write(tool)));
		return tools;
	}

	/**
	 * Read the functions among the tools of a response.
	 * @param response the response
	 * @return the functions; those with names that are not legal are left out
	 */
	public static List<ToolDefinition> functions(JsonNode response) {
		List<ToolDefinition> functions = new ArrayList<>();
		for (JsonNode tool : Json.children(response, "tools")) {
			String name = Json.text(tool, "name");
			if (Items.is(tool, "function") && name != null && ToolDefinition.isLegalName(name)) {
				JsonNode parameters = Json.child(tool, "parameters");
				functions.add(new ToolDefinition(name, Json.text(tool, "description"),
						(parameters != null) ? parameters.toString() : "{}", Json.flag(tool, "strict", false)));
			}
		}
		return functions;
	}

	private static JsonNode write(BuiltInTool tool) {
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
			.put("server_url", mcp.url());
		json.set("require_approval", write(mcp.approval()));
		if (mcp.allowedTools() != null) {
			json.set("allowed_tools", Json.tree(mcp.allowedTools()));
		}
		authorize(json, mcp);
		return json;
	}

	private static JsonNode write(BuiltInTool.McpApproval approval) {
		if (approval.all() != null) {
			return Json.tree((approval.all() == Approval.REQUIRED) ? "always" : NEVER);
		}
		ObjectNode json = Json.object();
		if (!approval.always().isEmpty()) {
			json.putObject("always").set("tool_names", Json.tree(approval.always()));
		}
		if (!approval.never().isEmpty()) {
			json.putObject(NEVER).set("tool_names", Json.tree(approval.never()));
		}
		return json;
	}

	/**
	 * Return whether a run may wait for the application: for the output of a function, or
	 * for an approval.
	 * @param request the request
	 * @return whether it has a tool that may ask
	 */
	public static boolean mayAsk(JsonNode request) {
		return Json.children(request, "tools")
			.stream()
			.anyMatch((tool) -> Items.is(tool, "function")
					|| (isMcp(tool) && !NEVER.equals(Json.text(tool, "require_approval"))));
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
	 * @param request the request
	 * @return the labels
	 */
	public static Set<String> authorized(JsonNode request) {
		Set<String> labels = new LinkedHashSet<>();
		for (JsonNode tool : Json.children(request, "tools")) {
			if (isMcp(tool) && CREDENTIALS.stream().anyMatch((name) -> has(tool, name))) {
				labels.add(label(tool));
			}
		}
		return labels;
	}

	/**
	 * Copy tools, and leave the credentials for MCP servers out.
	 * @param tools the tools
	 * @return the copy
	 */
	public static ArrayNode withoutCredentials(ArrayNode tools) {
		ArrayNode copy = Json.mapper().createArrayNode();
		for (JsonNode tool : tools) {
			boolean secret = isMcp(tool) && CREDENTIALS.stream().anyMatch(tool::has);
			copy.add(secret ? ((ObjectNode) tool).deepCopy().remove(CREDENTIALS) : tool);
		}
		return copy;
	}

	/**
	 * Add the credentials for MCP servers, which servers never echo, to echoed tools. The
	 * label identifies a tool.
	 * @param echoed the tools
	 * @param configured the tools that the assistant is configured with now
	 */
	public static void authorize(ArrayNode echoed, List<BuiltInTool> configured) {
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
	 * Credentials are sent to the server that they are for, and to no other with the same
	 * label. An echo may leave the address out.
	 */
	private static boolean isSameServer(JsonNode echo, JsonNode configured) {
		return ADDRESSES.stream().allMatch((name) -> {
			String address = Json.text(configured, name, "");
			return address.equals(Json.text(echo, name, address));
		});
	}

}
