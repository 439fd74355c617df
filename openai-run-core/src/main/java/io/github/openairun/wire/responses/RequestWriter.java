package io.github.openairun.wire.responses;

import java.util.List;
import java.util.Map;

import org.springframework.util.Assert;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import io.github.openairun.ModelSettings;
import io.github.openairun.ResponseFormat;
import io.github.openairun.RunRequest;
import io.github.openairun.ToolChoice;
import io.github.openairun.ToolDefinition;
import io.github.openairun.wire.Json;
import io.github.openairun.wire.RunCreation;

/**
 * Writes the request that begins a run (OpenAI API reference, Create a response).
 */
final class RequestWriter {

	private RequestWriter() {
	}

	/**
	 * Write the request, but for the conversation.
	 * @param background whether the server answers at once and works afterwards
	 * @throws IllegalArgumentException if the run cannot be created on this wire
	 */
	static ObjectNode write(RunCreation creation, boolean background) {
		RunRequest request = creation.request();
		ModelSettings settings = creation.settings();
		check(creation, settings);
		ObjectNode body = Json.object();
		body.put("background", background);
		body.put("store", true);
		body.put("model", settings.model());
		body.put("instructions", creation.instructions());
		List<ObjectNode> input = MessageWriter.write(request.messages());
		if (!input.isEmpty()) {
			body.set("input", Json.tree(input));
		}
		ArrayNode tools = tools(creation);
		if (!tools.isEmpty()) {
			body.set("tools", tools);
		}
		if (request.toolChoice() != null) {
			body.set("tool_choice", toolChoice(request.toolChoice()));
		}
		body.put("parallel_tool_calls", request.parallelToolCalls());
		body.put("max_output_tokens", settings.maxCompletionTokens());
		body.put("temperature", settings.temperature());
		body.put("top_p", settings.topP());
		if (settings.reasoningEffort() != null) {
			body.putObject("reasoning").put("effort", settings.reasoningEffort());
		}
		if (settings.responseFormat() != null) {
			body.putObject("text").set("format", format(settings.responseFormat()));
		}
		withoutNulls(body);
		request.extraBody().forEach((name, value) -> body.set(name, Json.tree(value)));
		if (!request.extraBody().containsKey("metadata")) {
			body.set("metadata", RunMetadata.first(creation.metadata(), request.assistant(), body));
		}
		return body;
	}

	/**
	 * Refuse a run that cannot be created on this wire.
	 */
	static void check(RunCreation creation) {
		check(creation, creation.settings());
	}

	private static void check(RunCreation creation, ModelSettings settings) {
		RunRequest request = creation.request();
		String name = request.assistant();
		Assert.isTrue(settings.model() != null || request.extraBody().containsKey("model"),
				() -> "There is no model for assistant '%s': set 'openai.run.assistants.%s.model', or the model of the request"
					.formatted(name, name));
		Assert.isTrue(request.maxPromptTokens() == null,
				"'maxPromptTokens' is not available on wire 'responses': leave "
						+ "it out, or limit the run by 'maxCompletionTokens'");
		Integer max = settings.maxCompletionTokens();
		Assert.isTrue(max == null || max >= Continuation.MIN_OUTPUT_TOKENS,
				() -> "'maxCompletionTokens' must be at least %s on wire 'responses', but is %s"
					.formatted(Continuation.MIN_OUTPUT_TOKENS, max));
		RunMetadata.checkForRun(creation.metadata());
	}

	private static void withoutNulls(ObjectNode body) {
		List<String> nulls = body.properties()
			.stream()
			.filter((property) -> property.getValue().isNull())
			.map(Map.Entry::getKey)
			.toList();
		nulls.forEach(body::remove);
	}

	private static ArrayNode tools(RunCreation creation) {
		ArrayNode tools = Json.mapper().createArrayNode();
		for (ToolDefinition tool : creation.tools()) {
			ObjectNode json = tools.addObject();
			json.put("type", "function");
			json.put("name", tool.name());
			if (tool.description() != null) {
				json.put("description", tool.description());
			}
			json.set("parameters", Json.parse(tool.parameters(), "parameters of tool '" + tool.name() + "'"));
			json.put("strict", tool.strict());
		}
		creation.assistant().builtInTools().forEach((tool) -> tools.add(BuiltInTools.write(tool)));
		return tools;
	}

	private static JsonNode toolChoice(ToolChoice choice) {
		if (choice.function() == null) {
			return Json.tree(choice.mode());
		}
		return Json.object().put("type", "function").put("name", choice.function());
	}

	private static ObjectNode format(ResponseFormat format) {
		ObjectNode json = Json.object();
		if (format instanceof ResponseFormat.JsonSchema schema) {
			json.put("type", "json_schema").put("name", schema.name());
			json.set("schema", Json.parse(schema.schema(), "schema of response format '" + schema.name() + "'"));
			return json.put("strict", schema.strict());
		}
		return json.put("type", (format instanceof ResponseFormat.JsonObject) ? "json_object" : "text");
	}

}
