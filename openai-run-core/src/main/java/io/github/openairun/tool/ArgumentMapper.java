package io.github.openairun.tool;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.AnnotationIntrospector;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.deser.impl.TypeWrappedDeserializer;
import tools.jackson.databind.deser.std.DelegatingDeserializer;
import tools.jackson.databind.deser.std.StdConvertingDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.TypeDeserializer;
import tools.jackson.databind.module.SimpleModule;

import io.github.openairun.tool.schema.ToolParameter;

/**
 * Configures Jackson for the schemas and the binding of arguments, so that the two cannot
 * disagree.
 */
final class ArgumentMapper {

	private ArgumentMapper() {
	}

	/**
	 * Derive the mapper that binds arguments. It is the application's, except that it
	 * neither drops nor adds values: it rejects surplus properties, unknown constants and
	 * subtypes, lost digits, empty texts in place of values, and missing properties.
	 * {@link Optionality} decides which properties may be missing.
	 * @param mapper the application's mapper
	 * @return the derived mapper, which reads one value and leaves the rest of the text
	 */
	static JsonMapper of(JsonMapper mapper) {
		AnnotationIntrospector annotations = mapper.deserializationConfig().getAnnotationIntrospector();
		return mapper.rebuild()
			.annotationIntrospector(ArgumentAnnotationIntrospector.addTo(annotations))
			.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
			.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
					DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES, DeserializationFeature.FAIL_ON_INVALID_SUBTYPE,
					DeserializationFeature.WRAP_EXCEPTIONS)
			.disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT, DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
					DeserializationFeature.ACCEPT_EMPTY_ARRAY_AS_NULL_OBJECT)
			.enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
			.disable(EnumFeature.READ_UNKNOWN_ENUM_VALUES_AS_NULL,
					EnumFeature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE, EnumFeature.READ_ENUM_KEYS_USING_INDEX)
			.disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
			.withCoercionConfigDefaults(
					(coercion) -> coercion.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail))
			.addModule(new SimpleModule("openai-run-arguments").setDeserializerModifier(new ArgumentDeserializers()))
			.build();
	}

	/** A parameter as Jackson sees properties. */
	static BeanProperty property(JsonMapper mapper, ToolParameter parameter) {
		return ParameterMember.property(mapper, parameter);
	}

	/** Find the deserializer of a property that belongs to no bean, subtypes included. */
	static ValueDeserializer<?> deserializer(DeserializationContext context, BeanProperty property) {
		JavaType type = property.getType();
		Object own = context.getAnnotationIntrospector().findDeserializer(context.getConfig(), property.getMember());
		ValueDeserializer<?> deserializer = (own != null) ? context
			.handlePrimaryContextualization(context.deserializerInstance(property.getMember(), own), property, type)
				: context.findContextualValueDeserializer(type, property);
		TypeDeserializer typing = typing(context, type, property);
		return (typing != null) ? new TypeWrappedDeserializer(typing.forProperty(property), deserializer)
				: deserializer;
	}

	/**
	 * Find the type deserializer of a value.
	 * @param context a context of the argument mapper
	 * @param type the type of the value
	 * @param property the property that has the value or contains it, if there is one
	 * @return the type deserializer, or {@code null} if the type has no subtypes
	 */
	static @Nullable TypeDeserializer typing(DeserializationContext context, JavaType type,
			@Nullable BeanProperty property) {
		if (type.isContainerType()) {
			return null;
		}
		if (property != null && property.getMember() != null && property.getType().equals(type)) {
			return context.findPropertyTypeDeserializer(type, property.getMember());
		}
		return context.findTypeDeserializer(type);
	}

	/**
	 * Return the deserializer that reads the JSON.
	 * @param deserializer a deserializer, possibly one that delegates
	 * @return the innermost one
	 */
	static ValueDeserializer<?> unwrap(ValueDeserializer<?> deserializer) {
		ValueDeserializer<?> current = deserializer;
		while (current instanceof TypeWrappedDeserializer || current instanceof DelegatingDeserializer
				|| current instanceof StdConvertingDeserializer) {
			ValueDeserializer<?> delegatee = current.getDelegatee();
			if (delegatee == null) {
				return current;
			}
			current = delegatee;
		}
		return current;
	}

	/**
	 * Return whether a deserializer is one that Jackson has, which reads JSON of the kind
	 * that the Java type suggests.
	 * @param deserializer the deserializer
	 * @return whether it belongs to Jackson
	 */
	static boolean isJacksons(ValueDeserializer<?> deserializer) {
		return deserializer.getClass().getName().startsWith("tools.jackson.databind.");
	}

	/**
	 * Return whether a bean must have a property.
	 * @param property a property of a type that is bound by the argument mapper
	 * @return whether it must be there
	 */
	static boolean isRequired(BeanProperty property) {
		return !Boolean.FALSE.equals(property.getMetadata().getRequired());
	}

}
