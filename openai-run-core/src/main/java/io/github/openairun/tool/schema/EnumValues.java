package io.github.openairun.tool.schema;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonFormat;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.StringNode;

/**
 * Finds the JSON of an enum's constants.
 */
final class EnumValues {

	private final JsonMapper mapper;

	private final Class<?> type;

	private final boolean plain;

	private final boolean certain;

	private EnumValues(JsonMapper mapper, Class<?> type) {
		this.mapper = mapper;
		this.type = type;
		this.certain = LateBinding.isFor(mapper.deserializationConfig(), mapper.constructType(type), null);
		this.plain = this.certain || isPlain(mapper.deserializationConfig(), type);
	}

	static List<JsonNode> of(JsonMapper mapper, Class<?> type) {
		EnumValues values = new EnumValues(mapper, type);
		List<JsonNode> all = new ArrayList<>();
		for (Object constant : type.getEnumConstants()) {
			all.add(values.value((Enum<?>) constant));
		}
		return all;
	}

	/**
	 * Tell whether the constants of enums that are plain and not configured otherwise are
	 * surely bound from their names, and from nothing else.
	 */
	static boolean areNames(DeserializationConfig config) {
		return config.getEnumNamingStrategy() == null && !config.isEnabled(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS);
	}

	private JsonNode value(Enum<?> constant) {
		JsonNode name = StringNode.valueOf(constant.name());
		if (this.certain || (this.plain && binds(name, constant))) {
			return name;
		}
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

	/**
	 * Tell whether no constant has a second form that is bound as well, so that its name
	 * is the only one if it is bound. That spares the search for a serializer.
	 */
	private static boolean isPlain(DeserializationConfig config, Class<?> type) {
		return PlainTypes.isEnum(config, type) && !config.isEnabled(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
				&& config.getDefaultPropertyFormat(type).equals(JsonFormat.Value.empty());
	}

}
