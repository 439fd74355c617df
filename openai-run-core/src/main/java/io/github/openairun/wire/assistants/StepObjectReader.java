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
		return new RunStep(Json.text(json, "id", ""), Json.text(json, "run_id", run.id()),
				Json.text(json, "thread_id", run.threadId()),
				Json.text(json, "type", Json.text(details, "type", "unknown")), Json.text(json, "status", "unknown"),
				messageId(details), calls, Json.time(json, "created_at"), Json.time(json, "completed_at"),
				RunObjectReader.error(json), RunObjectReader.usage(json));
	}

	private static @Nullable String messageId(JsonNode details) {
		JsonNode creation = Json.child(details, RunStep.MESSAGE_CREATION);
		return (creation != null) ? Json.text(creation, "message_id") : null;
	}

	private static RunStep.Call call(JsonNode call) {
		String id = Json.text(call, "id", "");
		if (!AssistantToolJson.isFunction(call)) {
			return new RunStep.Call(id, Json.text(call, "type", "unknown"), null, null, null);
		}
		JsonNode function = AssistantToolJson.fields(call);
		return new RunStep.Call(id, "function", Json.text(function, "name"), RunObjectReader.arguments(function, "{}"),
				output(function));
	}

	private static @Nullable String output(JsonNode function) {
		JsonNode output = function.get("output");
		return (output != null && output.isString()) ? output.stringValue() : null;
	}

}
