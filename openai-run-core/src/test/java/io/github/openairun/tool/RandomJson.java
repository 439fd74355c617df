package io.github.openairun.tool;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.UUID;

import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes random JSON that a schema admits. Numbers stay within the ranges of Java's types
 * and texts of types without a format are picked from samples, as no schema tells them.
 */
final class RandomJson {

	static final JsonMapper MAPPER = JsonMapper.builder()
		.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
		.build();

	private static final int MAX_DEPTH = 6;

	private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

	private final Random random;

	private final JsonNode root;

	RandomJson(Random random, JsonNode root) {
		this.random = random;
		this.root = root;
	}

	JsonNode next() {
		return value(this.root, 0);
	}

	private JsonNode value(JsonNode schema, int depth) {
		if (schema.has("$ref")) {
			return value(this.root.at(schema.path("$ref").stringValue().substring(1)), depth);
		}
		if (schema.has("anyOf")) {
			JsonNode choices = schema.path("anyOf");
			JsonNode last = choices.get(choices.size() - 1);
			JsonNode first = (depth > MAX_DEPTH && last.path("type").asString("").equals("null")) ? last
					: choices.get((depth > MAX_DEPTH) ? 0 : this.random.nextInt(choices.size()));
			return value(first, depth);
		}
		if (schema.has("enum")) {
			return schema.path("enum").get(this.random.nextInt(schema.path("enum").size()));
		}
		JsonNode type = schema.path("type");
		if (type.isArray()) {
			boolean absent = depth > MAX_DEPTH || this.random.nextInt(4) == 0;
			return absent ? JSON.nullNode() : typed(type.get(0).stringValue(), schema, depth);
		}
		return typed(type.asString("string"), schema, depth);
	}

	private JsonNode typed(String type, JsonNode schema, int depth) {
		return switch (type) {
			case "object" -> object(schema, depth);
			case "array" -> array(schema, depth);
			case "integer" -> JSON.numberNode(this.random.nextInt(256) - 128);
			case "number" -> JSON.numberNode((this.random.nextInt(20_000) - 10_000) / 8.0);
			case "boolean" -> JSON.booleanNode(this.random.nextBoolean());
			case "null" -> JSON.nullNode();
			default -> JSON.stringNode(text(schema));
		};
	}

	private JsonNode object(JsonNode schema, int depth) {
		ObjectNode object = JSON.objectNode();
		schema.path("properties").forEachEntry((name, property) -> {
			boolean required = schema.path("required").valueStream().anyMatch((one) -> one.asString("").equals(name));
			if (required || this.random.nextBoolean()) {
				object.set(name, value(property, depth + 1));
			}
		});
		if (schema.path("additionalProperties").isObject()) {
			JsonNode names = schema.path("propertyNames").path("enum");
			for (int i = this.random.nextInt(4); i > 0; i--) {
				String name = names.isEmpty() ? "key" + i : names.path(i % names.size()).stringValue();
				object.set(name, value(schema.path("additionalProperties"), depth + 1));
			}
		}
		return object;
	}

	private JsonNode array(JsonNode schema, int depth) {
		ArrayNode array = JSON.arrayNode();
		int size = (depth > MAX_DEPTH) ? 0 : this.random.nextInt(4);
		for (int i = 0; i < size; i++) {
			array.add(value(schema.path("items"), depth + 1));
		}
		return array;
	}

	private String text(JsonNode schema) {
		String pattern = schema.path("pattern").asString("");
		return switch (schema.path("format").asString("")) {
			case "uuid" -> new UUID(this.random.nextLong(), this.random.nextLong()).toString();
			case "date" -> date().toString();
			case "date-time" -> instant().toString();
			case "time" -> instant().atOffset(ZoneOffset.ofHours(this.random.nextInt(10))).toOffsetTime().toString();
			case "duration" -> Duration.ofSeconds(this.random.nextInt(100_000) + 1).toString();
			default -> pattern.isEmpty() ? sample(schema) : matching(pattern);
		};
	}

	private String matching(String pattern) {
		List<String> candidates = List.of("x", "é", "12:30", "23:59:59.123456789", "2026-11-22T12:30:15", "2026-02",
				"--02-28", date().toString(), "AB1");
		return candidates.stream().filter((text) -> text.matches(pattern)).findAny().orElseThrow();
	}

	private String sample(JsonNode schema) {
		String hint = schema.path("description").asString("");
		if (hint.equals("Format: yyyy/MM/dd")) {
			return date().toString().replace('-', '/');
		}
		if (hint.equals("URI")) {
			return "https://example.com/" + this.random.nextInt(100);
		}
		return List.of("", "a", "17", "Grüße", "\"quoted\" \\ \n", "null", "true", "\uD83D\uDE00", " ")
			.get(this.random.nextInt(9));
	}

	private LocalDate date() {
		return LocalDate.ofEpochDay(this.random.nextInt(40_000));
	}

	private Instant instant() {
		return Instant.ofEpochSecond(this.random.nextInt(Integer.MAX_VALUE), this.random.nextInt(1000) * 1_000_000L);
	}

	/** Change one place of a value. */
	JsonNode spoil(JsonNode value) {
		if (value instanceof ObjectNode object && !object.isEmpty() && this.random.nextInt(4) > 0) {
			List<String> names = List.copyOf(object.propertyNames());
			String name = names.get(this.random.nextInt(names.size()));
			if (this.random.nextInt(5) == 0) {
				object.remove(name);
			}
			else {
				object.set(name, spoil(object.path(name)));
			}
			return object;
		}
		if (value instanceof ArrayNode array && !array.isEmpty() && this.random.nextBoolean()) {
			int index = this.random.nextInt(array.size());
			array.set(index, spoil(array.get(index)));
			return array;
		}
		if (value instanceof ObjectNode object && this.random.nextBoolean()) {
			return object.put("surplus", 1);
		}
		return List
			.<JsonNode>of(JSON.nullNode(), JSON.numberNode(7), JSON.stringNode("?"), JSON.arrayNode(),
					JSON.booleanNode(true), JSON.objectNode())
			.get(this.random.nextInt(6));
	}

}
