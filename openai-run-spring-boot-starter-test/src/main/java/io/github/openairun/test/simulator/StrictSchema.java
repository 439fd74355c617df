package io.github.openairun.test.simulator;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What strict mode demands of a schema. API guide, Structured outputs, supported schemas:
 * every property is required, {@code additionalProperties} is false, and some keywords
 * and formats are not supported.
 */
final class StrictSchema {

	private static final List<String> COMBINED = List.of("anyOf", "allOf", "oneOf");

	private static final List<String> FORBIDDEN = List.of("allOf", "oneOf", "not", "if", "then", "else",
			"dependentRequired", "dependentSchemas", "patternProperties", "unevaluatedProperties", "propertyNames",
			"minProperties", "maxProperties", "unevaluatedItems", "contains", "minContains", "maxContains",
			"uniqueItems");

	private static final Set<String> FORMATS = Set.of("date-time", "time", "date", "duration", "email", "hostname",
			"ipv4", "ipv6", "uuid");

	/** Levels of objects and arrays. */
	private static final int DEEPEST = 10;

	private StrictSchema() {
	}

	/**
	 * Returns a copy in which all objects are closed and all their properties required,
	 * or {@code null} if the schema cannot be made strict.
	 */
	static @Nullable JsonNode normalized(JsonNode schema) {
		JsonNode copy = schema.isObject() ? schema.deepCopy()
				: SimulatorJson.object().put("type", "object").set("properties", SimulatorJson.object());
		close(copy);
		try {
			check(copy, "function", "parameters");
			return copy;
		}
		catch (SimulatedApiError ex) {
			return null;
		}
	}

	private static void close(JsonNode schema) {
		if (schema instanceof ObjectNode object && (schema.path("properties").isObject() || isObject(schema))) {
			if (!schema.path("additionalProperties").isObject()) {
				object.put("additionalProperties", false);
			}
			ArrayNode required = object.putArray("required");
			schema.path("properties").propertyNames().forEach(required::add);
		}
		schema.path("properties").forEach(StrictSchema::close);
		schema.path("$defs").forEach(StrictSchema::close);
		if (schema.path("items").isObject()) {
			close(schema.path("items"));
		}
		COMBINED.forEach((keyword) -> schema.path(keyword).forEach(StrictSchema::close));
	}

	static void check(JsonNode schema, String owner, String param) {
		if (!"object".equals(schema.path("type").asString(""))) {
			throw refusal(owner, param, "()", "schema must be a JSON Schema of 'type: \"object\"'");
		}
		check(schema, owner, param, "", 0);
	}

	private static void check(JsonNode schema, String owner, String param, String context, int depth) {
		if (depth > DEEPEST) {
			throw refusal(owner, param, "(" + context + ")", "the schema exceeds the maximum depth of " + DEEPEST);
		}
		for (String keyword : FORBIDDEN) {
			if (schema.has(keyword)) {
				throw refusal(owner, param, "(" + context + ")", "'" + keyword + "' is not permitted");
			}
		}
		String format = schema.path("format").asString("");
		if (!format.isEmpty() && !FORMATS.contains(format)) {
			throw refusal(owner, param, "(" + context + ")", "'" + format + "' is not a valid format");
		}
		JsonNode properties = schema.path("properties");
		if (properties.isObject() || isObject(schema)) {
			if (!schema.path("additionalProperties").isBoolean()
					|| schema.path("additionalProperties").booleanValue()) {
				throw refusal(owner, param, "(" + context + ")",
						"'additionalProperties' is required to be supplied and to be false");
			}
			Set<String> required = new HashSet<>();
			schema.path("required").forEach((name) -> required.add(name.asString()));
			properties.properties().forEach((property) -> {
				if (!required.contains(property.getKey())) {
					throw refusal(owner, param, "(" + context + ")",
							"'required' is required to be supplied and to be an array including every key in "
									+ "properties. Missing '" + property.getKey() + "'");
				}
				check(property.getValue(), owner, param, in(context, "'properties', '" + property.getKey() + "'"),
						depth + 1);
			});
		}
		if (schema.path("items").isObject()) {
			check(schema.path("items"), owner, param, in(context, "'items'"), depth + 1);
		}
		for (String keyword : COMBINED) {
			schema.path(keyword).forEach((one) -> check(one, owner, param, in(context, "'" + keyword + "'"), depth));
		}
		schema.path("$defs")
			.properties()
			.forEach((one) -> check(one.getValue(), owner, param, in(context, "'$defs', '" + one.getKey() + "'"), 0));
	}

	private static boolean isObject(JsonNode schema) {
		JsonNode type = schema.path("type");
		if (type.isArray()) {
			for (JsonNode one : type) {
				if ("object".equals(one.asString())) {
					return true;
				}
			}
			return false;
		}
		return "object".equals(type.asString(""));
	}

	private static String in(String context, String part) {
		return context.isEmpty() ? part : context + ", " + part;
	}

	private static SimulatedApiError refusal(String owner, String param, String context, String why) {
		return new SimulatedApiError(400, "Invalid schema for " + owner + ": In context=" + context + ", " + why + ".",
				param, owner.startsWith("function") ? "invalid_function_parameters" : "invalid_json_schema");
	}

}
