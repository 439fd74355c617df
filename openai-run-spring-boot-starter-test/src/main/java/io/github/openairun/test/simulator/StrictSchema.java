package io.github.openairun.test.simulator;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import tools.jackson.databind.JsonNode;

/**
 * The two demands of strict mode that clients miss most. OpenAI API reference, structured
 * outputs, supported schemas: every property is required, and
 * {@code additionalProperties} is false.
 */
final class StrictSchema {

	private static final List<String> COMBINED = List.of("anyOf", "allOf", "oneOf");

	private StrictSchema() {
	}

	static void check(JsonNode schema, String owner, String param) {
		if (!"object".equals(schema.path("type").asString(""))) {
			throw refusal(owner, param, "()", "schema must be a JSON Schema of 'type: \"object\"'");
		}
		check(schema, owner, param, "");
	}

	private static void check(JsonNode schema, String owner, String param, String context) {
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
				check(property.getValue(), owner, param, in(context, "'properties', '" + property.getKey() + "'"));
			});
		}
		if (schema.path("items").isObject()) {
			check(schema.path("items"), owner, param, in(context, "'items'"));
		}
		for (String keyword : COMBINED) {
			schema.path(keyword).forEach((one) -> check(one, owner, param, in(context, "'" + keyword + "'")));
		}
		schema.path("$defs")
			.properties()
			.forEach((one) -> check(one.getValue(), owner, param, in(context, "'$defs', '" + one.getKey() + "'")));
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

	private static ApiError refusal(String owner, String param, String context, String why) {
		return new ApiError(400, "Invalid schema for " + owner + ": In context=" + context + ", " + why + ".", param,
				owner.startsWith("function") ? "invalid_function_parameters" : "invalid_json_schema");
	}

}
