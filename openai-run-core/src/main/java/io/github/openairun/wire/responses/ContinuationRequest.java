package io.github.openairun.wire.responses;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import io.github.openairun.Assistant;
import io.github.openairun.RunUsage;
import io.github.openairun.ToolDefinition;
import io.github.openairun.wire.Json;
import io.github.openairun.wire.WireResponse;
import io.github.openairun.wire.items.Items;
import io.github.openairun.wire.items.ResponseReader;
import io.github.openairun.wire.items.ResponseRequestWriter;
import io.github.openairun.wire.items.ResponseTools;

/**
 * The request of a run without its input. A conversation keeps items only, so every
 * response receives model, instructions and tools again: those of the application's own
 * request, which a run carries from its creation on. For a run that was loaded without
 * its request, as after a restart, the configuration counts, and else what the asking
 * response echoes.
 */
final class ContinuationRequest {

	/** Repeated as they are echoed, unless they are null. */
	private static final Set<String> REPEATED = Set.of("background", "instructions", "max_tool_calls", "model",
			"parallel_tool_calls", "prompt_cache_key", "safety_identifier", "service_tier", "truncation", "user");

	/** Repeated without the properties that are null. */
	private static final Set<String> PRUNED = Set.of("reasoning", "text");

	/** Echoed by every server, with values that some models refuse. */
	private static final Set<String> SAMPLING = Set.of("temperature", "top_p");

	/** Belong to one response, and not to the run. */
	private static final List<String> OF_ONE_RESPONSE = List.of("input", "conversation", "stream");

	/** The properties that the application has set by their API names. */
	private static final String FIXED = RunMetadata.PREFIX + "fixed";

	/** Whether the request consists of what a server has echoed. */
	private static final String ECHOED = RunMetadata.PREFIX + "echoed";

	private final ObjectNode body;

	private ContinuationRequest(ObjectNode body) {
		this.body = body;
	}

	/**
	 * Keep the request that begins a run.
	 * @param request the request as it was sent
	 * @param fixed the properties that the application has set by their API names
	 */
	static ContinuationRequest sent(ObjectNode request, Set<String> fixed) {
		ObjectNode body = Json.object();
		body.setAll(request);
		body.remove(OF_ONE_RESPONSE);
		if (body.get("tools") instanceof ArrayNode tools) {
			// Credentials are configuration, and a run may be stored.
			body.set("tools", ResponseTools.withoutCredentials(tools));
		}
		if (fixed.contains("background")) {
			body.putArray(FIXED).add("background");
		}
		return new ContinuationRequest(body);
	}

	/**
	 * Return the request that submits outputs for the calls of the given response.
	 * @param usage the tokens that the run has used so far, or {@code null} if they are
	 * not known
	 */
	static ContinuationRequest after(WireResponse asking, RunIdentity identity, @Nullable RunUsage usage) {
		return (identity.request() != null) ? parse(identity.request()).next(asking, identity, usage)
				: ofEcho(asking, identity, usage);
	}

	private ContinuationRequest next(WireResponse asking, RunIdentity identity, @Nullable RunUsage usage) {
		String id = asking.id(ResponsesGateway.PREFIX);
		if (id.equals(RunMetadata.get(this.body, RunMetadata.PREVIOUS))) {
			return this;
		}
		ObjectNode body = this.body.deepCopy();
		ResponseRequestWriter.takeBackForcedCall(body);
		limit(body, Json.integer(this.body, "max_output_tokens"), asking.body());
		body.set("metadata", metadata(this.body, id, identity, usage));
		return new ContinuationRequest(body);
	}

	private static ContinuationRequest ofEcho(WireResponse asking, RunIdentity identity, @Nullable RunUsage usage) {
		JsonNode echo = asking.body();
		ObjectNode body = Json.object().put(ECHOED, true).put("background", true);
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
		if (!Json.flag(echo, "store", true)) {
			body.put("store", false);
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
		// Some servers echo a limit that the application has not set, and refuse it in a
		// request.
		boolean limited = sent == null || sent.has("max_output_tokens");
		limit(body, limited ? Json.integer(echo, "max_output_tokens") : null, echo);
		body.set("metadata", metadata(echo, asking.id(ResponsesGateway.PREFIX), identity, usage));
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
		else {
			body.remove("parallel_tool_calls");
		}
		body.set("tool_choice", echo.path("tool_choice"));
		ResponseRequestWriter.takeBackForcedCall(body);
	}

	/**
	 * A limit holds for one response, so the next one gets what is left of it.
	 */
	private static void limit(ObjectNode body, @Nullable Integer limit, JsonNode asking) {
		if (limit != null) {
			RunUsage used = ResponseReader.usage(asking);
			long left = limit - ((used != null) ? used.completionTokens() : 0);
			body.put("max_output_tokens", Math.max(left, ResponseRequestWriter.MIN_OUTPUT_TOKENS));
		}
	}

	private static ObjectNode metadata(JsonNode before, String responseId, RunIdentity identity,
			@Nullable RunUsage usage) {
		ObjectNode metadata = (ObjectNode) Json.tree(Json.texts(before, "metadata"));
		metadata.put(RunMetadata.VERSION, "1");
		metadata.put(RunMetadata.RUN, identity.runId());
		metadata.put(RunMetadata.SEQUENCE, Integer.toString(RunMetadata.sequence(before) + 1));
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
	 * Let the configured assistant replace what a server has echoed, except for what the
	 * run's own request had set. The application's own request stays as it is.
	 * @param functions the functions that the assistant is offered now
	 * @param usage the tokens that the run has used so far, or {@code null}
	 */
	void configure(Assistant assistant, List<ToolDefinition> functions, @Nullable RunUsage usage) {
		if (!isEchoed()) {
			return;
		}
		ObjectNode configured = Json.object();
		ResponseRequestWriter.writeSettings(configured, assistant.settings());
		if (assistant.instructions() != null) {
			configured.put("instructions", assistant.instructions());
		}
		Integer limit = Json.integer(configured, "max_output_tokens");
		if (limit != null && usage != null) {
			long left = limit - usage.completionTokens();
			configured.put("max_output_tokens", Math.max(left, ResponseRequestWriter.MIN_OUTPUT_TOKENS));
		}
		configured.remove(RunMetadata.ownSettings(this.body));
		this.body.setAll(configured);
		configureTools(ResponseTools.withoutCredentials(ResponseTools.write(functions, assistant.builtInTools())));
	}

	/**
	 * Describe the functions that the run was offered as the application does, and all
	 * tools if the server has not told which ones the run was offered.
	 */
	private void configureTools(ArrayNode configured) {
		if (!(this.body.get("tools") instanceof ArrayNode echoed)) {
			if (!configured.isEmpty()) {
				this.body.set("tools", configured);
			}
			return;
		}
		for (int i = 0; i < echoed.size(); i++) {
			for (JsonNode tool : configured) {
				if (isSameFunction(tool, echoed.get(i))) {
					echoed.set(i, tool);
				}
			}
		}
	}

	private static boolean isSameFunction(JsonNode one, JsonNode other) {
		return Items.is(one, "function") && Items.is(other, "function")
				&& Json.text(one, "name", "").equals(Json.text(other, "name", ""));
	}

	/** Return whether the request consists of what a server has echoed. */
	boolean isEchoed() {
		return Json.flag(this.body, ECHOED, false);
	}

	/** Return whether the application has set a property by its API name. */
	boolean isFixed(String name) {
		return this.body.path(FIXED).valueStream().anyMatch((fixed) -> name.equals(fixed.asString("")));
	}

	/** Return the request as far as it is known, without its input. */
	JsonNode body() {
		return this.body;
	}

	/**
	 * Return the request that can be sent.
	 */
	ObjectNode request(String threadId, JsonNode input) {
		ObjectNode request = this.body.deepCopy();
		request.remove(List.of(FIXED, ECHOED));
		request.put("conversation", threadId);
		request.set("input", input);
		return request;
	}

	String text() {
		return this.body.toString();
	}

}
