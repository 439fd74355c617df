package io.github.openairun.test.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A JSON object of a request, read strictly: what the OpenAPI document does not allow is
 * refused with the error that names the parameter.
 */
final class RequestBody {

	private final String prefix;

	private final ObjectNode object;

	RequestBody(String prefix, ObjectNode object) {
		this.prefix = prefix;
		this.object = object;
	}

	static RequestBody parse(String body) {
		if (body.isBlank()) {
			return new RequestBody("", SimulatorJson.object());
		}
		try {
			if (SimulatorJson.read(body) instanceof ObjectNode object) {
				return new RequestBody("", object);
			}
		}
		catch (JacksonException ex) {
			// Refused below, with the text of the real one.
		}
		throw SimulatedApiError
			.badRequest("We could not parse the JSON body of your request. (HINT: This likely means you "
					+ "aren't using your HTTP library correctly. The OpenAI API expects a JSON payload, but what was sent "
					+ "was not valid JSON.)");
	}

	ObjectNode object() {
		return this.object;
	}

	String param(String name) {
		return this.prefix + name;
	}

	/**
	 * OpenAPI document: the request schemas of Assistants v2 have additionalProperties
	 * false; the Responses API refuses unknown parameters with the same error.
	 */
	RequestBody allow(Set<String> names) {
		for (String name : this.object.propertyNames()) {
			if (!names.contains(name)) {
				throw SimulatedApiError.unknown(param(name));
			}
		}
		return this;
	}

	boolean has(String name) {
		return this.object.has(name);
	}

	/**
	 * Returns a value, or {@code null} if it is absent or JSON null.
	 */
	@Nullable JsonNode node(String name) {
		JsonNode node = this.object.get(name);
		return SimulatorJson.isPresent(node) ? node : null;
	}

	JsonNode require(String name) {
		JsonNode node = node(name);
		if (node == null) {
			throw SimulatedApiError.missing(param(name));
		}
		return node;
	}

	String requireText(String name) {
		return text(name, require(name));
	}

	/**
	 * Returns the id of another object.
	 */
	String requireId(String name, String prefix) {
		String id = requireText(name);
		if (!id.startsWith(prefix + "_")) {
			throw SimulatedApiError.wrongId(param(name), id, prefix);
		}
		return id;
	}

	@Nullable String text(String name) {
		JsonNode node = node(name);
		return (node == null) ? null : text(name, node);
	}

	@Nullable String text(String name, int maximum) {
		String text = text(name);
		if (text != null && text.length() > maximum) {
			throw SimulatedApiError.tooLong(param(name), maximum, text.length());
		}
		return text;
	}

	boolean flag(String name, boolean defaultValue) {
		JsonNode node = node(name);
		if (node == null) {
			return defaultValue;
		}
		if (!node.isBoolean()) {
			throw SimulatedApiError.wrongType(param(name), "a boolean", kind(node));
		}
		return node.booleanValue();
	}

	@Nullable Double number(String name, double minimum, double maximum) {
		JsonNode node = node(name);
		if (node == null) {
			return null;
		}
		if (!node.isNumber()) {
			throw SimulatedApiError.wrongType(param(name), "a decimal", kind(node));
		}
		double value = node.doubleValue();
		if (value > maximum) {
			throw SimulatedApiError.invalid(param(name),
					"decimal above maximum value. Expected a value <= " + maximum + ", but got " + value + " instead.",
					"decimal_above_max_value");
		}
		if (value < minimum) {
			throw SimulatedApiError.invalid(param(name),
					"decimal below minimum value. Expected a value >= " + minimum + ", but got " + value + " instead.",
					"decimal_below_min_value");
		}
		return value;
	}

	@Nullable Long integer(String name, long minimum) {
		JsonNode node = node(name);
		if (node == null) {
			return null;
		}
		if (!node.isIntegralNumber()) {
			throw SimulatedApiError.wrongType(param(name), "an integer", kind(node));
		}
		long value = node.longValue();
		if (value < minimum) {
			throw SimulatedApiError.invalid(param(name),
					"integer below minimum value. Expected a value >= " + minimum + ", but got " + value + " instead.",
					"integer_below_min_value");
		}
		return value;
	}

	void oneOf(String name, List<String> supported) {
		String text = text(name);
		if (text != null && !supported.contains(text)) {
			throw SimulatedApiError.invalidValue(param(name), text, supported);
		}
	}

	List<RequestBody> objects(String name, int maximum) {
		JsonNode node = node(name);
		if (node == null) {
			return List.of();
		}
		if (!node.isArray()) {
			throw SimulatedApiError.wrongType(param(name), "an array of objects", kind(node));
		}
		if (node.size() > maximum) {
			throw SimulatedApiError.tooMany(param(name), maximum, node.size());
		}
		List<RequestBody> elements = new ArrayList<>();
		for (JsonNode element : node) {
			elements.add(asBody(name + "[" + elements.size() + "]", element));
		}
		return elements;
	}

	@Nullable RequestBody child(String name) {
		JsonNode node = node(name);
		return (node == null) ? null : asBody(name, node);
	}

	/**
	 * OpenAI API reference, metadata: 16 pairs, keys of 64 and values of 512 characters.
	 */
	@Nullable ObjectNode metadata() {
		JsonNode node = node("metadata");
		if (node == null) {
			return null;
		}
		ObjectNode metadata = asBody("metadata", node).object;
		if (metadata.size() > 16) {
			throw SimulatedApiError.invalid(param("metadata"),
					"too many properties. Expected an object with at most 16 properties, but got an object with "
							+ metadata.size() + " properties instead.",
					"object_above_max_properties");
		}
		metadata.properties().forEach((entry) -> {
			String key = entry.getKey();
			if (key.length() > 64) {
				throw SimulatedApiError.tooLong(param("metadata"), 64, key.length());
			}
			String value = text("metadata." + key, entry.getValue());
			if (value.length() > 512) {
				throw SimulatedApiError.tooLong(param("metadata." + key), 512, value.length());
			}
		});
		return metadata;
	}

	private RequestBody asBody(String name, JsonNode node) {
		if (node instanceof ObjectNode child) {
			return new RequestBody(param(name) + ".", child);
		}
		throw SimulatedApiError.wrongType(param(name), "an object", kind(node));
	}

	private String text(String name, JsonNode node) {
		if (!node.isString()) {
			throw SimulatedApiError.wrongType(param(name), "a string", kind(node));
		}
		return node.stringValue();
	}

	static String kind(JsonNode node) {
		return switch (node.getNodeType()) {
			case ARRAY -> "an array";
			case BOOLEAN -> "a boolean";
			case NUMBER -> node.isIntegralNumber() ? "an integer" : "a decimal";
			case OBJECT -> "an object";
			case STRING -> "a string";
			default -> "null";
		};
	}

}
