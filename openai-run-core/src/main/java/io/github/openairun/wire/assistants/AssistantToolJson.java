package io.github.openairun.wire.assistants;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import io.github.openairun.BuiltInTool;
import io.github.openairun.ResponseFormat;
import io.github.openairun.ToolChoice;
import io.github.openairun.ToolDefinition;
import io.github.openairun.wire.Json;

/**
 * Writes and reads tools, the tool choice and the response format of this wire.
 */
final class AssistantToolJson {

	private static final String FUNCTION = "function";

	private static final String NO_PARAMETERS = """
			{"type":"object","properties":{}}""";

	private AssistantToolJson() {
	}

	static ArrayNode write(List<ToolDefinition> functions, List<BuiltInTool> builtIn) {
		ArrayNode tools = Json.mapper().createArrayNode();
		functions.forEach((function) -> tools.add(write(function)));
		builtIn.forEach((tool) -> tools.add(BuiltInToolJson.write(tool)));
		return tools;
	}

	private static ObjectNode write(ToolDefinition definition) {
		ObjectNode function = Json.object();
		function.put("name", definition.name());
		if (definition.description() != null) {
			function.put("description", definition.description());
		}
		function.set("parameters", Json.parse(definition.parameters(), "parameters of tool " + definition.name()));
		if (definition.strict()) {
			// Not strict is the default, and not every server knows the property.
			function.put("strict", true);
		}
		ObjectNode tool = Json.object();
		tool.put("type", FUNCTION);
		tool.set(FUNCTION, function);
		return tool;
	}

	static JsonNode write(ToolChoice choice) {
		if (choice instanceof ToolChoice.Mode mode) {
			return Json.tree(mode.mode());
		}
		if (choice instanceof ToolChoice.Other other) {
			return Json.parse(other.json(), "tool choice");
		}
		ObjectNode json = Json.object();
		if (choice instanceof ToolChoice.NamedFunction function) {
			json.put("type", FUNCTION).putObject(FUNCTION).put("name", function.name());
		}
		else {
			json.put("type", ((ToolChoice.BuiltIn) choice).type());
		}
		return json;
	}

	static JsonNode write(ResponseFormat format) {
		if (format instanceof ResponseFormat.Other other) {
			return Json.parse(other.json(), "response format '" + other.type() + "'");
		}
		ObjectNode json = Json.object();
		if (format instanceof ResponseFormat.JsonSchema schema) {
			json.put("type", "json_schema");
			ObjectNode content = json.putObject("json_schema");
			content.put("name", schema.name());
			content.set("schema", Json.parse(schema.schema(), "schema"));
			content.put("strict", schema.strict());
		}
		else {
			json.put("type", (format instanceof ResponseFormat.JsonObject) ? "json_object" : "text");
		}
		return json;
	}

	/**
	 * Return the functions among the tools of an object that the application can define.
	 */
	static List<ToolDefinition> functions(JsonNode owner) {
		List<ToolDefinition> functions = new ArrayList<>();
		for (JsonNode tool : Json.children(owner, "tools")) {
			String name = isFunction(tool) ? Json.text(fields(tool), "name") : null;
			if (name != null && ToolDefinition.isLegalName(name)) {
				JsonNode parameters = Json.child(fields(tool), "parameters");
				functions.add(new ToolDefinition(name, Json.text(fields(tool), "description"),
						(parameters != null) ? parameters.toString() : NO_PARAMETERS,
						Json.flag(fields(tool), "strict", false)));
			}
		}
		return functions;
	}

	static boolean isFunction(JsonNode tool) {
		return FUNCTION.equals(Json.text(tool, "type", FUNCTION));
	}

	/** Return whether a call is one of a remote MCP server, which Azure's agents know. */
	static boolean isMcp(JsonNode call) {
		return "mcp".equals(Json.text(call, "type"));
	}

	/**
	 * Return the object with a function's properties: a nested object, or the tool itself
	 * on servers that mix the protocols.
	 */
	static JsonNode fields(JsonNode tool) {
		JsonNode function = Json.child(tool, FUNCTION);
		return (function != null) ? function : tool;
	}

	static @Nullable ResponseFormat responseFormat(JsonNode owner) {
		JsonNode format = Json.child(owner, "response_format");
		String type = (format != null) ? Json.text(format, "type") : null;
		if (format == null || type == null) {
			return null;
		}
		ResponseFormat known = switch (type) {
			case "text" -> ResponseFormat.text();
			case "json_object" -> ResponseFormat.jsonObject();
			case "json_schema" -> jsonSchema(format);
			default -> null;
		};
		return (known != null) ? known : new ResponseFormat.Other(type, format.toString());
	}

	private static @Nullable ResponseFormat jsonSchema(JsonNode format) {
		JsonNode content = Json.child(format, "json_schema");
		JsonNode schema = (content != null) ? Json.child(content, "schema") : null;
		String name = (content != null) ? Json.text(content, "name") : null;
		if (content == null || schema == null || name == null || !ToolDefinition.isLegalName(name)) {
			return null;
		}
		return new ResponseFormat.JsonSchema(name, schema.toString(), Json.flag(content, "strict", false));
	}

}
