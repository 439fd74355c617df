package io.github.openairun.wire.responses;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import io.github.openairun.ContentPart;
import io.github.openairun.Message;
import io.github.openairun.wire.Json;

/**
 * Writes messages as input items (OpenAI API reference, input message).
 */
final class MessageWriter {

	private MessageWriter() {
	}

	static List<ObjectNode> write(List<Message> messages) {
		return messages.stream().map(MessageWriter::write).toList();
	}

	static ObjectNode write(Message message) {
		Assert.isTrue(message.metadata().isEmpty(),
				"Messages have no metadata on wire 'responses': leave it out, or put it on the run or the thread");
		ObjectNode item = Json.object();
		item.put("type", Items.MESSAGE);
		item.put("role", message.role());
		item.set("content", content(message));
		return item;
	}

	/**
	 * Text alone is written as a string, which every role may have; parts of the
	 * assistant's differ from those of everybody else.
	 */
	private static JsonNode content(Message message) {
		boolean assistant = Message.ASSISTANT.equals(message.role());
		boolean textOnly = message.content().stream().allMatch(ContentPart.Text.class::isInstance);
		if (textOnly && (assistant || message.content().size() == 1)) {
			return Json.tree(message.text());
		}
		ArrayNode parts = Json.mapper().createArrayNode();
		for (ContentPart part : message.content()) {
			parts.add(part(part, assistant));
		}
		return parts;
	}

	private static JsonNode part(ContentPart part, boolean assistant) {
		ObjectNode json = Json.object();
		if (part instanceof ContentPart.Text text) {
			return json.put("type", assistant ? "output_text" : "input_text").put("text", text.text());
		}
		if (part instanceof ContentPart.Refusal refusal) {
			return json.put("type", "refusal").put("refusal", refusal.refusal());
		}
		if (part instanceof ContentPart.ImageUrl image) {
			return json.put("type", "input_image").put("image_url", image.url()).put("detail", detail(image.detail()));
		}
		if (part instanceof ContentPart.ImageFile image) {
			return json.put("type", "input_image").put("file_id", image.fileId()).put("detail", detail(image.detail()));
		}
		if (part instanceof ContentPart.File file) {
			return json.put("type", "input_file").put("file_id", file.fileId());
		}
		return Json.parse(((ContentPart.Other) part).json(), "json");
	}

	private static String detail(@Nullable String detail) {
		return (detail != null) ? detail : "auto";
	}

}
