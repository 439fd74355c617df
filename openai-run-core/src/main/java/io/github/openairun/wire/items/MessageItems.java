package io.github.openairun.wire.items;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import io.github.openairun.Citation;
import io.github.openairun.ContentPart;
import io.github.openairun.Message;
import io.github.openairun.wire.Json;

/**
 * Writes messages as input items, and reads the messages among the items of responses and
 * conversations (OpenAI API reference, input message).
 *
 * @since 0.1.0
 */
public final class MessageItems {

	private static final Set<String> CITATIONS = Set.of("file_citation", "url_citation", "container_file_citation",
			"file_path");

	private MessageItems() {
	}

	/**
	 * Read the messages among items.
	 * @param items the items
	 * @param threadId the thread that they belong to
	 * @param runId the run that wrote them, or {@code null}
	 * @return the messages, in the order of the items
	 */
	public static List<Message> read(List<JsonNode> items, String threadId, @Nullable String runId) {
		return items.stream()
			.filter((item) -> Items.is(item, Items.MESSAGE))
			.map((item) -> read(item, threadId, runId))
			.toList();
	}

	/**
	 * Read a message.
	 * @param item the item
	 * @param threadId the thread that it belongs to
	 * @param runId the run that wrote it, or {@code null}
	 * @return the message
	 */
	public static Message read(JsonNode item, String threadId, @Nullable String runId) {
		return Message.builder(Json.text(item, "role", Message.ASSISTANT))
			.id(Json.id(item, "id"))
			.threadId(threadId)
			.runId(runId)
			.content(readContent(item))
			.createdAt(Json.time(item, "created_at"))
			.build();
	}

	private static List<ContentPart> readContent(JsonNode item) {
		String text = Json.text(item, "content");
		if (text != null) {
			return List.of(ContentPart.text(text));
		}
		List<ContentPart> parts = new ArrayList<>();
		for (JsonNode part : Json.children(item, "content")) {
			parts.add(readPart(part));
		}
		return parts;
	}

	private static ContentPart readPart(JsonNode part) {
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
			citations.add(citation(annotation));
		}
		return citations;
	}

	private static Citation citation(JsonNode annotation) {
		String type = Json.text(annotation, "type", "");
		Integer start = Json.integer(annotation, "start_index");
		return Citation.builder(type)
			.fileId(Json.text(annotation, "file_id"))
			.containerId(Json.text(annotation, "container_id"))
			.filename(Json.text(annotation, "filename"))
			.url(Json.text(annotation, "url"))
			.title(Json.text(annotation, "title"))
			.startIndex((start != null) ? start : Json.integer(annotation, "index"))
			.endIndex(Json.integer(annotation, "end_index"))
			.json(CITATIONS.contains(type) ? null : annotation.toString())
			.build();
	}

	/**
	 * Write messages.
	 * @param messages the messages
	 * @return the items
	 * @throws IllegalArgumentException if a message has metadata, which items cannot hold
	 */
	public static List<ObjectNode> write(List<Message> messages) {
		return messages.stream().map(MessageItems::write).toList();
	}

	/**
	 * Write a message.
	 * @param message the message
	 * @return the item
	 * @throws IllegalArgumentException if the message has metadata, which items cannot
	 * hold
	 */
	public static ObjectNode write(Message message) {
		Assert.isTrue(message.metadata().isEmpty(),
				"Messages have no metadata on wire 'responses': leave it out, or put it on the run or the thread");
		ObjectNode item = Json.object();
		item.put("type", Items.MESSAGE);
		item.put("role", message.role());
		item.set("content", writeContent(message));
		return item;
	}

	/**
	 * Text alone is written as a string, which every role may have; the parts of the
	 * assistant's messages differ from those of other roles.
	 */
	private static JsonNode writeContent(Message message) {
		boolean assistant = Message.ASSISTANT.equals(message.role());
		boolean textOnly = message.content().stream().allMatch(ContentPart.Text.class::isInstance);
		if (textOnly && (assistant || message.content().size() == 1)) {
			return Json.tree(message.text());
		}
		ArrayNode parts = Json.mapper().createArrayNode();
		for (ContentPart part : message.content()) {
			parts.add(writePart(part, assistant));
		}
		return parts;
	}

	private static JsonNode writePart(ContentPart part, boolean assistant) {
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
