package io.github.openairun.wire.responses;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import tools.jackson.databind.JsonNode;

import io.github.openairun.Message;
import io.github.openairun.wire.Json;
import io.github.openairun.wire.items.Items;

/**
 * The messages that a run begins with, to be recognised among the items of a
 * conversation. Servers write them otherwise than they were sent, so it is their texts
 * that are compared.
 *
 * @param messages the messages, oldest first; empty if the run goes on from what its
 * thread holds
 */
record InputMatcher(List<InputMessage> messages) {

	/**
	 * Read the input of a request.
	 */
	static InputMatcher of(JsonNode body) {
		JsonNode input = body.path("input");
		if (input.isString()) {
			return new InputMatcher(List.of(new InputMessage(false, input.stringValue())));
		}
		List<InputMessage> messages = new ArrayList<>();
		for (JsonNode item : Json.children(body, "input")) {
			if (isMessage(item)) {
				messages.add(InputMessage.of(item));
			}
		}
		return new InputMatcher(List.copyOf(messages));
	}

	/**
	 * Return whether a response to the messages stands on a conversation: they do, and
	 * right behind them something that is no further input.
	 * @param items the newest items, oldest first
	 */
	boolean isAnswered(List<JsonNode> items) {
		if (this.messages.isEmpty()) {
			return !items.isEmpty() && isOutput(items.get(items.size() - 1));
		}
		for (int end = this.messages.size(); end < items.size(); end++) {
			if (isOutput(items.get(end)) && standsAt(end - this.messages.size(), items)) {
				return true;
			}
		}
		return false;
	}

	private static boolean isOutput(JsonNode item) {
		return !isMessage(item) || InputMessage.of(item).ofAssistant();
	}

	private boolean standsAt(int start, List<JsonNode> items) {
		for (int i = 0; i < this.messages.size(); i++) {
			JsonNode item = items.get(start + i);
			if (!isMessage(item) || !InputMessage.of(item).equals(this.messages.get(i))) {
				return false;
			}
		}
		return true;
	}

	private static boolean isMessage(JsonNode item) {
		return Items.is(item, Items.MESSAGE) || (Items.type(item).isEmpty() && item.hasNonNull("role"));
	}

	/**
	 * A message.
	 *
	 * @param ofAssistant whether it is written in the assistant's name
	 * @param text its text
	 */
	record InputMessage(boolean ofAssistant, String text) {

		static InputMessage of(JsonNode item) {
			JsonNode content = item.path("content");
			String text = content.isString() ? content.stringValue()
					: Json.children(item, "content")
						.stream()
						.map((part) -> Json.text(part, "text", ""))
						.collect(Collectors.joining());
			return new InputMessage(Message.ASSISTANT.equals(Json.text(item, "role", Message.ASSISTANT)), text);
		}

	}

}
