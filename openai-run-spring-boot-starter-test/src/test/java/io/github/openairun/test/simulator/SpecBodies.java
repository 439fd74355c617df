package io.github.openairun.test.simulator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes bodies from a schema of an OpenAPI document: a small one that fits, and others in
 * which one value each is another one, right or wrong.
 */
final class SpecBodies {

	private static final List<String> ODD = List.of("5", "-1", "2.5", "1000000000", "\"no such value\"", "\"\"", "true",
			"null", "[]", "[5]", "{}", "{\"type\":\"no such type\"}");

	private final JsonNode document;

	private final int depth;

	/**
	 * Creates a generator.
	 * @param document the document
	 * @param depth how deep within a body values are replaced
	 */
	SpecBodies(JsonNode document, int depth) {
		this.document = document;
		this.depth = depth;
	}

	/**
	 * Returns bodies for a schema, each once.
	 */
	Set<JsonNode> of(JsonNode schema) {
		Set<JsonNode> values = new LinkedHashSet<>();
		collect(schema, this.depth, values);
		return values;
	}

	private void collect(JsonNode reference, int depth, Set<JsonNode> values) {
		JsonNode schema = resolved(reference);
		List<JsonNode> alternatives = alternatives(schema);
		if (alternatives.size() > 1) {
			alternatives.forEach((one) -> collect(one, depth, values));
			return;
		}
		values.add(sample(schema, 0));
		if (depth <= 0) {
			return;
		}
		if (schema.path("type").asString("").equals("array")) {
			Set<JsonNode> elements = new LinkedHashSet<>();
			collect(schema.path("items"), depth, elements);
			elements.forEach((element) -> values.add(SimulatorJson.array().add(element)));
			ArrayNode many = SimulatorJson.array();
			for (int i = 0; i <= Math.min(schema.path("maxItems").asInt(0), 200); i++) {
				many.add(sample(schema.path("items"), 0));
			}
			values.add(many);
			return;
		}
		Map<String, JsonNode> properties = new LinkedHashMap<>();
		Set<String> required = new LinkedHashSet<>();
		merge(schema, properties, required);
		if (properties.isEmpty()) {
			return;
		}
		ObjectNode base = (ObjectNode) sample(schema, 0);
		for (String name : required) {
			ObjectNode body = base.deepCopy();
			body.remove(name);
			values.add(body);
		}
		properties.forEach((name, property) -> {
			Set<JsonNode> replacements = new LinkedHashSet<>();
			ODD.forEach((odd) -> replacements.add(SimulatorJson.read(odd)));
			collect(property, depth - 1, replacements);
			for (JsonNode replacement : replacements) {
				ObjectNode body = base.deepCopy();
				body.set(name, replacement);
				values.add(body);
			}
		});
	}

	private JsonNode sample(JsonNode reference, int depth) {
		JsonNode schema = resolved(reference);
		List<JsonNode> alternatives = alternatives(schema);
		if (alternatives.size() > 1) {
			return sample(alternatives.get(0), depth);
		}
		if (schema.has("const")) {
			return schema.get("const");
		}
		if (!schema.path("enum").isEmpty()) {
			return schema.path("enum").get(0);
		}
		return switch (schema.path("type").asString(schema.has("properties") || schema.has("allOf") ? "object" : "")) {
			case "string" ->
				SimulatorJson.read("\"" + "x".repeat(Math.max(1, schema.path("minLength").asInt(0))) + "\"");
			case "integer", "number" -> SimulatorJson.read(schema.path("minimum").asString("1"));
			case "boolean" -> SimulatorJson.read("true");
			case "null" -> SimulatorJson.read("null");
			case "array" -> {
				ArrayNode array = SimulatorJson.array();
				for (int i = 0; i < schema.path("minItems").asInt(0); i++) {
					array.add(sample(schema.path("items"), depth + 1));
				}
				yield array;
			}
			default -> {
				Map<String, JsonNode> properties = new LinkedHashMap<>();
				Set<String> required = new LinkedHashSet<>();
				merge(schema, properties, required);
				ObjectNode object = SimulatorJson.object();
				required.forEach((name) -> object.set(name,
						sample(properties.getOrDefault(name, SimulatorJson.object()), depth + 1)));
				yield object;
			}
		};
	}

	private void merge(JsonNode reference, Map<String, JsonNode> properties, Set<String> required) {
		JsonNode schema = resolved(reference);
		schema.path("allOf").forEach((part) -> merge(part, properties, required));
		schema.path("properties").properties().forEach((entry) -> properties.put(entry.getKey(), entry.getValue()));
		schema.path("required").forEach((name) -> required.add(name.asString()));
	}

	private List<JsonNode> alternatives(JsonNode schema) {
		List<JsonNode> alternatives = new ArrayList<>();
		if (!schema.has("properties")) {
			schema.path("anyOf").forEach(alternatives::add);
			schema.path("oneOf").forEach(alternatives::add);
		}
		if (alternatives.size() == 1) {
			return alternatives(resolved(alternatives.get(0)));
		}
		return alternatives;
	}

	private JsonNode resolved(JsonNode schema) {
		JsonNode found = schema;
		while (found.has("$ref")) {
			found = this.document.at(found.path("$ref").asString().substring(1));
		}
		return found;
	}

}
