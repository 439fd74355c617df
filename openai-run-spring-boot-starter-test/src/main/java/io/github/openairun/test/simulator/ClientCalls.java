package io.github.openairun.test.simulator;

import java.util.Set;

import tools.jackson.databind.JsonNode;

/**
 * The items by which a model asks the client for something, and those that answer.
 */
final class ClientCalls {

	static final String CUSTOM = "custom_tool_call";

	static final String APPROVAL = "mcp_approval_request";

	static final String DECISION = "mcp_approval_response";

	static final String MCP = "mcp_call";

	private static final Set<String> CALLS = Set.of(ResponseItems.CALL, CUSTOM, APPROVAL);

	private static final Set<String> ANSWERS = Set.of(ResponseItems.OUTPUT, "custom_tool_call_output", DECISION);

	private ClientCalls() {
	}

	static boolean isCall(JsonNode item) {
		return CALLS.contains(type(item));
	}

	static boolean isAnswer(JsonNode item) {
		return ANSWERS.contains(type(item));
	}

	static boolean isApproval(JsonNode item) {
		return APPROVAL.equals(type(item));
	}

	/**
	 * Returns what a call and its answer have in common.
	 */
	static String id(JsonNode item) {
		return switch (type(item)) {
			case APPROVAL -> item.path("id").asString("");
			case DECISION -> item.path("approval_request_id").asString("");
			default -> item.path("call_id").asString("");
		};
	}

	static String arguments(JsonNode call) {
		return call.path(CUSTOM.equals(type(call)) ? "input" : "arguments").asString("");
	}

	/**
	 * Returns the text of an answer.
	 */
	static String text(JsonNode answer) {
		if (!DECISION.equals(type(answer))) {
			return ResponseContext.text(answer.path("output"));
		}
		String reason = answer.path("reason").asString("");
		return (answer.path("approve").asBoolean() ? "approved" : "denied") + (reason.isEmpty() ? "" : ": " + reason);
	}

	/**
	 * Returns what errors of the live service call an item.
	 */
	static String noun(JsonNode item) {
		return switch (type(item)) {
			case CUSTOM, "custom_tool_call_output" -> "custom tool call";
			default -> "function call";
		};
	}

	static String type(JsonNode item) {
		return item.path("type").asString("");
	}

}
