package io.github.openairun.tool;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.github.openairun.tool.schema.ToolSchema;

/**
 * The limits of a schema in strict mode (OpenAI documentation, Structured Outputs,
 * supported schemas). Objects and names are counted where they are written; a reference
 * adds nothing.
 */
final class SchemaLimits {

	private static final int MAX_PROPERTIES = 5000;

	private static final int MAX_DEPTH = 10;

	private static final int MAX_ENUM_VALUES = 1000;

	private static final int MAX_CHARACTERS = 120_000;

	private static final int LONG_ENUM = 250;

	private static final int MAX_LONG_ENUM_CHARACTERS = 15_000;

	/** Each value of an enum takes at least two characters of a text. */
	private static final int SHORT = 2 * MAX_ENUM_VALUES;

	private static final String OBJECT = "\"properties\"";

	private int properties;

	private int depth;

	private int enumValues;

	private int characters;

	private int longEnumCharacters;

	private SchemaLimits() {
	}

	/**
	 * Return which limit a schema exceeds.
	 * @param schema the schema of a tool or of a structured output
	 * @return the limit and how it is exceeded, or {@code null} if the schema is small
	 * enough
	 */
	static @Nullable String exceeded(ToolSchema schema) {
		if (isSurelyWithin(schema.json())) {
			return null;
		}
		SchemaLimits counts = new SchemaLimits();
		counts.count(JsonMapper.shared().readTree(schema.json()), 0);
		return counts.exceeded();
	}

	/**
	 * Return whether a schema is too short to exceed a limit, so that it need not be read
	 * again.
	 */
	private static boolean isSurelyWithin(String json) {
		int objects = 0;
		for (int i = json.indexOf(OBJECT); i >= 0; i = json.indexOf(OBJECT, i + 1)) {
			objects++;
		}
		return json.length() <= SHORT && objects <= MAX_DEPTH && !json.contains("\\u");
	}

	private @Nullable String exceeded() {
		if (this.properties > MAX_PROPERTIES) {
			return text(this.properties, "properties in all", MAX_PROPERTIES);
		}
		if (this.depth > MAX_DEPTH) {
			return text(this.depth, "levels of objects", MAX_DEPTH);
		}
		if (this.enumValues > MAX_ENUM_VALUES) {
			return text(this.enumValues, "enum values in all", MAX_ENUM_VALUES);
		}
		if (this.longEnumCharacters > MAX_LONG_ENUM_CHARACTERS) {
			return text(this.longEnumCharacters, "characters in the values of an enum of more than " + LONG_ENUM,
					MAX_LONG_ENUM_CHARACTERS);
		}
		return (this.characters > MAX_CHARACTERS)
				? text(this.characters, "characters in names and enum values", MAX_CHARACTERS) : null;
	}

	private static String text(int count, String what, int limit) {
		return count + " " + what + ", and OpenAI's strict mode allows " + limit;
	}

	private void count(JsonNode schema, int level) {
		int inner = schema.has("properties") ? level + 1 : level;
		this.depth = Math.max(this.depth, inner);
		for (String keyword : new String[] { "properties", "$defs" }) {
			schema.path(keyword).forEachEntry((name, value) -> {
				this.properties += keyword.equals("properties") ? 1 : 0;
				this.characters += name.length();
				count(value, keyword.equals("properties") ? inner : 0);
			});
		}
		schema.path("anyOf").forEach((choice) -> count(choice, inner));
		if (schema.has("items")) {
			count(schema.path("items"), inner);
		}
		countEnum(schema.path("enum"));
	}

	private void countEnum(JsonNode values) {
		int length = 0;
		for (JsonNode value : values) {
			length += value.isString() ? value.stringValue().length() : 0;
		}
		this.enumValues += values.size();
		this.characters += length;
		if (values.size() > LONG_ENUM) {
			this.longEnumCharacters = Math.max(this.longEnumCharacters, length);
		}
	}

}
