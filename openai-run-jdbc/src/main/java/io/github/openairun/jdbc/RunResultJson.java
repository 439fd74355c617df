package io.github.openairun.jdbc;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import io.github.openairun.Citation;
import io.github.openairun.ContentPart;
import io.github.openairun.Message;
import io.github.openairun.Run;
import io.github.openairun.RunBuilder;
import io.github.openairun.RunError;
import io.github.openairun.RunResult;
import io.github.openairun.RunUsage;

/**
 * The JSON form of the result of a run. It leaves out the definitions of the tools and
 * the instructions, which the application has.
 */
final class RunResultJson {

	private RunResultJson() {
	}

	static String write(RunResult result) {
		ObjectNode json = JsonText.object();
		Run run = result.run();
		ObjectNode object = json.putObject("run");
		put(object, "id", run.id());
		put(object, "threadId", run.threadId());
		put(object, "object", run.object());
		put(object, "status", run.statusText());
		put(object, "assistant", run.assistant());
		put(object, "model", run.model());
		put(object, "createdAt", run.createdAt());
		put(object, "startedAt", run.startedAt());
		put(object, "expiresAt", run.expiresAt());
		put(object, "cancelledAt", run.cancelledAt());
		put(object, "failedAt", run.failedAt());
		put(object, "completedAt", run.completedAt());
		put(object, "incompleteReason", run.incompleteReason());
		put(object, "continuation", run.continuation());
		RunError error = run.lastError();
		if (error != null) {
			object.putObject("lastError").put("code", error.code()).put("message", error.message());
		}
		RunUsage usage = run.usage();
		if (usage != null) {
			object.putObject("usage")
				.put("promptTokens", usage.promptTokens())
				.put("completionTokens", usage.completionTokens())
				.put("totalTokens", usage.totalTokens());
		}
		texts(object, run.metadata());
		if (run.reconstructed()) {
			object.put("reconstructed", true);
		}
		ArrayNode messages = json.putArray("messages");
		result.messages().forEach((message) -> write(message, messages.addObject()));
		return json.toString();
	}

	private static void write(Message message, ObjectNode json) {
		put(json, "id", message.id());
		put(json, "threadId", message.threadId());
		put(json, "runId", message.runId());
		put(json, "role", message.role());
		put(json, "createdAt", message.createdAt());
		texts(json, message.metadata());
		ArrayNode content = json.putArray("content");
		message.content().forEach((part) -> write(part, content.addObject()));
	}

	private static void write(ContentPart part, ObjectNode json) {
		if (part instanceof ContentPart.Text text) {
			json.put("kind", "text").put("text", text.text());
			if (!text.citations().isEmpty()) {
				ArrayNode citations = json.putArray("citations");
				text.citations().forEach((citation) -> write(citation, citations.addObject()));
			}
		}
		else if (part instanceof ContentPart.Refusal refusal) {
			json.put("kind", "refusal").put("text", refusal.refusal());
		}
		else if (part instanceof ContentPart.ImageUrl image) {
			json.put("kind", "imageUrl").put("url", image.url());
			put(json, "detail", image.detail());
		}
		else if (part instanceof ContentPart.ImageFile image) {
			json.put("kind", "imageFile").put("fileId", image.fileId());
			put(json, "detail", image.detail());
		}
		else if (part instanceof ContentPart.File file) {
			json.put("kind", "file").put("fileId", file.fileId());
		}
		else if (part instanceof ContentPart.Other other) {
			json.put("kind", "other").put("type", other.type()).put("json", other.json());
		}
	}

	private static void write(Citation citation, ObjectNode json) {
		put(json, "type", citation.type());
		put(json, "fileId", citation.fileId());
		put(json, "containerId", citation.containerId());
		put(json, "filename", citation.filename());
		put(json, "url", citation.url());
		put(json, "title", citation.title());
		put(json, "quote", citation.quote());
		if (citation.startIndex() != null) {
			json.put("startIndex", citation.startIndex());
		}
		if (citation.endIndex() != null) {
			json.put("endIndex", citation.endIndex());
		}
		put(json, "json", citation.json());
	}

	private static void put(ObjectNode json, String name, @Nullable String value) {
		if (value != null) {
			json.put(name, value);
		}
	}

	private static void put(ObjectNode json, String name, @Nullable Instant value) {
		put(json, name, (value != null) ? value.toString() : null);
	}

	private static void texts(ObjectNode json, Map<String, String> texts) {
		if (!texts.isEmpty()) {
			ObjectNode object = json.putObject("metadata");
			texts.forEach(object::put);
		}
	}

	static RunResult read(String text) {
		JsonNode json = JsonText.parse(text);
		List<Message> messages = new ArrayList<>();
		json.path("messages").forEach((message) -> messages.add(message(message)));
		return new RunResult(run(json.path("run")), messages);
	}

	private static Run run(JsonNode json) {
		RunBuilder run = Run.builder(required(json, "id"), required(json, "threadId"))
			.object(required(json, "object"))
			.status(required(json, "status"))
			.assistant(string(json, "assistant"))
			.model(string(json, "model"))
			.startedAt(time(json, "startedAt"))
			.expiresAt(time(json, "expiresAt"))
			.cancelledAt(time(json, "cancelledAt"))
			.failedAt(time(json, "failedAt"))
			.completedAt(time(json, "completedAt"))
			.incompleteReason(string(json, "incompleteReason"))
			.continuation(string(json, "continuation"))
			.metadata(texts(json))
			.reconstructed(json.path("reconstructed").asBoolean(false));
		Instant createdAt = time(json, "createdAt");
		if (createdAt != null) {
			run.createdAt(createdAt);
		}
		JsonNode error = json.get("lastError");
		if (error != null) {
			run.lastError(new RunError(required(error, "code"), required(error, "message")));
		}
		JsonNode usage = json.get("usage");
		if (usage != null) {
			run.usage(new RunUsage(usage.path("promptTokens").asLong(), usage.path("completionTokens").asLong(),
					usage.path("totalTokens").asLong()));
		}
		return run.build();
	}

	private static Message message(JsonNode json) {
		List<ContentPart> content = new ArrayList<>();
		json.path("content").forEach((part) -> content.add(part(part)));
		return Message.builder(required(json, "role"))
			.id(string(json, "id"))
			.threadId(string(json, "threadId"))
			.runId(string(json, "runId"))
			.createdAt(time(json, "createdAt"))
			.metadata(texts(json))
			.content(content)
			.build();
	}

	private static ContentPart part(JsonNode json) {
		return switch (required(json, "kind")) {
			case "text" -> {
				List<Citation> citations = new ArrayList<>();
				json.path("citations").forEach((citation) -> citations.add(citation(citation)));
				yield new ContentPart.Text(required(json, "text"), citations);
			}
			case "refusal" -> new ContentPart.Refusal(required(json, "text"));
			case "imageUrl" -> new ContentPart.ImageUrl(required(json, "url"), string(json, "detail"));
			case "imageFile" -> new ContentPart.ImageFile(required(json, "fileId"), string(json, "detail"));
			case "file" -> new ContentPart.File(required(json, "fileId"));
			default -> new ContentPart.Other(required(json, "type"), required(json, "json"));
		};
	}

	private static Citation citation(JsonNode json) {
		return Citation.builder(required(json, "type"))
			.fileId(string(json, "fileId"))
			.containerId(string(json, "containerId"))
			.filename(string(json, "filename"))
			.url(string(json, "url"))
			.title(string(json, "title"))
			.quote(string(json, "quote"))
			.startIndex(json.has("startIndex") ? json.path("startIndex").asInt() : null)
			.endIndex(json.has("endIndex") ? json.path("endIndex").asInt() : null)
			.json(string(json, "json"))
			.build();
	}

	private static Map<String, String> texts(JsonNode json) {
		JsonNode texts = json.get("metadata");
		return (texts != null) ? JsonText.mapper().convertValue(texts, new TypeReference<Map<String, String>>() {
		}) : Map.of();
	}

	private static @Nullable String string(JsonNode json, String name) {
		JsonNode value = json.get(name);
		return (value != null && value.isString()) ? value.stringValue() : null;
	}

	private static String required(JsonNode json, String name) {
		String value = string(json, name);
		if (value == null) {
			throw new IllegalStateException("The stored result of a run has no '" + name + "'");
		}
		return value;
	}

	private static @Nullable Instant time(JsonNode json, String name) {
		String value = string(json, name);
		return (value != null) ? Instant.parse(value) : null;
	}

}
