package io.github.openairun.jdbc;

import java.util.Map;

import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON texts of the tables, which do not depend on the mapper of the application.
 */
final class JsonText {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	private JsonText() {
	}

	static JsonMapper mapper() {
		return MAPPER;
	}

	static ObjectNode object() {
		return MAPPER.createObjectNode();
	}

	static JsonNode parse(String json) {
		return MAPPER.readTree(json);
	}

	static String write(Object value) {
		return MAPPER.writeValueAsString(value);
	}

	static String readText(String json) {
		return MAPPER.readValue(json, String.class);
	}

	static Map<String, String> readMap(String json) {
		return MAPPER.readValue(json, new TypeReference<Map<String, String>>() {
		});
	}

}
