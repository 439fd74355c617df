package io.github.openairun.test.simulator;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What both wires demand of tool definitions and output formats.
 */
final class ToolRules {

	private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]+");

	private static final Set<String> NAMED = Set.of("function", "custom");

	private static final Set<String> NESTED = Set.of("name", "description", "parameters", "strict");

	private static final Set<String> FLAT = Set.of("type", "name", "description", "parameters", "strict",
			"output_schema", "defer_loading", "allowed_callers");

	/** The live service refuses a longer one. */
	private static final int MAXIMUM_DESCRIPTION = 1024;

	private static final List<String> ASSISTANT_TOOLS = List.of("code_interpreter", "function", "file_search");

	private ToolRules() {
	}

	/**
	 * OpenAI API reference, Create run and Create assistant: a function's definition is
	 * an object of its own.
	 */
	static void checkNested(RequestBody body, int maximum) {
		for (RequestBody tool : body.objects("tools", maximum)) {
			tool.requireText("type");
			tool.oneOf("type", ASSISTANT_TOOLS);
			RequestBody function = tool.child("function");
			if ("function".equals(tool.text("type"))) {
				if (function == null) {
					throw SimulatedApiError.missing(tool.param("function"));
				}
				checkFunction(function.allow(NESTED), 64);
			}
		}
	}

	/**
	 * OpenAI API reference, Create a model response: a function's definition is flat, and
	 * {@code parameters} is required, though it may be null. So is {@code strict} in the
	 * OpenAPI document, but not at the live service.
	 */
	static void checkFlat(RequestBody body) {
		for (RequestBody tool : body.objects("tools", 128)) {
			if ("function".equals(tool.requireText("type"))) {
				tool.requireText("name");
				tool.allow(FLAT);
				if (!tool.has("parameters")) {
					throw SimulatedApiError.missing(tool.param("parameters"));
				}
				checkFunction(tool, 128);
			}
			else if ("custom".equals(tool.text("type"))) {
				checkedName(tool, 128);
				tool.text("description", MAXIMUM_DESCRIPTION);
			}
		}
	}

	/**
	 * Completes the functions that do not say whether they are strict. API guide,
	 * Function calling: their parameters are brought into strict mode if that is
	 * possible, and otherwise {@code strict} is false.
	 */
	static void complete(JsonNode tools) {
		for (JsonNode one : tools) {
			if (one instanceof ObjectNode tool && "function".equals(tool.path("type").asString(""))
					&& !tool.hasNonNull("strict")) {
				JsonNode parameters = StrictSchema.normalized(tool.path("parameters"));
				tool.put("strict", parameters != null);
				if (parameters != null) {
					tool.set("parameters", parameters);
				}
			}
		}
	}

	/**
	 * Refuses a choice of tools that do not come with the request.
	 */
	static void checkChoice(@Nullable JsonNode choice, JsonNode tools) {
		if (choice == null || !choice.isObject()) {
			return;
		}
		for (JsonNode chosen : choice.has("tools") ? choice.path("tools") : SimulatorJson.array().add(choice)) {
			String type = chosen.path("type").asString("");
			String name = CallRules.name(chosen);
			if (NAMED.contains(type) && tools.valueStream()
				.noneMatch(
						(tool) -> type.equals(tool.path("type").asString("")) && name.equals(CallRules.name(tool)))) {
				throw new SimulatedApiError(400, "Tool choice '" + name + "' not found in 'tools' parameter.",
						"tool_choice", "invalid_value");
			}
		}
	}

	/**
	 * OpenAI API reference, structured outputs: the name, and the schema if it is strict.
	 */
	static void checkFormat(RequestBody format) {
		String name = checkedName(format, 64);
		JsonNode schema = format.node("schema");
		if (format.flag("strict", false)) {
			schema = format.require("schema");
			StrictSchema.check(schema, "response_format '" + name + "'", format.param("schema"));
		}
	}

	private static void checkFunction(RequestBody function, int maximum) {
		String name = checkedName(function, maximum);
		function.text("description", MAXIMUM_DESCRIPTION);
		JsonNode parameters = function.node("parameters");
		if (parameters != null && !parameters.isObject()) {
			throw SimulatedApiError.wrongType(function.param("parameters"), "an object", RequestBody.kind(parameters));
		}
		if (function.flag("strict", false)) {
			StrictSchema.check((parameters != null) ? parameters : SimulatorJson.object(), "function '" + name + "'",
					function.param("parameters"));
		}
	}

	private static String checkedName(RequestBody named, int maximum) {
		String name = named.requireText("name");
		named.text("name", maximum);
		if (!NAME.matcher(name).matches()) {
			throw SimulatedApiError.invalid(named.param("name"), "string does not match pattern. "
					+ "Expected a string that matches the pattern '^[a-zA-Z0-9_-]+$'.", "invalid_value");
		}
		return name;
	}

}
