package io.github.openairun.wire.stateless;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

import io.github.openairun.Message;
import io.github.openairun.thread.StoredItem;
import io.github.openairun.wire.Ids;
import io.github.openairun.wire.Json;
import io.github.openairun.wire.Metadata;
import io.github.openairun.wire.items.Items;
import io.github.openairun.wire.items.MessageItems;

/**
 * Turns items into stored ones, and stored ones into messages and input.
 * <p>
 * Servers receive an item without its id, status and annotations, which they may not know
 * any more or refuse. Reasoning goes back exactly as it came, and only if it is
 * encrypted: other reasoning belongs to the server that has written it.
 */
final class ThreadItems {

	private static final String REASONING = "reasoning";

	private static final String METADATA = "metadata";

	private static final List<String> OF_CALLS = List.of("type", "call_id", "name", "namespace", "arguments", "input");

	private final Supplier<String> ids;

	/**
	 * Create a converter.
	 * @param ids supplies what makes an id unique
	 */
	ThreadItems(Supplier<String> ids) {
		this.ids = ids;
	}

	String newMessageId() {
		return Ids.APPLICATION_MESSAGE + this.ids.get();
	}

	/**
	 * Write a message of the application. Its metadata stays in the store.
	 */
	static ObjectNode item(Message message) {
		ObjectNode item = MessageItems.write(message.withMetadata(Map.of()));
		return message.metadata().isEmpty() ? item : item.set(METADATA, Metadata.write(message.metadata()));
	}

	/**
	 * Return an item to store.
	 * @param item the item; a message with an id of ours keeps it
	 * @param output whether the server wrote it
	 */
	StoredItem stored(ObjectNode item, @Nullable String runId, boolean output, Instant now) {
		boolean message = Items.is(item, Items.MESSAGE);
		String given = Json.text(item, "id", "");
		String id = given.startsWith(Ids.APPLICATION_MESSAGE) ? given
				: message ? newMessageId() : "item_" + this.ids.get();
		if (message) {
			item.put("id", id);
		}
		String role = message ? Json.text(item, "role", Message.ASSISTANT) : null;
		boolean call = Items.isClientCall(item) || Items.isAnswer(item);
		String callId = call ? Items.callId(item) : "";
		String json = item.toString();
		JsonNode input = input(item);
		String text = (input == item) ? json : (input != null) ? input.toString() : null;
		return new StoredItem(id, Items.type(item), role, callId.isEmpty() ? null : callId, json, text, runId, output,
				now);
	}

	private static @Nullable JsonNode input(ObjectNode item) {
		return switch (Items.type(item)) {
			case Items.MESSAGE -> message(item);
			case Items.FUNCTION_CALL, "custom_tool_call" -> call(item);
			case REASONING -> item.hasNonNull("encrypted_content") ? item : null;
			default -> item;
		};
	}

	private static JsonNode message(ObjectNode item) {
		String role = Json.text(item, "role", Message.ASSISTANT);
		ObjectNode message = Json.object().put("type", Items.MESSAGE).put("role", role);
		JsonNode content = item.path("content");
		return message.set("content", Message.ASSISTANT.equals(role) ? parts(content) : content);
	}

	private static ArrayNode parts(JsonNode content) {
		ArrayNode parts = Json.mapper().createArrayNode();
		if (content.isString()) {
			parts.addObject().put("type", "output_text").set("text", content);
		}
		for (JsonNode part : content) {
			parts.add((part instanceof ObjectNode object) ? object.deepCopy().remove(List.of("annotations", "logprobs"))
					: part);
		}
		return parts;
	}

	/** Write the assistant's text as a string, for servers that refuse parts. */
	private static JsonNode plain(StoredItem item, String input) {
		JsonNode message = Json.parse(input, "input");
		boolean textOnly = Json.children(message, "content").stream().allMatch((part) -> Items.is(part, "output_text"));
		return textOnly ? ((ObjectNode) message).put("content", MessageItems.read(parse(item), "thread", null).text())
				: message;
	}

	private static JsonNode call(ObjectNode item) {
		ObjectNode call = Json.object();
		for (String name : OF_CALLS) {
			if (item.hasNonNull(name)) {
				call.set(name, item.get(name));
			}
		}
		call.put("call_id", Items.callId(item));
		if (Items.is(item, Items.FUNCTION_CALL)) {
			call.put("arguments", Items.content(item, "arguments"));
		}
		return call;
	}

	/**
	 * Return the input of a request. The text of the items is neither parsed nor copied.
	 * @param plain whether the assistant's text is written as a string
	 */
	static ArrayNode input(List<StoredItem> items, boolean plain) {
		ArrayNode all = Json.mapper().createArrayNode();
		for (StoredItem item : items) {
			String input = item.input();
			if (input != null && plain && Message.ASSISTANT.equals(item.role())) {
				all.add(plain(item, input));
			}
			else if (input != null) {
				all.addRawValue(new RawValue(new RawText(input)));
			}
		}
		return all;
	}

	static ObjectNode parse(StoredItem item) {
		return (Json.parse(item.json(), "item") instanceof ObjectNode object) ? object : Json.object();
	}

	/**
	 * Return a stored message.
	 */
	static Message message(StoredItem item, String threadId) {
		ObjectNode json = parse(item);
		return MessageItems.read(json, threadId, item.output() ? item.runId() : null)
			.mutate()
			.createdAt(item.createdAt())
			.metadata(item.output() ? Map.of() : Json.texts(json, METADATA))
			.build();
	}

}
