package io.github.openairun.wire.responses;

import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import io.github.openairun.RunUsage;
import io.github.openairun.wire.Json;
import io.github.openairun.wire.WireResponse;
import io.github.openairun.wire.items.Items;
import io.github.openairun.wire.items.ResponseReader;
import io.github.openairun.wire.items.ResponseRequestWriter;

/**
 * The request that continues a run, up to the outputs: a conversation keeps items only,
 * so every response is told model, instructions and tools anew. They are taken from what
 * the asking response echoes, so that it takes no memory to continue a run.
 */
final class ContinuationRequest {

	/** Repeated as they are echoed, unless they are null. */
	private static final Set<String> REPEATED = Set.of("background", "instructions", "max_tool_calls", "model",
			"parallel_tool_calls", "prompt_cache_key", "safety_identifier", "service_tier", "truncation", "user");

	/** Repeated without the properties that are null. */
	private static final Set<String> PRUNED = Set.of("reasoning", "text");

	/** Echoed by every server, with values that some models refuse to be told. */
	private static final Set<String> SAMPLING = Set.of("temperature", "top_p");

	private final ObjectNode body;

	private ContinuationRequest(ObjectNode body) {
		this.body = body;
	}

	/**
	 * Begin the request that answers the calls of the given response.
	 * @param usage what the run has used so far, or {@code null} if it is not known
	 */
	static ContinuationRequest after(WireResponse asking, RunIdentity identity, @Nullable RunUsage usage) {
		JsonNode echo = asking.body();
		ObjectNode body = Json.object();
		for (Map.Entry<String, JsonNode> property : echo.properties()) {
			String name = property.getKey();
			JsonNode value = property.getValue();
			if (REPEATED.contains(name) && value.isValueNode() && !value.isNull()) {
				body.set(name, value);
			}
			else if (PRUNED.contains(name) && value.isObject()) {
				prune(body, name, value);
			}
		}
		if ("disabled".equals(Json.text(body, "truncation"))) {
			body.remove("truncation");
		}
		JsonNode sent = RunMetadata.sent(echo);
		for (String name : SAMPLING) {
			JsonNode value = (sent != null) ? sent.get(name) : echo.get(name);
			if (value != null && value.isNumber() && (sent != null || value.doubleValue() != 1)) {
				body.set(name, value);
			}
		}
		if (sent != null && sent.hasNonNull("model")) {
			body.set("model", sent.get("model"));
		}
		tools(body, echo);
		limit(body, echo);
		body.set("metadata", metadata(echo, asking.required("id"), identity, usage));
		return new ContinuationRequest(body);
	}

	static ContinuationRequest parse(String text) {
		JsonNode body = Json.parse(text, "continuation");
		if (!(body instanceof ObjectNode object)) {
			throw new IllegalArgumentException("'continuation' is not a JSON object");
		}
		return new ContinuationRequest(object);
	}

	private static void prune(ObjectNode body, String name, JsonNode value) {
		ObjectNode pruned = withoutNulls(value);
		if (pruned.get("format") instanceof ObjectNode format) {
			pruned.set("format", withoutNulls(format));
		}
		if (!pruned.isEmpty()) {
			body.set(name, pruned);
		}
	}

	private static ObjectNode withoutNulls(JsonNode object) {
		ObjectNode copy = ((ObjectNode) object).deepCopy();
		for (Map.Entry<String, JsonNode> property : object.properties()) {
			if (property.getValue().isNull()) {
				copy.remove(property.getKey());
			}
		}
		return copy;
	}

	private static void tools(ObjectNode body, JsonNode echo) {
		ArrayNode tools = Json.mapper().createArrayNode();
		for (JsonNode tool : Json.children(echo, "tools")) {
			ObjectNode copy = withoutNulls(tool);
			if (Items.is(tool, "function")) {
				// The API demands both, and takes null for either.
				for (String name : new String[] { "parameters", "strict" }) {
					if (!copy.has(name)) {
						copy.putNull(name);
					}
				}
			}
			tools.add(copy);
		}
		if (!tools.isEmpty()) {
			body.set("tools", tools);
		}
		body.set("tool_choice", toolChoice(echo.path("tool_choice")));
	}

	/**
	 * Take back what forces a call, which would make the model call for ever, and keep
	 * what forbids one.
	 */
	private static JsonNode toolChoice(JsonNode choice) {
		if (choice.isObject() && Items.is(choice, "allowed_tools")) {
			return ((ObjectNode) choice).deepCopy().put("mode", "auto");
		}
		return Json.tree("none".equals(choice.asString("")) ? "none" : "auto");
	}

	/**
	 * A limit holds for one response, so the next one gets what is left of it.
	 */
	private static void limit(ObjectNode body, JsonNode echo) {
		Integer limit = Json.integer(echo, "max_output_tokens");
		if (limit != null) {
			RunUsage used = ResponseReader.usage(echo);
			long left = limit - ((used != null) ? used.completionTokens() : 0);
			body.put("max_output_tokens", Math.max(left, ResponseRequestWriter.MIN_OUTPUT_TOKENS));
		}
	}

	private static ObjectNode metadata(JsonNode echo, String responseId, RunIdentity identity,
			@Nullable RunUsage usage) {
		ObjectNode metadata = (ObjectNode) Json.tree(Json.texts(echo, "metadata"));
		metadata.put(RunMetadata.VERSION, "1");
		metadata.put(RunMetadata.RUN, identity.runId());
		metadata.put(RunMetadata.SEQUENCE, Integer.toString(RunMetadata.sequence(echo) + 1));
		metadata.put(RunMetadata.PREVIOUS, responseId);
		if (usage != null) {
			metadata.put(RunMetadata.USAGE, RunMetadata.write(usage));
		}
		else {
			metadata.remove(RunMetadata.USAGE);
		}
		return metadata;
	}

	/**
	 * Go on from a later response of which only the items are known.
	 * @param rounds how many responses later
	 */
	ContinuationRequest skip(int rounds) {
		ObjectNode later = this.body.deepCopy();
		if (later.get("metadata") instanceof ObjectNode metadata) {
			long sequence = Json.number(metadata, RunMetadata.SEQUENCE, 0) + rounds;
			metadata.put(RunMetadata.SEQUENCE, Long.toString(sequence));
			metadata.remove(RunMetadata.PREVIOUS);
			metadata.remove(RunMetadata.USAGE);
		}
		return new ContinuationRequest(later);
	}

	/**
	 * Return the request.
	 */
	ObjectNode request(String threadId, JsonNode input) {
		ObjectNode request = this.body.deepCopy();
		request.put("conversation", threadId);
		request.put("store", true);
		if (!request.has("background")) {
			request.put("background", true);
		}
		request.set("input", input);
		return request;
	}

	String text() {
		return this.body.toString();
	}

}
