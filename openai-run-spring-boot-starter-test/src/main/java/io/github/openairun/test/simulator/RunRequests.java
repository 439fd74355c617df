package io.github.openairun.test.simulator;

import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads requests that create a run. OpenAPI document, CreateRunRequest and
 * CreateThreadAndRunRequest.
 */
final class RunRequests {

	private static final Set<String> CREATE = Set.of("assistant_id", "model", "reasoning_effort", "instructions",
			"additional_instructions", "additional_messages", "tools", "metadata", "temperature", "top_p", "stream",
			"max_prompt_tokens", "max_completion_tokens", "truncation_strategy", "tool_choice", "parallel_tool_calls",
			"response_format");

	private static final Set<String> CREATE_WITH_THREAD = Set.of("assistant_id", "thread", "model", "instructions",
			"tools", "tool_resources", "metadata", "temperature", "top_p", "stream", "max_prompt_tokens",
			"max_completion_tokens", "truncation_strategy", "tool_choice", "parallel_tool_calls", "response_format");

	private static final int MAXIMUM_TOOLS = 20;

	private static final int MINIMUM_TOKENS = 256;

	private RunRequests() {
	}

	static void check(RequestBody body, boolean withThread) {
		body.allow(withThread ? CREATE_WITH_THREAD : CREATE);
		body.flag("stream", false);
		body.requireText("assistant_id");
		body.text("model");
		body.text("instructions");
		body.text("additional_instructions");
		body.metadata();
		body.number("temperature", 0, 2);
		body.number("top_p", 0, 1);
		body.integer("max_prompt_tokens", MINIMUM_TOKENS);
		body.integer("max_completion_tokens", MINIMUM_TOKENS);
		body.flag("parallel_tool_calls", true);
		ToolRules.checkNested(body, MAXIMUM_TOOLS);
		checkToolChoice(body);
		checkResponseFormat(body);
		RequestBody truncation = body.child("truncation_strategy");
		if (truncation != null) {
			truncation.requireText("type");
			truncation.oneOf("type", List.of("auto", "last_messages"));
			truncation.integer("last_messages", 1);
		}
	}

	static void checkResponseFormat(RequestBody body) {
		JsonNode format = body.node("response_format");
		if (format == null || format.isString()) {
			body.oneOf("response_format", List.of("auto"));
			return;
		}
		RequestBody object = body.child("response_format");
		if (object != null && "json_schema".equals(object.requireText("type"))) {
			object.require("json_schema");
			RequestBody schema = object.child("json_schema");
			if (schema != null) {
				ToolRules.checkFormat(schema);
			}
		}
	}

	/**
	 * Returns what the run repeats of its request, completed by the assistant.
	 */
	static ObjectNode echo(RequestBody body, ObjectNode assistant) {
		ObjectNode echo = SimulatorJson.object();
		echo.put("assistant_id", Page.id(assistant));
		for (String name : List.of("model", "instructions", "tools", "temperature", "top_p", "response_format")) {
			JsonNode own = body.node(name);
			echo.set(name, (own != null) ? own.deepCopy() : assistant.path(name).deepCopy());
		}
		echo.put("instructions", instructions(echo.get("instructions"), body.text("additional_instructions")));
		SimulatedMetadata.set(echo, body);
		for (String name : List.of("max_prompt_tokens", "max_completion_tokens")) {
			echo.put(name, body.integer(name, MINIMUM_TOKENS));
		}
		JsonNode truncation = body.node("truncation_strategy");
		if (truncation == null) {
			echo.putObject("truncation_strategy").put("type", "auto").putNull("last_messages");
		}
		else {
			echo.set("truncation_strategy", truncation.deepCopy());
		}
		JsonNode choice = body.node("tool_choice");
		if (choice == null) {
			echo.put("tool_choice", "auto");
		}
		else {
			echo.set("tool_choice", choice.deepCopy());
		}
		return echo.put("parallel_tool_calls", body.flag("parallel_tool_calls", true));
	}

	private static String instructions(JsonNode instructions, @Nullable String additional) {
		String text = instructions.asString("");
		return (additional != null) ? text + "\n" + additional : text;
	}

	private static void checkToolChoice(RequestBody body) {
		JsonNode choice = body.node("tool_choice");
		if (choice == null || choice.isString()) {
			body.oneOf("tool_choice", List.of("none", "auto", "required"));
			return;
		}
		RequestBody named = body.child("tool_choice");
		if (named != null && "function".equals(named.requireText("type"))) {
			RequestBody function = named.child("function");
			if (function == null) {
				throw SimulatedApiError.missing(named.param("function"));
			}
			function.requireText("name");
		}
	}

}
