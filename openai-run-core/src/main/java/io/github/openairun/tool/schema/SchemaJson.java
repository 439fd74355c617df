package io.github.openairun.tool.schema;

import java.util.Map;
import java.util.Set;

import tools.jackson.databind.JsonNode;

/**
 * Writes schemas as compact JSON. They hold hardly more than texts, for which setting a
 * generator up costs several times as much as writing them, and applications have
 * hundreds of schemas to write when they start.
 */
final class SchemaJson {

	/** Most of what a schema consists of. */
	private static final Set<String> WORDS = Set.of("additionalProperties", "anyOf", "array", "boolean", "description",
			"enum", "format", "integer", "items", "null", "number", "object", "properties", "required", "string",
			"type");

	private static final String HEX = "0123456789ABCDEF";

	private final StringBuilder text = new StringBuilder(256);

	private SchemaJson() {
	}

	static String of(JsonNode json) {
		SchemaJson schema = new SchemaJson();
		schema.write(json);
		return schema.text.toString();
	}

	private void write(JsonNode json) {
		if (json.isObject()) {
			String separator = "{";
			for (Map.Entry<String, JsonNode> property : json.properties()) {
				this.text.append(separator);
				write(property.getKey());
				this.text.append(':');
				write(property.getValue());
				separator = ",";
			}
			this.text.append(json.isEmpty() ? "{}" : "}");
		}
		else if (json.isArray()) {
			String separator = "[";
			for (JsonNode element : json) {
				this.text.append(separator);
				write(element);
				separator = ",";
			}
			this.text.append(json.isEmpty() ? "[]" : "]");
		}
		else if (json.isString()) {
			write(json.stringValue());
		}
		else if (json.isBoolean() || json.isNull() || json.isInt()) {
			this.text.append(json.asString("null"));
		}
		else {
			this.text.append(json);
		}
	}

	private void write(String value) {
		if (WORDS.contains(value)) {
			this.text.append('"').append(value).append('"');
		}
		else {
			escape(value);
		}
	}

	/** Characters are copied together: one by one takes most of the time of a schema. */
	private void escape(String value) {
		char[] characters = value.toCharArray();
		int written = 0;
		this.text.append('"');
		for (int i = 0; i < characters.length; i++) {
			char character = characters[i];
			if (character < ' ' || character == '"' || character == '\\') {
				this.text.append(characters, written, i - written);
				escape(character);
				written = i + 1;
			}
		}
		if (written == 0) {
			this.text.append(value);
		}
		else {
			this.text.append(characters, written, characters.length - written);
		}
		this.text.append('"');
	}

	private void escape(char character) {
		switch (character) {
			case '"' -> this.text.append("\\\"");
			case '\\' -> this.text.append("\\\\");
			case '\n' -> this.text.append("\\n");
			case '\r' -> this.text.append("\\r");
			case '\t' -> this.text.append("\\t");
			case '\b' -> this.text.append("\\b");
			case '\f' -> this.text.append("\\f");
			default -> this.text.append("\\u00").append(HEX.charAt(character >> 4)).append(HEX.charAt(character & 15));
		}
	}

}
