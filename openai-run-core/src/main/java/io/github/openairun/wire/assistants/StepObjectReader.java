package io.github.openairun.wire.assistants;

import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import io.github.openairun.Run;
import io.github.openairun.RunStep;
import io.github.openairun.wire.Json;

/**
 * Reads the steps of a run.
 */
final class StepObjectReader {

	private StepObjectReader() {
	}

	static RunStep read(JsonNode json, Run run) {
		JsonNode child = Json.child(json, "step_details");
		JsonNode details = (child != null) ? child : Json.object();
		List<RunStep.Call> calls = Json.children(details, "tool_calls").stream().map(StepObjectReader::call).toList();
		String type = Json.text(json, "type", Json.text(details, "type", "unknown"));
		String id = Json.id(json, "id");
		return RunStep.builder((id != null) ? id : "", run.id(), run.threadId())
			.type(type)
			.status(Json.text(json, "status", "unknown"))
			.messageId(messageId(details))
			.toolCalls(calls)
			.createdAt(Json.time(json, "created_at"))
			.completedAt(Json.time(json, "completed_at"))
			.lastError(RunObjectReader.error(json))
			.usage(RunObjectReader.usage(json))
			.json(isKnown(type) ? null : details.toString())
			.build();
	}

	private static boolean isKnown(String type) {
		return type.equals(RunStep.MESSAGE_CREATION) || type.equals(RunStep.TOOL_CALLS);
	}

	private static @Nullable String messageId(JsonNode details) {
		JsonNode creation = Json.child(details, RunStep.MESSAGE_CREATION);
		return (creation != null) ? Json.id(creation, "message_id") : null;
	}

	private static RunStep.Call call(JsonNode call) {
		String id = Json.text(call, "id", "");
		if (AssistantToolJson.isMcp(call)) {
			return RunStep.Call.builder(id, "mcp")
				.name(Json.text(call, "name"))
				.arguments(RunObjectReader.arguments(call, "{}"))
				.output(output(call))
				.json(call.toString())
				.build();
		}
		if (!AssistantToolJson.isFunction(call)) {
			return RunStep.Call.builder(id, Json.text(call, "type", "unknown")).json(call.toString()).build();
		}
		JsonNode function = AssistantToolJson.fields(call);
		return RunStep.Call.builder(id, "function")
			.name(Json.text(function, "name"))
			.arguments(RunObjectReader.arguments(function, "{}"))
			.output(output(function))
			.build();
	}

	private static @Nullable String output(JsonNode function) {
		JsonNode output = function.get("output");
		return (output != null && output.isString()) ? output.stringValue() : null;
	}

}
