package io.github.openairun.wire.assistants;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import io.github.openairun.Citation;
import io.github.openairun.ContentPart;
import io.github.openairun.Message;
import io.github.openairun.wire.Json;

/**
 * Writes and reads messages of this wire.
 */
final class MessageJson {

	private static final Set<String> CITATIONS = Set.of("file_citation", "url_citation", "container_file_citation",
			"file_path");

	private MessageJson() {
	}

	static ArrayNode write(List<Message> messages) {
		ArrayNode array = Json.mapper().createArrayNode();
		messages.forEach((message) -> array.add(write(message)));
		return array;
	}

	static ObjectNode write(Message message) {
		return write(message, null);
	}

	/**
	 * Write a message.
	 * @param nonce identifies the message after a lost response; may be {@code null}
	 */
	static ObjectNode write(Message message, @Nullable String nonce) {
		if (!message.role().equals(Message.USER) && !message.role().equals(Message.ASSISTANT)) {
			throw new IllegalArgumentException(
					"A message on wire 'assistants' is from 'user' or 'assistant', not from '" + message.role()
							+ "'; use instructions instead");
		}
		ObjectNode json = Json.object();
		json.put("role", message.role());
		writeContent(message, json);
		ObjectNode metadata = NonceMetadata.write(message.metadata(), nonce);
		if (!metadata.isEmpty()) {
			json.set("metadata", metadata);
		}
		return json;
	}

	private static void writeContent(Message message, ObjectNode json) {
		List<ContentPart> parts = new ArrayList<>();
		ArrayNode attachments = Json.mapper().createArrayNode();
		for (ContentPart part : message.content()) {
			if (part instanceof ContentPart.File file) {
				ObjectNode attachment = attachments.addObject();
				attachment.put("file_id", file.fileId());
				attachment.putArray("tools").addObject().put("type", "file_search");
			}
			else {
				parts.add(part);
			}
		}
		if (parts.isEmpty() || (parts.size() == 1 && parts.get(0) instanceof ContentPart.Text)) {
			json.put("content", message.text());
		}
		else {
			ArrayNode content = json.putArray("content");
			parts.forEach((part) -> content.add(write(part)));
		}
		if (!attachments.isEmpty()) {
			json.set("attachments", attachments);
		}
	}

	private static JsonNode write(ContentPart part) {
		if (part instanceof ContentPart.Other other) {
			return Json.parse(other.json(), "content");
		}
		ObjectNode json = Json.object();
		if (part instanceof ContentPart.ImageUrl image) {
			json.put("type", "image_url");
			detail(json.putObject("image_url").put("url", image.url()), image.detail());
		}
		else if (part instanceof ContentPart.ImageFile image) {
			json.put("type", "image_file");
			detail(json.putObject("image_file").put("file_id", image.fileId()), image.detail());
		}
		else {
			json.put("type", "text");
			json.put("text",
					(part instanceof ContentPart.Text text) ? text.text() : ((ContentPart.Refusal) part).refusal());
		}
		return json;
	}

	private static void detail(ObjectNode image, @Nullable String detail) {
		if (detail != null) {
			image.put("detail", detail);
		}
	}

	static Message read(JsonNode json, String threadId) {
		String runId = Json.id(json, "run_id");
		String messageThread = Json.id(json, "thread_id");
		String role = Json.text(json, "role", (runId != null) ? Message.ASSISTANT : Message.USER);
		return Message.builder(role)
			.id(Json.id(json, "id"))
			.threadId((messageThread != null) ? messageThread : threadId)
			.runId(runId)
			.content(content(json))
			.createdAt(Json.time(json, "created_at"))
			.metadata(NonceMetadata.hide(json))
			.build();
	}

	private static List<ContentPart> content(JsonNode json) {
		List<ContentPart> parts = new ArrayList<>();
		String plain = Json.text(json, "content");
		if (plain != null) {
			parts.add(ContentPart.text(plain));
		}
		Json.children(json, "content").forEach((part) -> parts.add(part(part)));
		for (JsonNode attachment : Json.children(json, "attachments")) {
			String fileId = Json.text(attachment, "file_id");
			if (fileId != null) {
				parts.add(ContentPart.file(fileId));
			}
		}
		return parts;
	}

	private static ContentPart part(JsonNode json) {
		String type = Json.text(json, "type", json.has("text") ? "text" : "unknown");
		ContentPart part = switch (type) {
			case "text" -> text(json);
			case "refusal" -> refusal(json);
			case "image_url" -> imageUrl(Json.child(json, type));
			case "image_file" -> imageFile(Json.child(json, type));
			default -> null;
		};
		return (part != null) ? part : new ContentPart.Other(type, json.toString());
	}

	private static @Nullable ContentPart text(JsonNode json) {
		JsonNode text = Json.child(json, "text");
		if (text == null) {
			String plain = Json.text(json, "text");
			return (plain != null) ? ContentPart.text(plain) : null;
		}
		return new ContentPart.Text(Json.text(text, "value", ""),
				Json.children(text, "annotations").stream().map(MessageJson::citation).toList());
	}

	private static @Nullable ContentPart refusal(JsonNode json) {
		String refusal = Json.text(json, "refusal");
		return (refusal != null) ? new ContentPart.Refusal(refusal) : null;
	}

	private static @Nullable ContentPart imageUrl(@Nullable JsonNode image) {
		String url = (image != null) ? Json.text(image, "url") : null;
		return (image != null && url != null) ? new ContentPart.ImageUrl(url, Json.text(image, "detail")) : null;
	}

	private static @Nullable ContentPart imageFile(@Nullable JsonNode image) {
		String fileId = (image != null) ? Json.text(image, "file_id") : null;
		return (image != null && fileId != null) ? new ContentPart.ImageFile(fileId, Json.text(image, "detail")) : null;
	}

	private static Citation citation(JsonNode annotation) {
		String type = Json.text(annotation, "type", "unknown");
		JsonNode nested = Json.child(annotation, type);
		JsonNode source = (nested != null) ? nested : annotation;
		String quote = Json.text(source, "quote");
		return Citation.builder(type)
			.fileId(Json.text(source, "file_id"))
			.containerId(Json.text(source, "container_id"))
			.filename(Json.text(source, "filename"))
			.url(Json.text(source, "url"))
			.title(Json.text(source, "title"))
			.quote((quote != null) ? quote : Json.text(annotation, "text"))
			.startIndex(Json.integer(annotation, "start_index"))
			.endIndex(Json.integer(annotation, "end_index"))
			.json(CITATIONS.contains(type) ? null : annotation.toString())
			.build();
	}

}
