package io.github.openairun.tool;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedType;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.AbstractDeserializer;
import tools.jackson.databind.deser.bean.BeanDeserializerBase;
import tools.jackson.databind.deser.std.ContainerDeserializerBase;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.TypeDeserializer;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

import io.github.openairun.tool.schema.ToolParameter;

/**
 * Writes the schema of the JSON that Jackson's deserializers bind.
 * <p>
 * Objects are written where they are used, as strict mode allows no description beside a
 * reference; only recursive types become definitions.
 */
class SchemaWriter {

	private final Function<Class<?>, List<JsonNode>> enumValues;

	private final DeserializationContext context;

	private final ScalarSchemas scalars;

	private final ObjectSchemas objects;

	private final PolymorphicSchemas polymorphic;

	private final Set<String> relaxations = new LinkedHashSet<>();

	private final SchemaDefinitions definitions = new SchemaDefinitions();

	SchemaWriter(JsonMapper mapper, boolean strict, Function<Class<?>, List<JsonNode>> enumValues) {
		this.enumValues = enumValues;
		this.context = mapper._deserializationContext();
		this.scalars = new ScalarSchemas(this.context.getConfig());
		this.objects = new ObjectSchemas(this, mapper, this.context, strict);
		this.polymorphic = new PolymorphicSchemas(this, this.objects, this.context);
	}

	List<String> relaxations() {
		return List.copyOf(this.relaxations);
	}

	/** Note why the schema cannot be strict. */
	void relax(String path, String reason) {
		this.relaxations.add("'" + path + "' " + reason);
	}

	/** Describe the arguments of a tool. */
	ObjectNode parameters(List<ToolParameter> parameters) {
		return this.definitions.addTo(this.objects.parameters(parameters));
	}

	/** Describe a type that is no property. */
	ObjectNode root(JavaType type) {
		ObjectNode schema = describe(new Place(type.getRawClass().getSimpleName(), type, null, null), null, "#");
		return this.definitions.addTo(schema);
	}

	ObjectNode describe(Place place) {
		return describe(place, null, null);
	}

	/**
	 * Describe the values that a place allows.
	 * @param place the place
	 * @param known what binds it, if it is known
	 * @param reference how to refer to the place, if it is the root
	 */
	ObjectNode describe(Place place, @Nullable ValueDeserializer<?> known, @Nullable String reference) {
		JavaType type = place.type();
		if (Optionality.isUntyped(type.getRawClass())) {
			relax(place.path(), "may be any JSON");
			return JsonNodeFactory.instance.objectNode();
		}
		if (type.isReferenceType()) {
			ObjectNode content = describe(place.content(place.path()));
			constrain(content, place);
			return Optionality.isOptionalType(type.getRawClass()) ? SchemaNodes.nullable(content) : content;
		}
		TypeDeserializer typing = ArgumentMapper.typing(this.context, type, place.property());
		if (typing != null) {
			return this.definitions.once(type, Set.of(String.valueOf(typing.getPropertyName())), reference,
					() -> this.polymorphic.describe(place, typing));
		}
		ObjectNode schema = untyped(place, ArgumentMapper.unwrap((known != null) ? known : deserializer(place)),
				reference);
		constrain(schema, place);
		return schema;
	}

	private ObjectNode array(Place place, ValueDeserializer<?> deserializer) {
		ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "array");
		schema.set("items", element(place, "[]", deserializer));
		return schema;
	}

	private static void constrain(ObjectNode schema, Place place) {
		if (SchemaConstraints.PRESENT) {
			SchemaConstraints.apply(schema, annotations(place));
		}
	}

	private static Set<Annotation> annotations(Place place) {
		Set<Annotation> annotations = new LinkedHashSet<>();
		if (place.use() != null) {
			annotations.addAll(Arrays.asList(place.use().getAnnotations()));
		}
		BeanProperty property = place.property();
		if (property == null || property.getMember() == null) {
			return annotations;
		}
		Set<Annotation> declared = property.getMember().annotations().collect(Collectors.toSet());
		if (property.getType().equals(place.type())) {
			annotations.addAll(declared);
		}
		else if (property.getType().isArrayType()) {
			// Java gives what is written before an array to its elements as well
			annotations.removeAll(declared);
		}
		return annotations;
	}

	private ObjectNode untyped(Place place, ValueDeserializer<?> deserializer, @Nullable String reference) {
		JavaType type = place.type();
		if (type.isEnumType() && ArgumentMapper.isJacksons(deserializer)) {
			return enumeration(place.path(), type);
		}
		ObjectNode scalar = this.scalars.describe(type.getRawClass(), deserializer, place.property());
		if (scalar != null) {
			return Optionality.isOptionalType(type.getRawClass()) ? SchemaNodes.nullable(scalar) : scalar;
		}
		if (deserializer instanceof BeanDeserializerBase bean) {
			Place target = new Place(place.path(), bean.getValueType(), place.use(), place.property());
			return this.definitions.once(bean.getValueType(), names(bean), reference,
					() -> this.objects.bean(target, bean));
		}
		return container(place, deserializer);
	}

	private ObjectNode container(Place place, ValueDeserializer<?> deserializer) {
		JavaType type = place.type();
		ObjectNode schema = JsonNodeFactory.instance.objectNode();
		if (type.isMapLikeType() && ArgumentMapper.isJacksons(deserializer)) {
			relax(place.path(), "is a map, whose keys strict mode cannot list");
			schema.put("type", "object");
			if (type.getKeyType().isEnumType()) {
				JsonNode names = enumeration(place.path(), type.getKeyType()).path("enum");
				schema.putObject("propertyNames").set("enum", names);
			}
			schema.set("additionalProperties", element(place, "{}", deserializer));
			return schema;
		}
		if ((type.isArrayType() || type.isCollectionLikeType()) && ArgumentMapper.isJacksons(deserializer)) {
			return array(place, deserializer);
		}
		if (deserializer instanceof AbstractDeserializer) {
			throw new IllegalArgumentException("'" + place.path() + "' is of the abstract type "
					+ type.getRawClass().getName() + ", of which JSON does not say which subtype to make: "
					+ "use a concrete type, or @JsonTypeInfo with known subtypes");
		}
		relax(place.path(), "is bound by " + deserializer.getClass().getName() + ", whose JSON is not known");
		return schema;
	}

	private ObjectNode element(Place place, String suffix, ValueDeserializer<?> deserializer) {
		Place content = place.content(place.path() + suffix);
		ValueDeserializer<?> known = (deserializer instanceof ContainerDeserializerBase<?> container)
				? container.getContentDeserializer() : null;
		ObjectNode schema = describe(content, known, null);
		return (content.use() != null && Optionality.isNullable(content.use())) ? SchemaNodes.nullable(schema) : schema;
	}

	private ObjectNode enumeration(String path, JavaType type) {
		List<JsonNode> values;
		try {
			values = this.enumValues.apply(type.getRawClass());
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("'" + path + "': " + ex.getMessage(), ex);
		}
		ObjectNode schema = JsonNodeFactory.instance.objectNode();
		boolean texts = values.stream().allMatch(StringNode.class::isInstance);
		boolean integers = values.stream().allMatch(JsonNode::isIntegralNumber);
		schema.put("type", texts ? "string" : integers ? "integer" : "number");
		Set<JsonNode> distinct = new LinkedHashSet<>(values);
		schema.putArray("enum").addAll(distinct);
		return schema;
	}

	private static Set<String> names(BeanDeserializerBase bean) {
		Set<String> names = new HashSet<>();
		for (Object name : bean.getKnownPropertyNames()) {
			names.add(String.valueOf(name));
		}
		return names;
	}

	private ValueDeserializer<?> deserializer(Place place) {
		try {
			return this.context.findContextualValueDeserializer(place.type(), place.property());
		}
		catch (JacksonException ex) {
			throw unbindable(place.path(), ex);
		}
	}

	static IllegalArgumentException unbindable(String path, JacksonException cause) {
		return new IllegalArgumentException("'" + path + "' cannot be bound from JSON: " + cause.getOriginalMessage(),
				cause);
	}

	/**
	 * The place of a value.
	 *
	 * @param path how to name the place in a message
	 * @param type the type of the value
	 * @param use the type as it was written, if known
	 * @param property the property whose annotations apply, if there is one
	 */
	record Place(String path, JavaType type, @Nullable AnnotatedType use, @Nullable BeanProperty property) {

		Place content(String path) {
			return new Place(path, this.type.getContentType(), Optionality.content(this.use), this.property);
		}

	}

}
