package io.github.openairun.test.simulator;

import java.time.Instant;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The simulator's own JSON: its mapper is not the application's.
 */
final class SimulatorJson {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	private SimulatorJson() {
	}

	static ObjectNode object() {
		return JsonNodeFactory.instance.objectNode();
	}

	static ArrayNode array() {
		return JsonNodeFactory.instance.arrayNode();
	}

	static ArrayNode array(Iterable<ObjectNode> elements) {
		ArrayNode array = array();
		elements.forEach((element) -> array.add(element.deepCopy()));
		return array;
	}

	static JsonNode read(String json) {
		return MAPPER.readTree(json);
	}

	static @Nullable Object value(JsonNode node) {
		return MAPPER.treeToValue(node, Object.class);
	}

	static String write(Object value) {
		return MAPPER.writeValueAsString(value);
	}

	/**
	 * Writes a time as both wires do, in Unix seconds.
	 */
	static void putTime(ObjectNode object, String name, @Nullable Instant time) {
		if (time == null) {
			object.putNull(name);
		}
		else {
			object.put(name, time.getEpochSecond());
		}
	}

	static void putNulls(ObjectNode object, String... names) {
		for (String name : names) {
			object.putNull(name);
		}
	}

	static boolean isPresent(@Nullable JsonNode node) {
		return node != null && !node.isNull() && !node.isMissingNode();
	}

	static ObjectNode text(String type, String name, String text) {
		return object().put("type", type).put(name, text);
	}

}
