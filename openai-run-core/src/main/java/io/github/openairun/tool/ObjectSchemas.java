package io.github.openairun.tool;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.AnnotationIntrospector;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.SettableBeanProperty;
import tools.jackson.databind.deser.ValueInstantiator;
import tools.jackson.databind.deser.bean.BeanDeserializerBase;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.AnnotatedMethod;
import tools.jackson.databind.introspect.BeanPropertyDefinition;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import io.github.openairun.ToolParam;
import io.github.openairun.tool.SchemaWriter.Place;
import io.github.openairun.tool.schema.ToolParameter;

/**
 * Describes objects with known properties: records, beans, and the arguments of a tool.
 */
final class ObjectSchemas {

	private final SchemaWriter writer;

	private final JsonMapper mapper;

	private final DeserializationContext context;

	private final boolean strict;

	/**
	 * Create schemas of objects.
	 * @param writer describes the properties
	 * @param mapper the argument mapper
	 * @param context the context of the mapper
	 * @param strict whether every property must be listed as required, the optional ones
	 * as nullable
	 */
	ObjectSchemas(SchemaWriter writer, JsonMapper mapper, DeserializationContext context, boolean strict) {
		this.writer = writer;
		this.mapper = mapper;
		this.context = context;
		this.strict = strict;
	}

	ObjectNode parameters(List<ToolParameter> parameters) {
		ObjectNode schema = object();
		for (ToolParameter parameter : parameters) {
			BeanProperty property = ArgumentMapper.property(this.mapper, parameter);
			Place place = new Place(parameter.name(), property.getType(), parameter.use(), property);
			ObjectNode value = this.writer.describe(place, deserializer(property), null);
			add(schema, parameter.name(), value, parameter.description(), parameter.required());
		}
		return closed(schema);
	}

	private ValueDeserializer<?> deserializer(BeanProperty property) {
		try {
			return ArgumentMapper.deserializer(this.context, property);
		}
		catch (JacksonException ex) {
			throw SchemaWriter.unbindable(property.getName(), ex);
		}
	}

	ObjectNode bean(Place place, BeanDeserializerBase bean) {
		ObjectNode other = insteadOfObject(place, bean.getValueInstantiator());
		if (other != null) {
			return other;
		}
		return complete(object(), place, bean);
	}

	/**
	 * Add a bean's properties to an object and close it.
	 */
	ObjectNode complete(ObjectNode schema, Place place, BeanDeserializerBase bean) {
		if (!isKnownCompletely(place.type(), bean)) {
			rejectWhatCannotBeDescribed(place);
		}
		addProperties(schema, place, bean);
		if (bean.hasAnySetter()) {
			this.writer.relax(place.path(), "takes any property, and strict mode must know them all");
			return anyProperties(schema, place);
		}
		return SchemaNodes.described(closed(schema), classDescription(place.type()));
	}

	/**
	 * Let an object have further properties, with values of the type that they are given
	 * to.
	 */
	private ObjectNode anyProperties(ObjectNode schema, Place place) {
		AnnotatedMember any = this.context.lazyIntrospectBeanDescription(place.type()).get().findAnySetterAccessor();
		JavaType value = (any instanceof AnnotatedMethod setter) ? setter.getParameterType(1)
				: (any != null) ? any.getType().getContentType() : null;
		if (value == null || Optionality.isUntyped(value.getRawClass())) {
			return schema.put("additionalProperties", true);
		}
		schema.set("additionalProperties", this.writer.describe(new Place(place.path() + "{}", value, null, null)));
		return schema;
	}

	/** Begin an object. */
	static ObjectNode object() {
		ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
		schema.putObject("properties");
		schema.putArray("required");
		return schema;
	}

	static ObjectNode closed(ObjectNode schema) {
		return schema.put("additionalProperties", false);
	}

	private void addProperties(ObjectNode schema, Place place, BeanDeserializerBase bean) {
		for (SettableBeanProperty property : properties(bean)) {
			if (!schema.path("properties").has(property.getName())) {
				add(schema, place, property);
			}
		}
	}

	private void add(ObjectNode schema, Place place, SettableBeanProperty property) {
		String path = place.path() + "." + property.getName();
		boolean required = ArgumentMapper.isRequired(property);
		if (!required && property.getType().isPrimitive() && !KotlinHandlers.hasDefault(property)) {
			throw new IllegalArgumentException(
					"'" + path + "' is optional and of the primitive type " + property.getType().getRawClass().getName()
							+ ", which has no value for absence: use the wrapper type");
		}
		AnnotatedMember member = property.getMember();
		ToolParam param = (member != null) ? member.getAnnotation(ToolParam.class) : null;
		if (param != null) {
			rejectWhatOnlyParametersHave(path, param);
		}
		Place target = new Place(path, property.getType(), (member != null) ? Optionality.use(member) : null, property);
		ObjectNode value = this.writer.describe(target, property.getValueDeserializer(), null);
		add(schema, property.getName(), value, property.getMetadata().getDescription(), required);
	}

	private static void rejectWhatOnlyParametersHave(String path, ToolParam param) {
		if (!param.defaultValue().equals(ToolParam.NONE)) {
			throw new IllegalArgumentException(
					"'" + path + "' has a @ToolParam(defaultValue), which only parameters can have");
		}
		if (!param.name().isEmpty()) {
			throw new IllegalArgumentException("'" + path
					+ "' has a @ToolParam(name), which only parameters can have: use @JsonProperty(\"...\")");
		}
	}

	private void add(ObjectNode schema, String name, ObjectNode value, @Nullable String description, boolean required) {
		ObjectNode property = required ? value : SchemaNodes.nullable(value);
		((ObjectNode) schema.path("properties")).set(name, SchemaNodes.described(property, description));
		if (this.strict || required) {
			((ArrayNode) schema.path("required")).add(name);
		}
	}

	/** Creators' parameters in the order of declaration, then the rest in Jackson's. */
	private static List<SettableBeanProperty> properties(BeanDeserializerBase bean) {
		List<SettableBeanProperty> properties = new ArrayList<>();
		for (Iterator<SettableBeanProperty> all = bean.properties(); all.hasNext();) {
			SettableBeanProperty property = all.next();
			if (!property.isIgnorable() && !property.isInjectionOnly()) {
				properties.add(property);
			}
		}
		properties.sort(Comparator
			.comparingInt((property) -> property.isCreatorProperty() ? property.getCreatorIndex() : Integer.MAX_VALUE));
		return properties;
	}

	private @Nullable ObjectNode insteadOfObject(Place place, ValueInstantiator instantiator) {
		DeserializationConfig config = this.context.getConfig();
		if (instantiator.canCreateFromObjectWith()) {
			return null;
		}
		if (instantiator.canCreateUsingDelegate()) {
			return delegate(place, instantiator.getDelegateType(config), instantiator.getDelegateCreator());
		}
		if (instantiator.canCreateUsingArrayDelegate()) {
			return delegate(place, instantiator.getArrayDelegateType(config), instantiator.getArrayDelegateCreator());
		}
		if (instantiator.canCreateUsingDefault()) {
			return null;
		}
		String type = scalarType(instantiator);
		if (type == null) {
			throw new IllegalArgumentException("'" + place.path() + "' is of the type "
					+ place.type().getRawClass().getName() + ", which has no constructor that JSON can be bound to");
		}
		return JsonNodeFactory.instance.objectNode().put("type", type);
	}

	/** Describe the single parameter of a delegating creator. */
	private ObjectNode delegate(Place place, JavaType type, @Nullable AnnotatedMember creator) {
		return this.writer
			.describe(new Place(place.path(), type, (creator != null) ? Optionality.use(creator) : null, null));
	}

	private static @Nullable String scalarType(ValueInstantiator instantiator) {
		if (instantiator.canCreateFromString()) {
			return "string";
		}
		if (instantiator.canCreateFromInt() || instantiator.canCreateFromLong()
				|| instantiator.canCreateFromBigInteger()) {
			return "integer";
		}
		if (instantiator.canCreateFromDouble() || instantiator.canCreateFromBigDecimal()) {
			return "number";
		}
		return instantiator.canCreateFromBoolean() ? "boolean" : null;
	}

	/**
	 * Return whether a type needs no search for unwrapped properties: a record whose
	 * components Jackson binds by their names has none.
	 */
	private boolean isKnownCompletely(JavaType type, BeanDeserializerBase bean) {
		int count = 0;
		for (Iterator<SettableBeanProperty> properties = bean.properties(); properties.hasNext(); count++) {
			AnnotatedMember member = properties.next().getMember();
			if (member == null || this.context.getAnnotationIntrospector()
				.findUnwrappingNameTransformer(this.context.getConfig(), member) != null) {
				return false;
			}
		}
		SettableBeanProperty[] parameters = type.isRecordType()
				? bean.getValueInstantiator().getFromObjectArguments(this.context.getConfig()) : null;
		return parameters != null && count == parameters.length;
	}

	private void rejectWhatCannotBeDescribed(Place place) {
		DeserializationConfig config = this.context.getConfig();
		AnnotationIntrospector annotations = config.getAnnotationIntrospector();
		BeanDescription description = this.context.lazyIntrospectBeanDescription(place.type()).get();
		for (BeanPropertyDefinition property : description.findProperties()) {
			AnnotatedMember member = property.getPrimaryMember();
			if (member != null && annotations.findUnwrappingNameTransformer(config, member) != null) {
				throw new IllegalArgumentException("'" + place.path() + "." + property.getName()
						+ "' is annotated with @JsonUnwrapped, which is not supported: nest the object instead");
			}
		}
	}

	private @Nullable String classDescription(JavaType type) {
		return this.context.getAnnotationIntrospector()
			.findClassDescription(this.context.getConfig(), this.context.introspectClassAnnotations(type));
	}

}
