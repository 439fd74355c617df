package io.github.openairun.tool;

import java.util.ArrayList;
import java.util.List;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.StringNode;

/**
 * Finds the JSON of an enum's constants.
 */
final class EnumValues {

	private final JsonMapper mapper;

	private final Class<?> type;

	private EnumValues(JsonMapper mapper, Class<?> type) {
		this.mapper = mapper;
		this.type = type;
	}

	/**
	 * Return the JSON of an enum's constants: of the forms that a constant may have, the
	 * first that the mapper binds to it.
	 * @param mapper the argument mapper
	 * @param type the enum
	 * @return one value for each constant, in order
	 * @throws IllegalArgumentException if a constant cannot be bound
	 */
	static List<JsonNode> of(JsonMapper mapper, Class<?> type) {
		EnumValues values = new EnumValues(mapper, type);
		List<JsonNode> all = new ArrayList<>();
		for (Object constant : type.getEnumConstants()) {
			all.add(values.value((Enum<?>) constant));
		}
		return all;
	}

	private JsonNode value(Enum<?> constant) {
		JsonNode name = StringNode.valueOf(constant.name());
		for (JsonNode form : List.of(this.mapper.valueToTree(constant), StringNode.valueOf(constant.toString()),
				name)) {
			if (form.isValueNode() && binds(form, constant)) {
				return form;
			}
		}
		throw new IllegalArgumentException(
				"the constant " + this.type.getName() + "." + constant.name() + " cannot be bound from JSON");
	}

	private boolean binds(JsonNode form, Enum<?> constant) {
		try {
			return this.mapper.treeToValue(form, this.type) == constant;
		}
		catch (JacksonException ex) {
			// another form may
			return false;
		}
	}

}
