package io.github.openairun.test.simulator;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads messages as requests write them. OpenAPI document, CreateMessageRequest.
 */
final class ThreadMessages {

	/** How many messages one request may bring: the live service refuses more. */
	static final int MAXIMUM = 32;

	private static final Set<String> NAMES = Set.of("role", "content", "attachments", "metadata");

	private static final List<String> PARTS = List.of("text", "image_url", "image_file");

	private ThreadMessages() {
	}

	/**
	 * Returns the part of a message that its request determines.
	 */
	static ObjectNode read(RequestBody body) {
		body.allow(NAMES);
		String role = body.requireText("role");
		body.oneOf("role", List.of("user", "assistant"));
		ObjectNode message = SimulatorJson.object().put("role", role);
		message.set("content", content(body));
		SimulatorJson.putNulls(message, "assistant_id", "run_id");
		message.putArray("attachments");
		JsonNode attachments = body.node("attachments");
		if (attachments != null) {
			message.set("attachments", attachments.deepCopy());
		}
		SimulatedMetadata.set(message, body);
		return message;
	}

	static String text(ObjectNode message) {
		return StreamSupport.stream(message.path("content").spliterator(), false)
			.map((part) -> part.path("text").path("value").asString(""))
			.filter((text) -> !text.isEmpty())
			.collect(Collectors.joining("\n"));
	}

	static ObjectNode textPart(String text) {
		ObjectNode part = SimulatorJson.object().put("type", "text");
		part.putObject("text").put("value", text).putArray("annotations");
		return part;
	}

	private static ArrayNode content(RequestBody body) {
		JsonNode content = body.require("content");
		ArrayNode parts = SimulatorJson.array();
		if (content.isString()) {
			return parts.add(textPart(content.stringValue()));
		}
		if (!content.isArray()) {
			throw SimulatedApiError.wrongType(body.param("content"), "one of a string or array of objects",
					RequestBody.kind(content));
		}
		if (content.isEmpty()) {
			throw SimulatedApiError.invalid(body.param("content"),
					"empty array. Expected an array with minimum length 1, but " + "got an empty array instead.",
					"empty_array");
		}
		for (RequestBody part : body.objects("content", Integer.MAX_VALUE)) {
			String type = part.requireText("type");
			part.oneOf("type", PARTS);
			if (type.equals("text")) {
				parts.add(textPart(part.requireText("text")));
			}
			else {
				part.require(type);
				ObjectNode image = part.object().deepCopy();
				if (image.get(type) instanceof ObjectNode details && !details.has("detail")) {
					details.put("detail", "auto");
				}
				parts.add(image);
			}
		}
		return parts;
	}

}
