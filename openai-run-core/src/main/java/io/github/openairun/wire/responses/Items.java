package io.github.openairun.wire.responses;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import io.github.openairun.ToolCall;
import io.github.openairun.wire.Json;

/**
 * Tells the items of responses and conversations apart.
 */
final class Items {

	static final String MESSAGE = "message";

	static final String FUNCTION_CALL = "function_call";

	static final String FUNCTION_CALL_OUTPUT = "function_call_output";

	/**
	 * What a call is answered with when its run was cancelled: the conversation takes no
	 * further response while a call has no output. The exact text tells such a run from
	 * one that goes on.
	 */
	static final String CANCELLED_OUTPUT = """
			{"error":{"kind":"cancelled","message":"The run was cancelled by the application."}}""";

	/**
	 * What a call is answered with that nobody will answer any more.
	 */
	static final String LOST_OUTPUT = """
			{"error":{"kind":"lost","message":"The result of this call was lost. It may have had its effect."}}""";

	private static final String CUSTOM_CALL = "custom_tool_call";

	private static final String APPROVAL = "mcp_approval_request";

	/** Calls of tools that the application executes, function calls included. */
	private static final Set<String> CLIENT_CALLS = Set.of(FUNCTION_CALL, CUSTOM_CALL, APPROVAL, "computer_call",
			"local_shell_call", "shell_call", "apply_patch_call");

	private Items() {
	}

	static String type(JsonNode item) {
		return Json.text(item, "type", "");
	}

	static boolean is(JsonNode item, String type) {
		return type.equals(type(item));
	}

	static boolean isClientCall(JsonNode item) {
		String type = type(item);
		return CLIENT_CALLS.contains(type)
				|| (type.equals("tool_search_call") && "client".equals(Json.text(item, "execution")));
	}

	static boolean isApproval(JsonNode item) {
		return is(item, APPROVAL);
	}

	static boolean isAnswer(JsonNode item) {
		String type = type(item);
		return type.equals("mcp_approval_response") || type.endsWith("_output");
	}

	/**
	 * Return what binds a call and its answer together: never the id of a call's item,
	 * unless there is nothing else.
	 */
	static String callId(JsonNode item) {
		String id = switch (type(item)) {
			case APPROVAL -> Json.text(item, "id");
			case "mcp_approval_response" -> Json.text(item, "approval_request_id");
			default -> Json.text(item, "call_id");
		};
		return (id != null) ? id : Json.text(item, "id", "");
	}

	/**
	 * Return the calls that wait for the application, by their ids.
	 */
	static Map<String, JsonNode> pendingCalls(List<JsonNode> items) {
		Map<String, JsonNode> pending = new LinkedHashMap<>();
		for (JsonNode item : items) {
			if (isClientCall(item)) {
				pending.put(callId(item), item);
			}
		}
		items.stream().filter(Items::isAnswer).map(Items::callId).forEach(pending::remove);
		return pending;
	}

	static ToolCall toolCall(JsonNode item) {
		return new ToolCall(callId(item), Json.text(item, "name", ""), content(item, "arguments"));
	}

	/**
	 * Return a property that is a text, or JSON where servers or item types have it so.
	 */
	static String content(JsonNode item, String name) {
		JsonNode value = item.get(name);
		if (value == null || value.isNull()) {
			return "";
		}
		return value.isString() ? value.stringValue() : value.toString();
	}

	static ObjectNode output(String callId, String output) {
		ObjectNode item = Json.object();
		item.put("type", FUNCTION_CALL_OUTPUT);
		item.put("call_id", callId);
		item.put("output", output);
		return item;
	}

	/**
	 * Return the item that answers a call with a notice, so that the conversation goes on
	 * without its result.
	 * @param call the call
	 * @param notice what the model is told
	 * @return the item, or {@code null} if a call of its type cannot be answered by
	 * words, or one without an id not at all
	 */
	static @Nullable ObjectNode answer(JsonNode call, String notice) {
		if (callId(call).isEmpty()) {
			return null;
		}
		return switch (type(call)) {
			case FUNCTION_CALL -> output(callId(call), notice);
			case CUSTOM_CALL -> output(callId(call), notice).put("type", "custom_tool_call_output");
			case APPROVAL -> Json.object()
				.put("type", "mcp_approval_response")
				.put("approval_request_id", callId(call))
				.put("approve", false)
				.put("reason", notice);
			default -> null;
		};
	}

	/**
	 * Return whether an item says that its call will not be answered any more.
	 */
	static boolean isGivenUp(JsonNode item) {
		String notice = Json.text(item, is(item, "mcp_approval_response") ? "reason" : "output");
		return isAnswer(item) && (CANCELLED_OUTPUT.equals(notice) || LOST_OUTPUT.equals(notice));
	}

}
