package io.github.openairun.test.simulator;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The assistants of wire Assistants v2.
 */
final class SimulatedAssistants {

	/**
	 * OpenAPI document, CreateAssistantRequest.
	 */
	private static final Set<String> NAMES = Set.of("model", "name", "description", "instructions", "reasoning_effort",
			"tools", "tool_resources", "metadata", "temperature", "top_p", "response_format");

	private static final int MAXIMUM_TOOLS = 128;

	private final boolean metadataMerged;

	private final IdSequence ids;

	private final List<ObjectNode> assistants = new ArrayList<>();

	SimulatedAssistants(SimulatorSettings settings, IdSequence ids) {
		this.metadataMerged = settings.has(Variant.METADATA_MERGED);
		this.ids = ids;
	}

	ObjectNode create(RoutedRequest call) {
		return add(this.ids.next("asst"), call.body(), call.now());
	}

	ObjectNode add(String id, RequestBody body, Instant now) {
		check(body);
		body.requireText("model");
		ObjectNode assistant = SimulatorJson.object().put("id", id).put("object", "assistant");
		SimulatorJson.putTime(assistant, "created_at", now);
		SimulatorJson.putNulls(assistant, "name", "description", "model", "instructions");
		assistant.putArray("tools");
		assistant.putObject("tool_resources");
		assistant.putObject("metadata");
		assistant.put("temperature", 1.0).put("top_p", 1.0).put("response_format", "auto");
		copy(body, assistant);
		SimulatedMetadata.set(assistant, body);
		this.assistants.removeIf((other) -> Page.id(other).equals(id));
		this.assistants.add(assistant);
		return assistant;
	}

	ObjectNode list(RoutedRequest call) {
		return Page.of(this.assistants, call, "assistant");
	}

	ObjectNode get(String id) {
		return Page.require(this.assistants, id, "assistant");
	}

	ObjectNode modify(RoutedRequest call) {
		ObjectNode assistant = get(call.id(0));
		check(call.body());
		copy(call.body(), assistant);
		SimulatedMetadata.update(assistant, call.body(), this.metadataMerged);
		return assistant;
	}

	ObjectNode delete(String id) {
		this.assistants.remove(get(id));
		return SimulatorJson.object().put("id", id).put("object", "assistant.deleted").put("deleted", true);
	}

	private static void check(RequestBody body) {
		body.allow(NAMES);
		body.text("model");
		body.text("name", 256);
		body.text("description", 512);
		body.text("instructions", 256_000);
		body.number("temperature", 0, 2);
		body.number("top_p", 0, 1);
		body.metadata();
		ToolRules.checkNested(body, MAXIMUM_TOOLS);
		RunRequests.checkResponseFormat(body);
	}

	private static void copy(RequestBody body, ObjectNode assistant) {
		for (String name : NAMES) {
			JsonNode value = body.node(name);
			if (value != null && !name.equals("metadata") && !name.equals("reasoning_effort")) {
				assistant.set(name, value.deepCopy());
			}
		}
	}

}
