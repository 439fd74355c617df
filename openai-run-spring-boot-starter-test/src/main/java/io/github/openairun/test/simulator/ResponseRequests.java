package io.github.openairun.test.simulator;

import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads requests that create a response. OpenAPI document, CreateResponse; what it does
 * not say comes from the API reference, Create a model response.
 */
final class ResponseRequests {

	private static final Set<String> NAMES = Set.of("metadata", "top_logprobs", "temperature", "top_p", "user",
			"safety_identifier", "prompt_cache_key", "prompt_cache_retention", "prompt_cache_options",
			"previous_response_id", "model", "background", "max_tool_calls", "text", "tools", "tool_choice", "prompt",
			"service_tier", "truncation", "reasoning", "input", "include", "parallel_tool_calls", "store",
			"instructions", "moderation", "stream", "stream_options", "conversation", "context_management",
			"max_output_tokens");

	/**
	 * What a response repeats as it was sent.
	 */
	private static final List<String> REPEATED = List.of("background", "instructions", "max_output_tokens",
			"max_tool_calls", "model", "parallel_tool_calls", "previous_response_id", "prompt_cache_key",
			"prompt_cache_options", "prompt_cache_retention", "safety_identifier", "store", "temperature",
			"tool_choice", "tools", "top_logprobs", "top_p", "truncation", "user");

	private static final int MINIMUM_TOKENS = 16;

	private ResponseRequests() {
	}

	static void check(RequestBody body) {
		body.allow(NAMES);
		body.flag("stream", false);
		body.requireText("model");
		body.text("instructions");
		body.metadata();
		body.number("temperature", 0, 2);
		body.number("top_p", 0, 1);
		body.integer("max_output_tokens", MINIMUM_TOKENS);
		body.flag("parallel_tool_calls", true);
		body.oneOf("truncation", List.of("auto", "disabled"));
		if (body.node("conversation") != null && body.node("previous_response_id") != null) {
			throw new SimulatedApiError(400,
					"Mutually exclusive parameters: 'previous_response_id' and 'conversation'. "
							+ "Ensure you are only providing one of them.",
					null, "mutually_exclusive_parameters");
		}
		if (body.node("input") == null && body.node("conversation") == null
				&& body.node("previous_response_id") == null) {
			throw new SimulatedApiError(400,
					"One of \"input\" or \"previous_response_id\" or 'prompt' or 'conversation_id' "
							+ "must be provided.",
					"input", "missing_required_parameter");
		}
		// API guide, Background mode: it needs the response to be stored.
		if (body.flag("background", false) && !body.flag("store", true)) {
			throw SimulatedApiError.invalid("store", "background responses require 'store' to be true.",
					"invalid_value");
		}
		ToolRules.checkFlat(body);
		checkToolChoice(body);
		checkTextFormat(body);
	}

	/**
	 * Refuses what some servers may not take together with a conversation.
	 */
	static void checkOnConversation(RequestBody body, SimulatorSettings settings) {
		if (settings.has(Variant.NO_BACKGROUND_ON_CONVERSATIONS) && body.flag("background", false)) {
			throw SimulatedApiError.invalid("background", "background responses cannot be used with a conversation.",
					"invalid_value");
		}
		if (settings.has(Variant.NO_ABSENT_INPUT) && body.node("input") == null) {
			throw SimulatedApiError.missing("input");
		}
	}

	/**
	 * Returns what the response repeats of its request, completed by defaults.
	 */
	static ObjectNode echo(RequestBody body) {
		ObjectNode echo = SimulatorJson.object();
		echo.put("background", false);
		SimulatorJson.putNulls(echo, "instructions", "max_output_tokens", "max_tool_calls");
		echo.put("model", body.requireText("model")).put("parallel_tool_calls", true);
		SimulatorJson.putNulls(echo, "previous_response_id", "prompt_cache_key", "safety_identifier");
		echo.put("service_tier", "default").put("store", true).put("temperature", 1.0).put("tool_choice", "auto");
		echo.putArray("tools");
		echo.put("presence_penalty", 0.0).put("frequency_penalty", 0.0);
		echo.put("top_logprobs", 0).put("top_p", 1.0).put("truncation", "disabled");
		for (String name : REPEATED) {
			JsonNode value = body.node(name);
			if (value != null) {
				echo.set(name, value.deepCopy());
			}
		}
		hideCredentials(echo);
		ToolRules.complete(echo.path("tools"));
		ObjectNode reasoning = echo.putObject("reasoning").putNull("effort").putNull("summary");
		merge(reasoning, body.node("reasoning"));
		ObjectNode text = echo.putObject("text").put("verbosity", "medium");
		text.putObject("format").put("type", "text");
		merge(text, body.node("text"));
		SimulatedMetadata.set(echo, body);
		return echo;
	}

	/**
	 * OpenAI API reference, MCP tool: what authorizes a client at another server is not
	 * kept.
	 */
	private static void hideCredentials(ObjectNode echo) {
		for (JsonNode tool : echo.path("tools")) {
			if (tool instanceof ObjectNode json && "mcp".equals(tool.path("type").asString(""))) {
				json.remove("authorization");
				json.putNull("headers");
			}
		}
	}

	private static void merge(ObjectNode target, @Nullable JsonNode source) {
		if (source instanceof ObjectNode object) {
			target.setAll(object.deepCopy());
		}
	}

	private static void checkToolChoice(RequestBody body) {
		JsonNode choice = body.node("tool_choice");
		if (choice == null || choice.isString()) {
			body.oneOf("tool_choice", List.of("none", "auto", "required"));
			return;
		}
		RequestBody named = body.child("tool_choice");
		if (named != null && "function".equals(named.requireText("type"))) {
			named.requireText("name");
		}
		ToolRules.checkChoice(choice, body.object().path("tools"));
	}

	private static void checkTextFormat(RequestBody body) {
		RequestBody text = body.child("text");
		RequestBody format = (text != null) ? text.child("format") : null;
		if (format != null && "json_schema".equals(format.requireText("type"))) {
			format.requireText("name");
			format.require("schema");
			ToolRules.checkFormat(format);
		}
	}

}
