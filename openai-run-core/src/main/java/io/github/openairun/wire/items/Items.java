package io.github.openairun.wire.items;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import io.github.openairun.ToolCall;
import io.github.openairun.ToolOutput;
import io.github.openairun.wire.CallIds;
import io.github.openairun.wire.Json;

/**
 * Distinguishes the types of items, reads the calls among them, and writes their outputs.
 *
 * @since 0.1.0
 */
public final class Items {

	/** The type of a message. */
	public static final String MESSAGE = "message";

	/** The type of a call of a function. */
	public static final String FUNCTION_CALL = "function_call";

	/** The type of the output of a function. */
	public static final String FUNCTION_CALL_OUTPUT = "function_call_output";

	/**
	 * The output of a call whose run was cancelled: the conversation accepts no further
	 * response while a call has no output. The exact text distinguishes such a run from
	 * one that continues.
	 */
	public static final String CANCELLED_OUTPUT = """
			{"error":{"kind":"cancelled","message":"The run was cancelled by the application."}}""";

	/** The output of a call that gets no other. */
	public static final String LOST_OUTPUT = """
			{"error":{"kind":"lost","message":"The result of this call was lost. It may have had its effect."}}""";

	private static final String CUSTOM_CALL = "custom_tool_call";

	private static final String APPROVAL = "mcp_approval_request";

	private static final String APPROVAL_ANSWER = "mcp_approval_response";

	/** Calls of tools that the application executes, function calls included. */
	private static final Set<String> CLIENT_CALLS = Set.of(FUNCTION_CALL, CUSTOM_CALL, APPROVAL, "computer_call",
			"local_shell_call", "shell_call", "apply_patch_call");

	private Items() {
	}

	/**
	 * Return the type of an item.
	 * @param item the item
	 * @return the type, or an empty string if it has none
	 */
	public static String type(JsonNode item) {
		return Json.text(item, "type", "");
	}

	public static boolean is(JsonNode item, String type) {
		return type.equals(type(item));
	}

	/**
	 * Return whether an item is a call that needs an output of the application.
	 * @param item the item
	 * @return whether it is
	 */
	public static boolean isClientCall(JsonNode item) {
		String type = type(item);
		return CLIENT_CALLS.contains(type)
				|| (type.equals("tool_search_call") && "client".equals(Json.text(item, "execution")));
	}

	public static boolean isApproval(JsonNode item) {
		return is(item, APPROVAL);
	}

	/**
	 * Return whether an item is the output of a call.
	 * @param item the item
	 * @return whether it is
	 */
	public static boolean isAnswer(JsonNode item) {
		String type = type(item);
		return type.equals(APPROVAL_ANSWER) || type.endsWith("_output");
	}

	/**
	 * Return the id that a call and its output share. It is not the id of the call's
	 * item, unless the call has no other.
	 * @param item the call or the output
	 * @return the id, or an empty string if there is none or it is blank
	 */
	public static String callId(JsonNode item) {
		String id = switch (type(item)) {
			case APPROVAL -> Json.text(item, "id");
			case APPROVAL_ANSWER -> Json.text(item, "approval_request_id");
			default -> Json.text(item, "call_id");
		};
		String known = (id != null && !id.isBlank()) ? id : Json.text(item, "id", "");
		return known.isBlank() ? "" : known;
	}

	/**
	 * Return the calls that wait for the application. An output belongs to the oldest
	 * call before it that has the output's id and no other output.
	 * @param items the items, oldest first
	 * @return the calls by the ids of their {@link ToolCall}s, in their order
	 */
	public static Map<String, JsonNode> pendingCalls(List<JsonNode> items) {
		Map<String, JsonNode> pending = new LinkedHashMap<>();
		for (JsonNode item : items) {
			if (isClientCall(item)) {
				addCall(pending, item);
			}
			else if (isAnswer(item)) {
				removeAnswered(pending, item);
			}
		}
		return pending;
	}

	/**
	 * Add a call to those that wait for the application.
	 * @param pending the calls by the ids of their {@link ToolCall}s
	 * @param call the call
	 */
	public static void addCall(Map<String, JsonNode> pending, JsonNode call) {
		pending.put(CallIds.unique(callId(call), pending.keySet()), call);
	}

	/**
	 * Remove the call that an output belongs to.
	 * @param pending the calls by the ids of their {@link ToolCall}s
	 * @param answer the output
	 */
	public static void removeAnswered(Map<String, JsonNode> pending, JsonNode answer) {
		String id = callId(answer);
		pending.entrySet()
			.stream()
			.filter((call) -> callId(call.getValue()).equals(id))
			.map(Map.Entry::getKey)
			.findFirst()
			.ifPresent(pending::remove);
	}

	/**
	 * Read a call of a function, or of a remote server that asks for an approval.
	 * @param id the id among the calls that wait together
	 * @param item the call
	 * @return the call
	 */
	public static ToolCall toolCall(String id, JsonNode item) {
		return new ToolCall(id, Json.text(item, "name", ""), content(item, "arguments"),
				isApproval(item) ? Json.text(item, "server_label", "") : null);
	}

	/**
	 * Return a property that is a text, or JSON on some servers or in some types of
	 * items.
	 * @param item the item
	 * @param name the name of the property
	 * @return the text, empty if the property is not set
	 */
	public static String content(JsonNode item, String name) {
		JsonNode value = item.get(name);
		if (value == null || value.isNull()) {
			return "";
		}
		return value.isString() ? value.stringValue() : value.toString();
	}

	/**
	 * Write the output of a function.
	 * @param callId the id of the call as the server knows it
	 * @param output the output
	 * @return the item
	 */
	public static ObjectNode output(String callId, String output) {
		ObjectNode item = Json.object();
		item.put("type", FUNCTION_CALL_OUTPUT);
		item.put("call_id", callId);
		item.put("output", output);
		return item;
	}

	/**
	 * Write the output of a function, or the decision about a call of a remote server.
	 * @param output the output or decision
	 * @return the item
	 */
	public static ObjectNode answer(ToolOutput output) {
		String callId = CallIds.ofServer(output.callId());
		if (output.approved() == null) {
			return output(callId, output.output());
		}
		ObjectNode item = Json.object()
			.put("type", APPROVAL_ANSWER)
			.put("approval_request_id", callId)
			.put("approve", output.approved());
		return output.output().isEmpty() ? item : item.put("reason", output.output());
	}

	/**
	 * Write the item that gives a call a notice as its output, so that the conversation
	 * can continue without the call's result.
	 * @param call the call
	 * @param notice the text for the model
	 * @return the item, or {@code null} if a call of its type cannot be answered by text,
	 * or the call has no id
	 */
	public static @Nullable ObjectNode answer(JsonNode call, String notice) {
		if (callId(call).isEmpty()) {
			return null;
		}
		return switch (type(call)) {
			case FUNCTION_CALL -> output(callId(call), notice);
			case CUSTOM_CALL -> output(callId(call), notice).put("type", "custom_tool_call_output");
			case APPROVAL -> answer(ToolOutput.deny(CallIds.unique(callId(call), List.of()), notice));
			default -> null;
		};
	}

	/**
	 * Return whether an item is the notice that its call gets no other output.
	 * @param item the item
	 * @return whether it is
	 */
	public static boolean isNotice(JsonNode item) {
		String notice = Json.text(item, is(item, APPROVAL_ANSWER) ? "reason" : "output");
		return isAnswer(item) && (CANCELLED_OUTPUT.equals(notice) || LOST_OUTPUT.equals(notice));
	}

}
