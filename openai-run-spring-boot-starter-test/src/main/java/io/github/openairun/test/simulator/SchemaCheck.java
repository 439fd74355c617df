package io.github.openairun.test.simulator;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Compares a value with a JSON schema, as far as structured outputs know schemas. Of what
 * is not known it demands nothing.
 */
final class SchemaCheck {

	private static final int DEEPEST = 64;

	private final JsonNode root;

	private SchemaCheck(JsonNode root) {
		this.root = root;
	}

	/**
	 * Returns what is wrong, with the path, or {@code null} if the value fits.
	 */
	static @Nullable String mismatch(JsonNode value, JsonNode schema) {
		return new SchemaCheck(schema).check(value, schema, "$", 0);
	}

	private @Nullable String check(JsonNode value, JsonNode schema, String path, int depth) {
		if (depth > DEEPEST || !schema.isObject()) {
			return null;
		}
		if (schema.has("$ref")) {
			return check(value, this.root.at(schema.path("$ref").asString().substring(1)), path, depth + 1);
		}
		for (String name : List.of("anyOf", "oneOf")) {
			String mismatch = none(value, schema.path(name), path, depth);
			if (mismatch != null) {
				return mismatch;
			}
		}
		for (JsonNode one : schema.path("allOf")) {
			String mismatch = check(value, one, path, depth + 1);
			if (mismatch != null) {
				return mismatch;
			}
		}
		if (schema.has("const") && !schema.path("const").equals(value)) {
			return path + " must be " + schema.path("const") + ", not " + value;
		}
		if (schema.has("enum") && schema.path("enum").valueStream().noneMatch(value::equals)) {
			return path + " must be one of " + schema.path("enum") + ", not " + value;
		}
		return type(value, schema, path, depth);
	}

	private @Nullable String none(JsonNode value, JsonNode alternatives, String path, int depth) {
		List<String> mismatches = new ArrayList<>();
		for (JsonNode one : alternatives) {
			String mismatch = check(value, one, path, depth + 1);
			if (mismatch == null) {
				return null;
			}
			mismatches.add(mismatch);
		}
		// The complaint that lies deepest is about the alternative that was meant.
		return mismatches.stream().reduce((one, other) -> (other.length() > one.length()) ? other : one).orElse(null);
	}

	private @Nullable String type(JsonNode value, JsonNode schema, String path, int depth) {
		Set<String> types = new HashSet<>();
		if (schema.path("type").isArray()) {
			schema.path("type").forEach((type) -> types.add(type.asString()));
		}
		else if (schema.has("type")) {
			types.add(schema.path("type").asString());
		}
		String actual = name(value);
		if (!types.isEmpty() && !types.contains(actual) && !(actual.equals("integer") && types.contains("number"))) {
			return path + " must be " + String.join(" or ", types) + ", not " + value;
		}
		return switch (actual) {
			case "object" -> object(value, schema, path, depth);
			case "array" -> array(value, schema, path, depth);
			case "string" -> text(value.asString(), schema, path);
			case "integer", "number" -> number(value, schema, path);
			default -> null;
		};
	}

	private @Nullable String object(JsonNode value, JsonNode schema, String path, int depth) {
		for (JsonNode name : schema.path("required")) {
			if (!value.has(name.asString())) {
				return path + "." + name.asString() + " is missing";
			}
		}
		for (String name : value.propertyNames()) {
			JsonNode property = schema.path("properties").path(name);
			JsonNode others = schema.path("additionalProperties");
			if (property.isMissingNode() && others.isBoolean() && !others.booleanValue()) {
				return path + "." + name + " is not in the schema";
			}
			String mismatch = check(value.path(name), property.isMissingNode() ? others : property, path + "." + name,
					depth + 1);
			if (mismatch != null) {
				return mismatch;
			}
		}
		return null;
	}

	private @Nullable String array(JsonNode value, JsonNode schema, String path, int depth) {
		if (value.size() < schema.path("minItems").asInt(0)
				|| value.size() > schema.path("maxItems").asInt(Integer.MAX_VALUE)) {
			return path + " must not have " + value.size() + " elements";
		}
		for (int i = 0; i < value.size(); i++) {
			String mismatch = check(value.get(i), schema.path("items"), path + "[" + i + "]", depth + 1);
			if (mismatch != null) {
				return mismatch;
			}
		}
		return null;
	}

	private static @Nullable String text(String value, JsonNode schema, String path) {
		int length = value.codePointCount(0, value.length());
		if (length < schema.path("minLength").asInt(0) || length > schema.path("maxLength").asInt(Integer.MAX_VALUE)) {
			return path + " must not have " + length + " characters";
		}
		String pattern = schema.path("pattern").asString("");
		return Pattern.compile(pattern).matcher(value).find() ? null : path + " must match " + pattern;
	}

	private static @Nullable String number(JsonNode value, JsonNode schema, String path) {
		double number = value.doubleValue();
		boolean low = number < schema.path("minimum").asDouble(Double.NEGATIVE_INFINITY)
				|| number <= schema.path("exclusiveMinimum").asDouble(Double.NEGATIVE_INFINITY);
		boolean high = number > schema.path("maximum").asDouble(Double.POSITIVE_INFINITY)
				|| number >= schema.path("exclusiveMaximum").asDouble(Double.POSITIVE_INFINITY);
		return (low || high) ? path + " must not be " + value : null;
	}

	private static String name(JsonNode value) {
		return switch (value.getNodeType()) {
			case OBJECT -> "object";
			case ARRAY -> "array";
			case STRING -> "string";
			case BOOLEAN -> "boolean";
			case NUMBER -> (value.doubleValue() == Math.rint(value.doubleValue())) ? "integer" : "number";
			default -> "null";
		};
	}

}
