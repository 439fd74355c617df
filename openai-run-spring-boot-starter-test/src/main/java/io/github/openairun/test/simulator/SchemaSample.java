package io.github.openairun.test.simulator;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes up a value that fits a JSON schema: the shortest one, with a word of the message
 * where there is room for it.
 */
final class SchemaSample {

	/** Types may contain themselves, if not without end. */
	private static final int DEEPEST = 12;

	private final JsonNode root;

	private final String word;

	private SchemaSample(JsonNode root, String word) {
		this.root = root;
		this.word = word;
	}

	/**
	 * Makes up a value.
	 * @param schema the schema
	 * @param word what texts say that may say anything
	 */
	static JsonNode of(JsonNode schema, String word) {
		return new SchemaSample(schema, word).value(schema, 0);
	}

	private JsonNode value(JsonNode schema, int depth) {
		if (depth > DEEPEST) {
			return SimulatorJson.read("null");
		}
		if (schema.has("$ref")) {
			return value(this.root.at(schema.path("$ref").asString().substring(1)), depth + 1);
		}
		if (schema.has("const")) {
			return schema.get("const");
		}
		if (schema.has("default")) {
			return schema.get("default");
		}
		if (!schema.path("enum").isEmpty()) {
			return schema.path("enum").get(0);
		}
		for (String name : new String[] { "anyOf", "oneOf", "allOf" }) {
			if (!schema.path(name).isEmpty()) {
				return value(schema.path(name).get(0), depth + 1);
			}
		}
		JsonNode type = schema.path("type").isArray() ? schema.path("type").path(0) : schema.path("type");
		return switch (type.asString(schema.has("properties") ? "object" : "string")) {
			case "object" -> object(schema, depth);
			case "array" -> array(schema, depth);
			case "integer", "number" -> SimulatorJson.read(number(schema));
			case "boolean" -> SimulatorJson.read("true");
			case "null" -> SimulatorJson.read("null");
			default -> SimulatorJson.read(SimulatorJson.write(text(schema)));
		};
	}

	private ObjectNode object(JsonNode schema, int depth) {
		ObjectNode object = SimulatorJson.object();
		for (JsonNode name : schema.path("required")) {
			object.set(name.asString(), value(schema.path("properties").path(name.asString()), depth + 1));
		}
		return object;
	}

	private ArrayNode array(JsonNode schema, int depth) {
		ArrayNode array = SimulatorJson.array();
		for (int i = 0; i < schema.path("minItems").asInt(0); i++) {
			array.add(value(schema.path("items"), depth + 1));
		}
		return array;
	}

	private static String number(JsonNode schema) {
		if (schema.has("minimum")) {
			return schema.path("minimum").asString();
		}
		if (schema.has("exclusiveMinimum")) {
			return Long.toString(schema.path("exclusiveMinimum").asLong() + 1);
		}
		if (schema.has("maximum")) {
			return schema.path("maximum").asString();
		}
		return Integer.toString(schema.path("multipleOf").asInt(1));
	}

	private String text(JsonNode schema) {
		String format = switch (schema.path("format").asString("")) {
			case "date-time" -> "2026-01-31T12:00:00Z";
			case "date" -> "2026-01-31";
			case "time" -> "12:00:00Z";
			case "duration" -> "PT1H";
			case "email" -> "ada@example.com";
			case "hostname" -> "example.com";
			case "ipv4" -> "127.0.0.1";
			case "ipv6" -> "::1";
			case "uuid" -> "00000000-0000-0000-0000-000000000001";
			default -> "";
		};
		if (!format.isEmpty()) {
			return format;
		}
		String text = this.word + "x".repeat(Math.max(0, schema.path("minLength").asInt(0) - this.word.length()));
		return text.substring(0, Math.min(text.length(), schema.path("maxLength").asInt(text.length())));
	}

}
