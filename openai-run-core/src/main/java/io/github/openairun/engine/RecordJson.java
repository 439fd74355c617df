package io.github.openairun.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import io.github.openairun.ModelSettings;
import io.github.openairun.ResponseFormat;
import io.github.openairun.ResumeRequest;
import io.github.openairun.RunLimit;
import io.github.openairun.RunLimits;
import io.github.openairun.RunRequest;
import io.github.openairun.ToolChoice;
import io.github.openairun.ToolOutput;
import io.github.openairun.wire.Json;

/**
 * Reads and writes the JSON form of a {@link DriveRecord}.
 */
final class RecordJson {

	/** Raised whenever older versions of this library would misunderstand the form. */
	static final int VERSION = 1;

	private RecordJson() {
	}

	static ObjectNode write(DriveRecord record) {
		ObjectNode json = Json.object().put("version", VERSION);
		put(json, "connection", record.connection());
		put(json, "nonce", record.nonce());
		RunRequest request = record.request();
		if (request != null) {
			json.set("request", write(request));
		}
		ResumeRequest resumed = record.resumed();
		if (resumed != null) {
			json.set("resumed", write(resumed));
		}
		json.set("progress", ProgressJson.write(record.progress()));
		return json;
	}

	static DriveRecord read(String text) {
		JsonNode json = Json.parse(text, "record");
		ProgressJson.requireVersion(json, VERSION, "record of a drive");
		JsonNode request = Json.child(json, "request");
		JsonNode resumed = Json.child(json, "resumed");
		JsonNode progress = Json.child(json, "progress");
		return new DriveRecord((request != null) ? request(request) : null, (resumed != null) ? resumed(resumed) : null,
				Json.text(json, "connection"), Json.text(json, "nonce"),
				(progress != null) ? ProgressJson.read(progress) : DriveProgress.none());
	}

	private static ObjectNode write(RunRequest request) {
		ObjectNode json = Json.object().put("assistant", request.assistant());
		put(json, "threadId", request.threadId());
		ArrayNode messages = json.putArray("messages");
		request.messages().forEach((message) -> messages.add(MessageRecordJson.write(message)));
		json.set("settings", write(request.settings()));
		put(json, "instructions", request.instructions());
		put(json, "additionalInstructions", request.additionalInstructions());
		tools(json, request.tools());
		ToolChoice choice = request.toolChoice();
		if (choice != null) {
			json.set("toolChoice", write(choice));
		}
		if (request.parallelToolCalls() != null) {
			json.put("parallelToolCalls", request.parallelToolCalls());
		}
		if (request.maxPromptTokens() != null) {
			json.put("maxPromptTokens", request.maxPromptTokens());
		}
		json.set("metadata", Json.tree(request.metadata()));
		json.set("extraBody", Json.tree(request.extraBody()));
		json.set("context", Json.tree(request.context()));
		limits(json, request.limits());
		return json;
	}

	private static RunRequest request(JsonNode json) {
		RunRequest.Builder request = RunRequest.assistant(ProgressJson.required(json, "assistant"))
			.thread(Json.text(json, "threadId"))
			.messages(Json.children(json, "messages").stream().map(MessageRecordJson::read).toList())
			.settings(settings(json.path("settings")))
			.instructions(string(json, "instructions"))
			.additionalInstructions(string(json, "additionalInstructions"))
			.tools(tools(json))
			.parallelToolCalls(bool(json, "parallelToolCalls"))
			.maxPromptTokens(Json.integer(json, "maxPromptTokens"))
			.metadata(Json.texts(json, "metadata"))
			.context(Json.texts(json, "context"))
			.limits(limits(json));
		JsonNode choice = Json.child(json, "toolChoice");
		if (choice != null) {
			request.toolChoice(toolChoice(choice));
		}
		json.path("extraBody")
			.properties()
			.forEach((property) -> request.extraBody(property.getKey(), value(property.getValue())));
		return request.build();
	}

	private static @Nullable Object value(JsonNode json) {
		return Json.mapper().treeToValue(json, Object.class);
	}

	private static ObjectNode write(ResumeRequest resumed) {
		ObjectNode json = Json.object().put("runId", resumed.runId()).put("threadId", resumed.threadId());
		tools(json, resumed.tools());
		json.set("context", Json.tree(resumed.context()));
		ArrayNode outputs = json.putArray("outputs");
		resumed.outputs()
			.forEach((output) -> outputs.addObject().put("id", output.callId()).put("output", output.output()));
		limits(json, resumed.limits());
		return json;
	}

	private static ResumeRequest resumed(JsonNode json) {
		return ResumeRequest.run(ProgressJson.required(json, "runId"), ProgressJson.required(json, "threadId"))
			.tools(tools(json))
			.context(Json.texts(json, "context"))
			.outputs(Json.children(json, "outputs")
				.stream()
				.map((output) -> new ToolOutput(ProgressJson.required(output, "id"), Json.text(output, "output", "")))
				.toList())
			.limits(limits(json))
			.build();
	}

	private static ObjectNode write(ModelSettings settings) {
		ObjectNode json = Json.object();
		put(json, "model", settings.model());
		put(json, "reasoningEffort", settings.reasoningEffort());
		if (settings.temperature() != null) {
			json.put("temperature", settings.temperature());
		}
		if (settings.topP() != null) {
			json.put("topP", settings.topP());
		}
		if (settings.maxCompletionTokens() != null) {
			json.put("maxCompletionTokens", settings.maxCompletionTokens());
		}
		ResponseFormat format = settings.responseFormat();
		if (format != null) {
			json.set("responseFormat", write(format));
		}
		return json;
	}

	private static ModelSettings settings(JsonNode json) {
		JsonNode format = Json.child(json, "responseFormat");
		return ModelSettings.builder()
			.model(string(json, "model"))
			.reasoningEffort(string(json, "reasoningEffort"))
			.temperature(Json.decimal(json, "temperature"))
			.topP(Json.decimal(json, "topP"))
			.maxCompletionTokens(Json.integer(json, "maxCompletionTokens"))
			.responseFormat((format != null) ? responseFormat(format) : null)
			.build();
	}

	private static ObjectNode write(ResponseFormat format) {
		ObjectNode json = Json.object();
		if (format instanceof ResponseFormat.JsonSchema schema) {
			return json.put("kind", "schema")
				.put("name", schema.name())
				.put("schema", schema.schema())
				.put("strict", schema.strict());
		}
		if (format instanceof ResponseFormat.Other other) {
			return json.put("kind", "other").put("type", other.type()).put("json", other.json());
		}
		return json.put("kind", (format instanceof ResponseFormat.JsonObject) ? "object" : "text");
	}

	private static ResponseFormat responseFormat(JsonNode json) {
		return switch (ProgressJson.required(json, "kind")) {
			case "schema" -> new ResponseFormat.JsonSchema(ProgressJson.required(json, "name"),
					ProgressJson.required(json, "schema"), Json.flag(json, "strict", true));
			case "other" -> new ResponseFormat.Other(Json.text(json, "type", ""), ProgressJson.required(json, "json"));
			case "object" -> ResponseFormat.jsonObject();
			case "text" -> ResponseFormat.text();
			default -> throw unknown("response format", json);
		};
	}

	private static ObjectNode write(ToolChoice choice) {
		ObjectNode json = Json.object();
		if (choice instanceof ToolChoice.Mode mode) {
			return json.put("kind", "mode").put("value", mode.mode());
		}
		if (choice instanceof ToolChoice.NamedFunction function) {
			return json.put("kind", "function").put("value", function.name());
		}
		if (choice instanceof ToolChoice.BuiltIn builtIn) {
			return json.put("kind", "builtIn").put("value", builtIn.type());
		}
		return json.put("kind", "other").put("value", ((ToolChoice.Other) choice).json());
	}

	private static ToolChoice toolChoice(JsonNode json) {
		String value = ProgressJson.required(json, "value");
		return switch (ProgressJson.required(json, "kind")) {
			case "mode" -> new ToolChoice.Mode(value);
			case "function" -> new ToolChoice.NamedFunction(value);
			case "builtIn" -> new ToolChoice.BuiltIn(value);
			case "other" -> new ToolChoice.Other(value);
			default -> throw unknown("tool choice", json);
		};
	}

	private static void limits(ObjectNode json, @Nullable RunLimits limits) {
		if (limits == null) {
			return;
		}
		ObjectNode object = json.putObject("limits").put("timeout", limits.timeout().toString());
		write(object, "rounds", limits.rounds());
		write(object, "calls", limits.calls());
		write(object, "callsPerTool", limits.callsPerTool());
		write(object, "identicalCalls", limits.identicalCalls());
		RunLimit tokens = limits.tokens();
		if (tokens != null) {
			write(object, "tokens", tokens);
		}
		object.put("timeoutAction", limits.timeoutAction().name());
	}

	private static void write(ObjectNode json, String name, RunLimit limit) {
		json.putObject(name).put("max", limit.max()).put("action", limit.action().name());
	}

	private static @Nullable RunLimits limits(JsonNode json) {
		JsonNode limits = Json.child(json, "limits");
		return (limits == null) ? null
				: new RunLimits(Duration.parse(ProgressJson.required(limits, "timeout")), limit(limits, "rounds"),
						limit(limits, "calls"), limit(limits, "callsPerTool"), limit(limits, "identicalCalls"),
						limits.has("tokens") ? limit(limits, "tokens") : null,
						RunLimit.Action.valueOf(ProgressJson.required(limits, "timeoutAction")));
	}

	private static RunLimit limit(JsonNode json, String name) {
		JsonNode limit = json.path(name);
		return new RunLimit((int) Json.number(limit, "max", 0),
				RunLimit.Action.valueOf(ProgressJson.required(limit, "action")));
	}

	private static void tools(ObjectNode json, @Nullable List<String> tools) {
		if (tools != null) {
			json.set("tools", Json.tree(tools));
		}
	}

	private static @Nullable List<String> tools(JsonNode json) {
		JsonNode tools = json.get("tools");
		if (tools == null) {
			return null;
		}
		List<String> names = new ArrayList<>();
		tools.forEach((name) -> names.add(name.asString()));
		return names;
	}

	private static void put(ObjectNode json, String name, @Nullable String value) {
		if (value != null) {
			json.put(name, value);
		}
	}

	private static @Nullable String string(JsonNode json, String name) {
		JsonNode value = json.get(name);
		return (value != null && value.isString()) ? value.stringValue() : null;
	}

	private static @Nullable Boolean bool(JsonNode json, String name) {
		JsonNode value = json.get(name);
		return (value != null && value.isBoolean()) ? value.booleanValue() : null;
	}

	private static IllegalArgumentException unknown(String what, JsonNode json) {
		return new IllegalArgumentException(
				"The JSON of a drive has the " + what + " '" + Json.text(json, "kind") + "', which is not known");
	}

}
