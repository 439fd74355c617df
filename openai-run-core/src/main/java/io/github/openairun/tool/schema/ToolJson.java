package io.github.openairun.tool.schema;

import java.lang.reflect.AnnotatedElement;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.AnnotationIntrospector;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.deser.impl.TypeWrappedDeserializer;
import tools.jackson.databind.deser.std.DelegatingDeserializer;
import tools.jackson.databind.deser.std.StdConvertingDeserializer;
import tools.jackson.databind.introspect.AnnotationIntrospectorPair;
import tools.jackson.databind.introspect.BasicClassIntrospector;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.TypeDeserializer;
import tools.jackson.databind.module.SimpleModule;

/**
 * What describing and binding arguments have in common, so that they cannot disagree.
 */
public final class ToolJson {

	private ToolJson() {
	}

	/**
	 * Derive the mapper that binds what a model wrote. It is the application's, except
	 * that nothing is dropped or made up: surplus properties, unknown constants and
	 * subtypes, lost digits, empty texts in place of values and missing properties are
	 * refused. Which properties may be missing is told by {@code Optional},
	 * {@code @Nullable} and {@link io.github.openairun.ToolParam}.
	 * @param mapper the application's mapper
	 * @return the derived mapper, which reads one value and leaves what follows
	 */
	public static JsonMapper argumentMapper(JsonMapper mapper) {
		AnnotationIntrospector annotations = mapper.deserializationConfig().getAnnotationIntrospector();
		JsonMapper.Builder builder = mapper.rebuild();
		if (builder.classIntrospector().getClass() == BasicClassIntrospector.class
				&& annotations.getClass() == JacksonAnnotationIntrospector.class) {
			builder.classIntrospector(new ArgumentClassIntrospector(mapper));
		}
		return builder
			.annotationIntrospector(new AnnotationIntrospectorPair(annotations, new ArgumentAnnotationIntrospector()))
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

	/**
	 * Derive the mapper that binds what a model wrote, or take that of a generator which
	 * has derived it already, so that types are looked at only once.
	 * @param mapper the application's mapper
	 * @param schemas describes the types
	 * @return the derived mapper
	 */
	public static JsonMapper argumentMapper(JsonMapper mapper, ToolSchemaGenerator schemas) {
		JsonMapper known = (schemas instanceof JacksonToolSchemaGenerator own) ? own.mapperFrom(mapper) : null;
		return (known != null) ? known : argumentMapper(mapper);
	}

	/**
	 * Return a parameter as Jackson sees properties.
	 * @param mapper the {@link #argumentMapper(JsonMapper) argument mapper}
	 * @param parameter the parameter
	 * @return a property with the parameter's type and annotations
	 */
	public static BeanProperty property(JsonMapper mapper, ToolParameter parameter) {
		return parameter.property(mapper);
	}

	/**
	 * Return what binds a parameter, subtypes included. It is found once, to describe the
	 * parameter or to bind it, whichever comes first.
	 * @param mapper the {@link #argumentMapper(JsonMapper) argument mapper}
	 * @param parameter the parameter
	 * @return what binds it
	 * @throws JacksonException if it cannot be bound
	 */
	public static ValueDeserializer<?> deserializer(JsonMapper mapper, ToolParameter parameter) {
		return parameter.deserializer(mapper, mapper._deserializationContext());
	}

	/**
	 * Return whether {@link #deserializer(JsonMapper, ToolParameter) what binds a
	 * parameter} can be found as late as it is needed, as nothing can be wrong with it.
	 * @param mapper the {@link #argumentMapper(JsonMapper) argument mapper}
	 * @param parameter the parameter
	 * @return whether to wait
	 */
	public static boolean isBoundLate(JsonMapper mapper, ToolParameter parameter) {
		return parameter.isBoundLate(mapper);
	}

	/** Find what binds a property that belongs to no bean, subtypes included. */
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
	 * Find what tells the subtypes of a value apart.
	 * @param context a context of the argument mapper
	 * @param type the type of the value
	 * @param property the property that has the value or contains it, if there is one
	 * @return the type deserializer, or {@code null} if the type has no subtypes
	 */
	public static @Nullable TypeDeserializer typing(DeserializationContext context, JavaType type,
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
	 * Return what really reads the JSON.
	 * @param deserializer a deserializer, possibly one that delegates
	 * @return the innermost one
	 */
	public static ValueDeserializer<?> unwrap(ValueDeserializer<?> deserializer) {
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
	 * Return a property as the elements of a container in it see it.
	 * @param property the property that has the container, or an outer container as its
	 * elements see it
	 * @param container the type of the container
	 * @return a property that tells whether these elements may be {@code null}
	 */
	public static BeanProperty elements(BeanProperty property, JavaType container) {
		return ElementProperty.of(property, container);
	}

	/**
	 * Return whether a deserializer is one that Jackson has, which reads JSON of the kind
	 * that the Java type suggests.
	 * @param deserializer the deserializer
	 * @return whether it is no one else's
	 */
	public static boolean isJacksons(ValueDeserializer<?> deserializer) {
		return deserializer.getClass().getName().startsWith("tools.jackson.databind.");
	}

	/**
	 * Return whether values of a type can express absence themselves.
	 * @param type the type
	 * @return whether it is {@code Optional} or one of its kind
	 */
	public static boolean isOptional(Class<?> type) {
		return Optionality.isOptionalType(type);
	}

	/**
	 * Return whether an annotation says that there may be {@code null}.
	 * @param element a parameter or the type of one
	 * @return whether it is annotated with {@code Nullable} of whatever package
	 */
	public static boolean isNullable(AnnotatedElement element) {
		return Optionality.isNullable(element);
	}

	/**
	 * Return whether any JSON is a value of a type, {@code null} included.
	 * @param type the type
	 * @return whether there is nothing to check
	 */
	public static boolean isUntyped(Class<?> type) {
		return Optionality.isUntyped(type);
	}

	/**
	 * Return whether a bean must have a property.
	 * @param property a property of a type that is bound by the argument mapper
	 * @return whether it must be there
	 */
	public static boolean isRequired(BeanProperty property) {
		return !Boolean.FALSE.equals(property.getMetadata().getRequired());
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
		return EnumValues.of(mapper, type);
	}

}
