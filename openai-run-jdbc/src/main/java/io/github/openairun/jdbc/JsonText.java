package io.github.openairun.jdbc;

import java.util.Map;

import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * The JSON texts of the tables, which do not depend on the mapper of the application.
 */
final class JsonText {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	private JsonText() {
	}

	static String write(Object value) {
		return MAPPER.writeValueAsString(value);
	}

	static Map<String, String> readMap(String json) {
		return MAPPER.readValue(json, new TypeReference<Map<String, String>>() {
		});
	}

}
