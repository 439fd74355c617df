package io.github.openairun.test.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads items as requests write them, and completes them as the server stores them.
 * OpenAPI document, InputItem.
 */
final class ResponseItems {

	static final String CALL = "function_call";

	static final String OUTPUT = "function_call_output";

	private static final List<String> ROLES = List.of("user", "assistant", "system", "developer");

	private static final List<String> INPUT_PARTS = List.of("input_text", "input_image", "input_file");

	private static final List<String> OUTPUT_PARTS = List.of("output_text", "refusal");

	/** Other items whose status is required when they are stored. */
	private static final Set<String> WITH_STATUS = Set.of("custom_tool_call", "custom_tool_call_output", "shell_call",
			"shell_call_output", "computer_call", "computer_call_output", "local_shell_call", "local_shell_call_output",
			"apply_patch_call", "apply_patch_call_output", "tool_search_call", "tool_search_output");

	private static final int MAXIMUM_OUTPUT = 10_485_760;

	private final IdSequence ids;

	private final Function<String, @Nullable ObjectNode> known;

	/**
	 * Creates a reader.
	 * @param ids gives ids to new items
	 * @param known finds the item that a reference names, if there is one
	 */
	ResponseItems(IdSequence ids, Function<String, @Nullable ObjectNode> known) {
		this.ids = ids;
		this.known = known;
	}

	List<ObjectNode> read(RequestBody body, String name, int maximum) {
		JsonNode node = body.node(name);
		if (node != null && node.isString()) {
			ObjectNode message = SimulatorJson.object().put("role", "user").put("content", node.stringValue());
			return List.of(item(new RequestBody(name + "[0].", message)));
		}
		List<ObjectNode> items = new ArrayList<>();
		body.objects(name, maximum).forEach((item) -> items.add(item(item)));
		return items;
	}

	static ObjectNode outputText(String text) {
		ObjectNode part = SimulatorJson.text("output_text", "text", text);
		part.putArray("annotations");
		part.putArray("logprobs");
		return part;
	}

	static void refuseOutputs(List<ObjectNode> items) {
		for (ObjectNode item : items) {
			if (OUTPUT.equals(item.path("type").asString(""))) {
				throw SimulatedApiError.invalid("items",
						"items of type '" + OUTPUT + "' cannot be added to a conversation.", "invalid_value");
			}
		}
	}

	private ObjectNode item(RequestBody item) {
		String type = item.text("type");
		if (type == null) {
			type = (item.has("role")) ? "message" : "item_reference";
		}
		return switch (type) {
			case "message" -> message(item);
			case CALL -> call(item);
			case OUTPUT -> output(item);
			case "item_reference" -> reference(item);
			default -> other(item, type);
		};
	}

	private ObjectNode message(RequestBody item) {
		String role = item.requireText("role");
		item.oneOf("role", ROLES);
		boolean assistant = role.equals("assistant");
		ObjectNode message = stored(item, "message", id(item, "msg", "msg")).put("role", role);
		ArrayNode parts = SimulatorJson.array();
		JsonNode content = item.require("content");
		if (content.isString()) {
			parts.add(assistant ? outputText(content.stringValue())
					: SimulatorJson.text("input_text", "text", content.stringValue()));
			message.set("content", parts);
			return message;
		}
		for (RequestBody part : item.objects("content", Integer.MAX_VALUE)) {
			part.requireText("type");
			part.oneOf("type", assistant ? OUTPUT_PARTS : INPUT_PARTS);
			parts.add(part(part));
		}
		message.set("content", parts);
		return message;
	}

	private static ObjectNode part(RequestBody part) {
		return switch (part.requireText("type")) {
			case "output_text" -> outputText(part);
			case "input_image" -> image(part);
			default -> part.object().deepCopy();
		};
	}

	private static ObjectNode outputText(RequestBody part) {
		ObjectNode text = part.object().deepCopy();
		for (String list : List.of("annotations", "logprobs")) {
			if (!text.has(list)) {
				text.putArray(list);
			}
		}
		return text;
	}

	/**
	 * OpenAPI document, InputImageContent: the detail is required of what is stored, and
	 * by default {@code auto}.
	 */
	private static ObjectNode image(RequestBody part) {
		ObjectNode image = part.object().deepCopy();
		return image.hasNonNull("detail") ? image : image.put("detail", "auto");
	}

	private ObjectNode call(RequestBody item) {
		List.of("call_id", "name", "arguments").forEach(item::requireText);
		return stored(item, CALL, id(item, "fc", "fc"));
	}

	/**
	 * Returns an item as it is stored: as it was sent, and completed.
	 */
	private static ObjectNode stored(RequestBody item, String type, String id) {
		ObjectNode stored = item.object().deepCopy().put("id", id).put("type", type);
		return stored.hasNonNull("status") ? stored : stored.put("status", "completed");
	}

	/**
	 * The schema does not require {@code call_id} any more, but without it an output
	 * answers nothing.
	 */
	private ObjectNode output(RequestBody item) {
		item.requireText("call_id");
		JsonNode value = item.require("output");
		if (value.isString()) {
			item.text("output", MAXIMUM_OUTPUT);
		}
		else {
			item.objects("output", Integer.MAX_VALUE).forEach((part) -> part.oneOf("type", INPUT_PARTS));
		}
		return stored(item, OUTPUT, id(item, "fc", "fco"));
	}

	private ObjectNode reference(RequestBody item) {
		String id = item.requireText("id");
		ObjectNode referenced = this.known.apply(id);
		if (referenced == null) {
			throw SimulatedApiError.notFound("Item with id '" + id + "' not found.");
		}
		return referenced;
	}

	private ObjectNode other(RequestBody item, String type) {
		String given = item.text("id");
		String id = (given != null) ? given : this.ids.next(type.toLowerCase(Locale.ROOT));
		return WITH_STATUS.contains(type) ? stored(item, type, id) : item.object().deepCopy().put("id", id);
	}

	private String id(RequestBody item, String required, String prefix) {
		String id = item.text("id");
		if (id != null && !id.startsWith(required)) {
			throw SimulatedApiError.wrongId(item.param("id"), id, required);
		}
		return (id != null) ? id : this.ids.next(prefix);
	}

}
