package io.github.openairun.test.simulator;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import tools.jackson.databind.node.ObjectNode;

/**
 * The conversations of wire Responses and their items.
 */
final class ConversationCatalog {

	/**
	 * OpenAI API reference, Create a conversation and Create items: 20 items at a time.
	 */
	private static final int MAXIMUM_ITEMS = 20;

	private final SimulatorSettings settings;

	private final IdSequence ids;

	private final Map<String, SimulatedConversation> conversations = new LinkedHashMap<>();

	ConversationCatalog(SimulatorSettings settings, IdSequence ids) {
		this.settings = settings;
		this.ids = ids;
	}

	ObjectNode create(RoutedRequest call) {
		RequestBody body = call.body().allow(Set.of("metadata", "items"));
		ObjectNode json = SimulatorJson.object().put("id", this.ids.next("conv")).put("object", "conversation");
		SimulatorJson.putTime(json, "created_at", call.now());
		SimulatedMetadata.set(json, body);
		SimulatedConversation conversation = new SimulatedConversation(json);
		conversation.items().addAll(new ResponseItems(this.ids, (id) -> null).read(body, "items", MAXIMUM_ITEMS));
		this.conversations.put(conversation.id(), conversation);
		return json;
	}

	SimulatedConversation require(String id) {
		SimulatedConversation conversation = this.conversations.get(id);
		if (conversation == null) {
			throw SimulatedApiError.notFound("Conversation with id '" + id + "' not found.");
		}
		return conversation;
	}

	ObjectNode modify(RoutedRequest call) {
		SimulatedConversation conversation = require(call.id(0));
		if (this.settings.has(Variant.LOCKED_METADATA)) {
			conversation.checkUnlocked();
		}
		ObjectNode json = conversation.json();
		RequestBody body = call.body().allow(Set.of("metadata"));
		if (!body.has("metadata")) {
			throw SimulatedApiError.missing("metadata");
		}
		SimulatedMetadata.update(json, body, this.settings.has(Variant.METADATA_MERGED));
		return json;
	}

	ObjectNode delete(String id) {
		this.conversations.remove(require(id).id());
		return SimulatorJson.object().put("id", id).put("object", "conversation.deleted").put("deleted", true);
	}

	/**
	 * Adds items. The lock of a running response is taken to hold here too.
	 */
	ObjectNode addItems(RoutedRequest call) {
		SimulatedConversation conversation = require(call.id(0));
		conversation.checkUnlocked();
		RequestBody body = call.body().allow(Set.of("items"));
		body.require("items");
		List<ObjectNode> items = new ResponseItems(this.ids, (id) -> Page.find(conversation.items(), id)).read(body,
				"items", MAXIMUM_ITEMS);
		if (this.settings.has(Variant.NO_POSTED_OUTPUTS)) {
			ResponseItems.refuseOutputs(items);
		}
		conversation.items().addAll(items);
		return Page.write(items, false);
	}

	ObjectNode item(RoutedRequest call) {
		ObjectNode item = Page.find(require(call.id(0)).items(), call.id(1));
		if (item == null) {
			throw SimulatedApiError.notFound("Item with id '" + call.id(1) + "' not found.");
		}
		return item;
	}

	ObjectNode deleteItem(RoutedRequest call) {
		SimulatedConversation conversation = require(call.id(0));
		conversation.items().remove(item(call));
		return conversation.json();
	}

}
