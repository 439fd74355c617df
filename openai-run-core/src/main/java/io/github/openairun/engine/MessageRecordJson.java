package io.github.openairun.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import io.github.openairun.ContentPart;
import io.github.openairun.Message;
import io.github.openairun.wire.Json;

/**
 * Reads and writes the messages of a recorded request. Citations are left out, because no
 * server accepts them in a request.
 */
final class MessageRecordJson {

	private MessageRecordJson() {
	}

	static ObjectNode write(Message message) {
		ObjectNode json = Json.object().put("role", message.role());
		if (message.id() != null) {
			json.put("id", message.id());
		}
		if (message.threadId() != null) {
			json.put("threadId", message.threadId());
		}
		if (message.runId() != null) {
			json.put("runId", message.runId());
		}
		Instant createdAt = message.createdAt();
		if (createdAt != null) {
			json.put("createdAt", createdAt.toString());
		}
		if (!message.metadata().isEmpty()) {
			json.set("metadata", Json.tree(message.metadata()));
		}
		ArrayNode content = json.putArray("content");
		message.content().forEach((part) -> content.add(write(part)));
		return json;
	}

	private static ObjectNode write(ContentPart part) {
		ObjectNode json = Json.object();
		if (part instanceof ContentPart.Text text) {
			return json.put("kind", "text").put("text", text.text());
		}
		if (part instanceof ContentPart.Refusal refusal) {
			return json.put("kind", "refusal").put("text", refusal.refusal());
		}
		if (part instanceof ContentPart.ImageUrl image) {
			return json.put("kind", "imageUrl").put("url", image.url()).put("detail", image.detail());
		}
		if (part instanceof ContentPart.ImageFile image) {
			return json.put("kind", "imageFile").put("fileId", image.fileId()).put("detail", image.detail());
		}
		if (part instanceof ContentPart.File file) {
			return json.put("kind", "file").put("fileId", file.fileId());
		}
		ContentPart.Other other = (ContentPart.Other) part;
		return json.put("kind", "other").put("type", other.type()).put("json", other.json());
	}

	static Message read(JsonNode json) {
		List<ContentPart> content = new ArrayList<>();
		Json.children(json, "content").forEach((part) -> content.add(part(part)));
		String createdAt = Json.text(json, "createdAt");
		return Message.builder(ProgressJson.required(json, "role"))
			.id(Json.text(json, "id"))
			.threadId(Json.text(json, "threadId"))
			.runId(Json.text(json, "runId"))
			.createdAt((createdAt != null) ? Instant.parse(createdAt) : null)
			.metadata(Json.texts(json, "metadata"))
			.content(content)
			.build();
	}

	private static ContentPart part(JsonNode json) {
		return switch (ProgressJson.required(json, "kind")) {
			case "text" -> ContentPart.text(Json.text(json, "text", ""));
			case "refusal" -> new ContentPart.Refusal(Json.text(json, "text", ""));
			case "imageUrl" -> new ContentPart.ImageUrl(ProgressJson.required(json, "url"), Json.text(json, "detail"));
			case "imageFile" ->
				new ContentPart.ImageFile(ProgressJson.required(json, "fileId"), Json.text(json, "detail"));
			case "file" -> new ContentPart.File(ProgressJson.required(json, "fileId"));
			case "other" -> new ContentPart.Other(Json.text(json, "type", ""), Json.text(json, "json", ""));
			default -> throw new IllegalArgumentException(
					"The JSON of a drive has the content '" + Json.text(json, "kind") + "', which is not known");
		};
	}

}
