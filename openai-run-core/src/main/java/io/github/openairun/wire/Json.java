package io.github.openairun.wire;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the JSON of servers. A value that is absent, {@code null}, empty or of an
 * unexpected type counts as missing. The mapper is the wires' own, so that an
 * application's naming strategy cannot change the protocol.
 *
 * @since 0.1.0
 */
public final class Json {

	/** Beyond it, a text that stands for a number is none. */
	private static final int MAX_NUMBER_LENGTH = 100;

	/**
	 * What a server may send: the names and values of a million tokens fill a heap of 256
	 * MB by half.
	 */
	private static final StreamReadConstraints CONSTRAINTS = StreamReadConstraints.builder()
		.maxNumberLength(1000)
		.maxNestingDepth(500)
		.maxNameLength(10_000)
		.maxStringLength(Integer.MAX_VALUE)
		.maxTokenCount(1_000_000)
		.build();

	private static final JsonMapper MAPPER = JsonMapper
		.builder(JsonFactory.builder().streamReadConstraints(CONSTRAINTS).build())
		.build();

	private Json() {
	}

	/**
	 * Return the wires' own mapper.
	 * @return the mapper
	 */
	public static JsonMapper mapper() {
		return MAPPER;
	}

	public static ObjectNode object() {
		return MAPPER.createObjectNode();
	}

	/**
	 * Convert any value to JSON.
	 * @param value the value, or {@code null}
	 * @return the JSON
	 */
	public static JsonNode tree(@Nullable Object value) {
		return MAPPER.valueToTree(value);
	}

	/**
	 * Read JSON text that the application gave.
	 * @param json the text
	 * @param name the name of the value, for the message
	 * @return the JSON
	 * @throws IllegalArgumentException if it is not JSON
	 */
	public static JsonNode parse(String json, String name) {
		try {
			return MAPPER.readTree(json);
		}
		catch (RuntimeException ex) {
			throw new IllegalArgumentException("'" + name + "' is not JSON", ex);
		}
	}

	public static @Nullable String text(JsonNode node, String name) {
		JsonNode value = node.get(name);
		if (value == null || !value.isValueNode() || value.isNull()) {
			return null;
		}
		String text = value.asString();
		return text.isEmpty() ? null : text;
	}

	/**
	 * Return an id.
	 * @param node the object that has it
	 * @param name the property's name
	 * @return the id, or {@code null} if it is not set or cannot be put into a path
	 */
	public static @Nullable String id(JsonNode node, String name) {
		String id = text(node, name);
		return (id != null && Ids.isUsable(id)) ? id : null;
	}

	public static String text(JsonNode node, String name, String fallback) {
		String text = text(node, name);
		return (text != null) ? text : fallback;
	}

	/**
	 * Return a time given in Unix seconds, whole or not.
	 * @param node the object
	 * @param name the property's name
	 * @return the time, or {@code null} if it is not set; {@code 0} counts as not set
	 */
	public static @Nullable Instant time(JsonNode node, String name) {
		BigDecimal seconds = decimal(node.get(name));
		if (seconds == null || seconds.signum() <= 0 || seconds.precision() - seconds.scale() > 11) {
			return null;
		}
		return Instant.ofEpochMilli(seconds.movePointRight(3).longValue());
	}

	public static @Nullable Integer integer(JsonNode node, String name) {
		BigDecimal value = decimal(node.get(name));
		return (value != null) ? value.intValue() : null;
	}

	public static long number(JsonNode node, String name, long fallback) {
		BigDecimal value = decimal(node.get(name));
		return (value != null) ? value.longValue() : fallback;
	}

	public static @Nullable Double decimal(JsonNode node, String name) {
		BigDecimal value = decimal(node.get(name));
		return (value != null) ? value.doubleValue() : null;
	}

	private static @Nullable BigDecimal decimal(@Nullable JsonNode value) {
		if (value == null || !value.isValueNode() || value.isNull() || value.isBoolean()) {
			return null;
		}
		String text = value.asString();
		if (text.length() > MAX_NUMBER_LENGTH) {
			return null;
		}
		try {
			return new BigDecimal(text);
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

	public static boolean flag(JsonNode node, String name, boolean fallback) {
		JsonNode value = node.get(name);
		return (value != null && value.isBoolean()) ? value.booleanValue() : fallback;
	}

	/**
	 * Return an object.
	 * @param node the object that has it
	 * @param name the property's name
	 * @return the object, or {@code null} if it is not one
	 */
	public static @Nullable JsonNode child(JsonNode node, String name) {
		JsonNode value = node.get(name);
		return (value != null && value.isObject()) ? value : null;
	}

	/**
	 * Return the objects of an array.
	 * @param node the object that has the array
	 * @param name the property's name
	 * @return the entries that are objects
	 */
	public static List<JsonNode> children(JsonNode node, String name) {
		JsonNode array = node.get(name);
		if (array == null || !array.isArray()) {
			return List.of();
		}
		List<JsonNode> children = new ArrayList<>(array.size());
		for (JsonNode child : array) {
			if (child.isObject()) {
				children.add(child);
			}
		}
		return children;
	}

	/**
	 * Return a map of texts.
	 * @param node the object that has the map
	 * @param name the property's name
	 * @return the map; values that are not texts are left out
	 */
	public static Map<String, String> texts(JsonNode node, String name) {
		JsonNode map = child(node, name);
		if (map == null) {
			return Map.of();
		}
		Map<String, String> texts = new LinkedHashMap<>();
		for (Map.Entry<String, JsonNode> entry : map.properties()) {
			if (entry.getValue().isString()) {
				texts.put(entry.getKey(), entry.getValue().stringValue());
			}
		}
		return texts;
	}

}
