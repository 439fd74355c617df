package io.github.openairun.wire.items;

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
import io.github.openairun.wire.Json;
import io.github.openairun.wire.RunCreation;

/**
 * Writes the part of a request for a response that the application determines: input,
 * tools and settings (OpenAI API reference, Create a response).
 *
 * @since 0.1.0
 */
public final class ResponseRequestWriter {

	/** The smallest {@code max_output_tokens} that the API accepts. */
	public static final int MIN_OUTPUT_TOKENS = 16;

	private ResponseRequestWriter() {
	}

	/**
	 * Write the request. What the application did not set is left out.
	 * @param creation the run
	 * @return the request, without the application's extra body
	 * @throws IllegalArgumentException if the Responses API has no such run
	 */
	public static ObjectNode write(RunCreation creation) {
		ObjectNode body = writeWithoutInput(creation);
		List<ObjectNode> input = MessageItems.write(creation.request().messages());
		return input.isEmpty() ? body : body.set("input", Json.tree(input));
	}

	/**
	 * Write the request without its messages. What the application did not set is left
	 * out.
	 * @param creation the run
	 * @return the request, without the application's extra body
	 * @throws IllegalArgumentException if the Responses API has no such run
	 */
	public static ObjectNode writeWithoutInput(RunCreation creation) {
		check(creation);
		RunRequest request = creation.request();
		ModelSettings settings = creation.settings();
		ObjectNode body = Json.object();
		writeSettings(body, settings);
		body.put("instructions", creation.instructions());
		ArrayNode tools = ResponseTools.write(creation.tools(), creation.assistant().builtInTools());
		if (!tools.isEmpty()) {
			body.set("tools", tools);
			// Servers refuse it where there are no tools.
			body.put("parallel_tool_calls", request.parallelToolCalls());
		}
		if (request.toolChoice() != null) {
			body.set("tool_choice", toolChoice(request.toolChoice()));
		}
		withoutNulls(body);
		return body;
	}

	/**
	 * Write the settings that are not left open.
	 * @param body the request
	 * @param settings the settings
	 */
	public static void writeSettings(ObjectNode body, ModelSettings settings) {
		body.put("model", settings.model());
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
	}

	/**
	 * Check that the Responses API has such a run.
	 * @param creation the run
	 * @throws IllegalArgumentException if it does not
	 */
	public static void check(RunCreation creation) {
		RunRequest request = creation.request();
		ModelSettings settings = creation.settings();
		String name = request.assistant();
		Assert.isTrue(settings.model() != null || request.extraBody().containsKey("model"),
				() -> "There is no model for assistant '%s': set 'openai.run.assistants.%s.model', or the model of the request"
					.formatted(name, name));
		Assert.isTrue(request.maxPromptTokens() == null,
				"'maxPromptTokens' is not available on wire 'responses': leave "
						+ "it out, or limit the run by 'maxCompletionTokens'");
		Integer max = settings.maxCompletionTokens();
		Assert.isTrue(max == null || max >= MIN_OUTPUT_TOKENS,
				() -> "'maxCompletionTokens' must be at least %s on wire 'responses', but is %s"
					.formatted(MIN_OUTPUT_TOKENS, max));
	}

	/**
	 * Take back what forces a call, which would make the model call for ever, and keep
	 * what forbids one.
	 * @param request the request, which is changed
	 */
	public static void takeBackForcedCall(ObjectNode request) {
		JsonNode choice = request.path("tool_choice");
		if (choice instanceof ObjectNode object && Items.is(choice, "allowed_tools")) {
			request.set("tool_choice", object.deepCopy().put("mode", "auto"));
		}
		else if (!"none".equals(choice.asString(""))) {
			request.remove("tool_choice");
		}
	}

	private static void withoutNulls(ObjectNode body) {
		List<String> nulls = body.properties()
			.stream()
			.filter((property) -> property.getValue().isNull())
			.map(Map.Entry::getKey)
			.toList();
		nulls.forEach(body::remove);
	}

	private static JsonNode toolChoice(ToolChoice choice) {
		if (choice instanceof ToolChoice.Mode mode) {
			return Json.tree(mode.mode());
		}
		if (choice instanceof ToolChoice.Other other) {
			return Json.parse(other.json(), "tool choice");
		}
		if (choice instanceof ToolChoice.NamedFunction function) {
			return Json.object().put("type", "function").put("name", function.name());
		}
		return Json.object().put("type", ((ToolChoice.BuiltIn) choice).type());
	}

	private static JsonNode format(ResponseFormat format) {
		if (format instanceof ResponseFormat.Other other) {
			return Json.parse(other.json(), "response format '" + other.type() + "'");
		}
		ObjectNode json = Json.object();
		if (format instanceof ResponseFormat.JsonSchema schema) {
			json.put("type", "json_schema").put("name", schema.name());
			json.set("schema", Json.parse(schema.schema(), "schema of response format '" + schema.name() + "'"));
			return json.put("strict", schema.strict());
		}
		return json.put("type", (format instanceof ResponseFormat.JsonObject) ? "json_object" : "text");
	}

}
