package io.github.openairun.tool;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Changes to schemas that are already written.
 */
final class SchemaNodes {

	private SchemaNodes() {
	}

	static ObjectNode reference(String target) {
		return JsonNodeFactory.instance.objectNode().put("$ref", target);
	}

	/** Let {@code null} be a value as well. */
	static ObjectNode nullable(ObjectNode schema) {
		if (schema.has("$ref")) {
			return choice(schema, JsonNodeFactory.instance.objectNode().put("type", "null"));
		}
		if (schema.get("anyOf") instanceof ArrayNode choices) {
			if (choices.valueStream().noneMatch((choice) -> choice.path("type").asString("").equals("null"))) {
				choices.addObject().put("type", "null");
			}
			return schema;
		}
		JsonNode type = schema.get("type");
		if (type == null || !type.isString()) {
			return schema;
		}
		ArrayNode types = JsonNodeFactory.instance.arrayNode().add(type).add("null");
		schema.set("type", types);
		if (schema.get("enum") instanceof ArrayNode values) {
			values.addNull();
		}
		return schema;
	}

	/**
	 * Add a description to a schema; strict mode allows none beside a reference.
	 */
	static ObjectNode described(ObjectNode schema, @Nullable String description) {
		if (description == null || description.isBlank()) {
			return schema;
		}
		ObjectNode described = schema.has("$ref") ? choice(schema) : schema;
		JsonNode hint = schema.get("description");
		boolean scalar = !schema.has("properties") && !schema.has("anyOf");
		return described.put("description",
				(hint != null && scalar) ? description + " (" + hint.stringValue() + ")" : description);
	}

	private static ObjectNode choice(ObjectNode... choices) {
		ObjectNode schema = JsonNodeFactory.instance.objectNode();
		ArrayNode anyOf = schema.putArray("anyOf");
		for (ObjectNode choice : choices) {
			anyOf.add(choice);
		}
		return schema;
	}

}
