package io.github.openairun.wire.responses;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import io.github.openairun.Citation;
import io.github.openairun.ContentPart;
import io.github.openairun.Message;
import io.github.openairun.wire.Json;

/**
 * Reads the messages among the items of responses and conversations.
 */
final class MessageReader {

	private MessageReader() {
	}

	static List<Message> read(List<JsonNode> items, String threadId, @Nullable String runId) {
		return items.stream()
			.filter((item) -> Items.is(item, Items.MESSAGE))
			.map((item) -> read(item, threadId, runId))
			.toList();
	}

	static Message read(JsonNode item, String threadId, @Nullable String runId) {
		return new Message(Json.text(item, "id"), threadId, runId, Json.text(item, "role", Message.ASSISTANT),
				content(item), Json.time(item, "created_at"), Map.of());
	}

	private static List<ContentPart> content(JsonNode item) {
		String text = Json.text(item, "content");
		if (text != null) {
			return List.of(ContentPart.text(text));
		}
		List<ContentPart> parts = new ArrayList<>();
		for (JsonNode part : Json.children(item, "content")) {
			parts.add(part(part));
		}
		return parts;
	}

	private static ContentPart part(JsonNode part) {
		String type = Json.text(part, "type", "");
		ContentPart known = switch (type) {
			case "output_text", "input_text", "text" ->
				new ContentPart.Text(Json.text(part, "text", ""), citations(part));
			case "refusal" -> new ContentPart.Refusal(Json.text(part, "refusal", ""));
			case "input_image" -> image(part);
			case "input_file" -> file(part);
			default -> null;
		};
		return (known != null) ? known : new ContentPart.Other(type, part.toString());
	}

	private static @Nullable ContentPart image(JsonNode part) {
		String url = Json.text(part, "image_url");
		if (url != null) {
			return new ContentPart.ImageUrl(url, Json.text(part, "detail"));
		}
		String fileId = Json.text(part, "file_id");
		return (fileId != null) ? new ContentPart.ImageFile(fileId, Json.text(part, "detail")) : null;
	}

	private static @Nullable ContentPart file(JsonNode part) {
		String fileId = Json.text(part, "file_id");
		return (fileId != null) ? new ContentPart.File(fileId) : null;
	}

	private static List<Citation> citations(JsonNode part) {
		List<Citation> citations = new ArrayList<>();
		for (JsonNode annotation : Json.children(part, "annotations")) {
			Integer start = Json.integer(annotation, "start_index");
			citations.add(new Citation(Json.text(annotation, "type", ""), Json.text(annotation, "file_id"),
					Json.text(annotation, "filename"), Json.text(annotation, "url"), Json.text(annotation, "title"),
					null, (start != null) ? start : Json.integer(annotation, "index"),
					Json.integer(annotation, "end_index")));
		}
		return citations;
	}

}
