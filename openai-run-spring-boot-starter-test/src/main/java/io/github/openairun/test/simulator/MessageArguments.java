package io.github.openairun.test.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Fills the parameters of a tool from a message.
 */
final class MessageArguments {

	/** Nobody says that it is one. */
	private static final Pattern QUANTITY = Pattern.compile("(?i)quantity|count|pieces");

	/** Types may contain themselves. */
	private static final int DEEPEST = 8;

	private final JsonNode root;

	private final MessageValues values;

	private MessageArguments(JsonNode root, MessageValues values) {
		this.root = root;
		this.values = values;
	}

	/**
	 * Takes the required properties from a message.
	 * @param parameters the schema of the parameters
	 * @param values what the message has
	 * @return the arguments, or nothing if the message lacks one
	 */
	static Optional<JsonNode> of(JsonNode parameters, MessageValues values) {
		return new MessageArguments(parameters, values).object(parameters, 0);
	}

	private Optional<JsonNode> object(JsonNode schema, int depth) {
		ObjectNode object = SimulatorJson.object();
		List<String> required = new ArrayList<>();
		schema.path("required").forEach((name) -> required.add(name.asString()));
		for (String name : required) {
			JsonNode value = value(name, schema.path("properties").path(name), depth + 1);
			if (value == null) {
				return Optional.empty();
			}
			object.set(name, value);
		}
		return Optional.of(object);
	}

	private @Nullable JsonNode value(String name, JsonNode reference, int depth) {
		if (depth > DEEPEST) {
			return null;
		}
		JsonNode schema = resolve(reference);
		List<String> types = new ArrayList<>();
		JsonNode type = schema.path("type");
		if (type.isArray()) {
			type.forEach((element) -> types.add(element.asString()));
		}
		else {
			types.add(type.asString("string"));
		}
		JsonNode value = schema.has("enum") ? this.values.oneOf(schema.path("enum")) : switch (types.get(0)) {
			case "integer" -> this.values.number(true);
			case "number" -> this.values.number(false);
			case "boolean" -> SimulatorJson.read("true");
			case "string" -> this.values.text(name, schema);
			case "object" -> object(schema, depth).orElse(null);
			default -> null;
		};
		if (value == null && types.contains("integer") && QUANTITY.matcher(name).matches()) {
			return SimulatorJson.read("1");
		}
		return (value == null && types.contains("null")) ? SimulatorJson.read("null") : value;
	}

	private JsonNode resolve(JsonNode schema) {
		JsonNode first = schema.has("anyOf") ? schema.path("anyOf").path(0) : schema;
		return first.has("$ref") ? this.root.at(first.path("$ref").asString().substring(1)) : first;
	}

}
