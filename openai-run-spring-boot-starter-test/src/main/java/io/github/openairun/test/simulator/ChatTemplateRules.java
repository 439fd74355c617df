package io.github.openairun.test.simulator;

import java.util.List;

import tools.jackson.databind.JsonNode;

/**
 * What llama.cpp demands of input and tools beyond OpenAI, since it converts them for a
 * chat template. The texts are its own.
 */
final class ChatTemplateRules {

	private ChatTemplateRules() {
	}

	static void check(JsonNode body) {
		for (JsonNode item : body.path("input")) {
			switch (item.path("type").asString("message")) {
				case "reasoning" -> checkReasoning(item);
				case "message" -> checkMessage(item);
				default -> {
				}
			}
		}
		for (JsonNode tool : body.path("tools")) {
			if (!"function".equals(tool.path("type").asString(""))) {
				throw SimulatedApiError.badRequest("'type' of tool must be 'function'");
			}
		}
	}

	private static void checkReasoning(JsonNode item) {
		if (!item.path("content").isArray()) {
			throw SimulatedApiError.badRequest("item['content'] is not an array");
		}
		if (item.path("content").isEmpty()) {
			throw SimulatedApiError.badRequest("item['content'] is empty");
		}
	}

	private static void checkMessage(JsonNode item) {
		boolean assistant = "assistant".equals(item.path("role").asString(""));
		if (assistant && !item.has("type")) {
			throw SimulatedApiError.badRequest("Cannot determine type of 'item'");
		}
		if (assistant && item.path("content").isString()) {
			throw SimulatedApiError.badRequest("'type' must be 'output_text'");
		}
		List<String> types = assistant ? List.of("output_text") : List.of("input_text", "input_image");
		for (JsonNode part : item.path("content")) {
			if (!types.contains(part.path("type").asString(""))) {
				throw SimulatedApiError.badRequest(assistant ? "'type' must be 'output_text'"
						: "'type' must be one of 'input_text', 'input_image', or 'input_file'");
			}
		}
	}

}
