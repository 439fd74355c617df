package io.github.openairun.wire.items;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import io.github.openairun.RunBuilder;
import io.github.openairun.RunError;
import io.github.openairun.RunStatus;
import io.github.openairun.RunUsage;
import io.github.openairun.ToolCall;
import io.github.openairun.wire.Json;

/**
 * Reads the properties of a response that determine its run.
 *
 * @since 0.1.0
 */
public final class ResponseReader {

	private ResponseReader() {
	}

	/**
	 * Return the tokens that a response used.
	 * @param response the response
	 * @return the tokens, or {@code null} if the server does not report them
	 */
	public static @Nullable RunUsage usage(JsonNode response) {
		JsonNode usage = Json.child(response, "usage");
		if (usage == null) {
			return null;
		}
		long input = Json.number(usage, "input_tokens", 0);
		long output = Json.number(usage, "output_tokens", 0);
		return new RunUsage(input, output, Json.number(usage, "total_tokens", input + output));
	}

	/**
	 * Return why a response failed.
	 * @param response the response
	 * @return the error, or {@code null} if there is none
	 */
	public static @Nullable RunError error(JsonNode response) {
		JsonNode error = Json.child(response, "error");
		if (error != null) {
			return new RunError(Json.text(error, "code", "unknown"), Json.text(error, "message", ""));
		}
		String text = errorText(response.path("error"));
		return (text != null) ? new RunError("unknown", text) : null;
	}

	/**
	 * Return the text of an error that is a text, or a list as some servers write it.
	 * @param error the error
	 * @return the text, or {@code null} if there is none
	 */
	static @Nullable String errorText(JsonNode error) {
		if (error.isArray() && !error.isEmpty()) {
			return error.valueStream()
				.map((entry) -> Json.text(entry, "message", entry.isString() ? entry.stringValue() : entry.toString()))
				.collect(Collectors.joining("; "));
		}
		return error.isString() ? error.stringValue() : null;
	}

	/**
	 * Return why a response is incomplete.
	 * @param response the response
	 * @return the reason, or {@code null} if there is none
	 */
	public static @Nullable String incompleteReason(JsonNode response) {
		JsonNode details = Json.child(response, "incomplete_details");
		String reason = (details != null) ? Json.text(details, "reason") : null;
		return "max_output_tokens".equals(reason) ? "max_completion_tokens" : reason;
	}

	/**
	 * Make a run wait for the application.
	 * @param run the run
	 * @param pending the items of the calls by the ids of their {@link ToolCall}s
	 */
	public static void awaitOutputs(RunBuilder run, Map<String, JsonNode> pending) {
		List<ToolCall> calls = new ArrayList<>();
		String unsupported = null;
		for (Map.Entry<String, JsonNode> call : pending.entrySet()) {
			JsonNode item = call.getValue();
			boolean supported = Items.is(item, Items.FUNCTION_CALL) || Items.isApproval(item);
			if (supported && !Items.callId(item).isEmpty()) {
				calls.add(Items.toolCall(call.getKey(), item));
			}
			else if (unsupported == null) {
				unsupported = Items.type(item);
			}
		}
		run.status(RunStatus.REQUIRES_ACTION).toolCalls(calls).unsupportedAction(unsupported);
	}

}
