package io.github.openairun.tool.schema;

import java.util.ArrayList;
import java.util.List;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.AnnotationIntrospector;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.introspect.AnnotationIntrospectorPair;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.StringNode;

/**
 * What describing and binding arguments have in common, so that they cannot disagree.
 */
public final class ToolJson {

	private ToolJson() {
	}

	/**
	 * Derive the mapper that binds what a model wrote. It is the application's, except
	 * that nothing is dropped or made up: surplus properties, lost digits, empty texts in
	 * place of values and missing properties are refused. Which properties may be missing
	 * is told by {@code Optional}, {@code @Nullable} and
	 * {@link io.github.openairun.ToolParam}.
	 * @param mapper the application's mapper
	 * @return the derived mapper, which reads one value and leaves what follows
	 */
	public static JsonMapper argumentMapper(JsonMapper mapper) {
		AnnotationIntrospector annotations = mapper.deserializationConfig().getAnnotationIntrospector();
		return mapper.rebuild()
			.annotationIntrospector(new AnnotationIntrospectorPair(annotations, new ArgumentAnnotationIntrospector()))
			.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
					DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
			.disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
			.enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
			.disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
			.withCoercionConfigDefaults(
					(coercion) -> coercion.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail))
			.build();
	}

	/**
	 * Return the JSON of an enum's constants: of the forms that a constant may have, the
	 * first that the mapper binds to it.
	 * @param mapper the {@link #argumentMapper(JsonMapper) argument mapper}
	 * @param type the enum
	 * @return one value for each constant, in order
	 * @throws IllegalArgumentException if a constant cannot be bound
	 */
	public static List<JsonNode> enumValues(JsonMapper mapper, Class<?> type) {
		List<JsonNode> values = new ArrayList<>();
		for (Object constant : type.getEnumConstants()) {
			values.add(enumValue(mapper, type, (Enum<?>) constant));
		}
		return values;
	}

	private static JsonNode enumValue(JsonMapper mapper, Class<?> type, Enum<?> constant) {
		List<JsonNode> forms = List.of(mapper.valueToTree(constant), StringNode.valueOf(constant.toString()),
				StringNode.valueOf(constant.name()));
		for (JsonNode form : forms) {
			try {
				if (form.isValueNode() && mapper.treeToValue(form, type) == constant) {
					return form;
				}
			}
			catch (JacksonException ex) {
				// this form does not bind, the next one may
			}
		}
		throw new IllegalArgumentException(
				"the constant " + type.getName() + "." + constant.name() + " cannot be bound from JSON");
	}

}
