package io.github.openairun.tool;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.bean.BeanDeserializerBase;
import tools.jackson.databind.jsontype.NamedType;
import tools.jackson.databind.jsontype.SubtypeResolver;
import tools.jackson.databind.jsontype.TypeDeserializer;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import io.github.openairun.tool.SchemaWriter.Place;

/**
 * Describes types whose JSON names the subtype, as a choice of objects.
 */
final class PolymorphicSchemas {

	private final SchemaWriter writer;

	private final ObjectSchemas objects;

	private final DeserializationContext context;

	PolymorphicSchemas(SchemaWriter writer, ObjectSchemas objects, DeserializationContext context) {
		this.writer = writer;
		this.objects = objects;
		this.context = context;
	}

	ObjectNode describe(Place place, TypeDeserializer typing) {
		Map<Class<?>, String> subtypes = subtypes(place, typing);
		ArrayNode choices = JsonNodeFactory.instance.arrayNode();
		subtypes.forEach((type, id) -> choices.add(subtype(place, typing, type, id)));
		if (choices.isEmpty()) {
			throw new IllegalArgumentException(
					"'" + place.path() + "' is of the type " + place.type().getRawClass().getName()
							+ ", which has no known subtypes: seal it, or use " + "@JsonSubTypes");
		}
		if (choices.size() == 1) {
			return (ObjectNode) choices.get(0);
		}
		ObjectNode schema = JsonNodeFactory.instance.objectNode();
		schema.set("anyOf", choices);
		return schema;
	}

	private Map<Class<?>, String> subtypes(Place place, TypeDeserializer typing) {
		DeserializationConfig config = this.context.getConfig();
		Map<Class<?>, String> subtypes = new LinkedHashMap<>();
		for (NamedType subtype : named(place, config)) {
			JavaType type = this.context.constructType(subtype.getType());
			if (!type.isAbstract()) {
				subtypes.putIfAbsent(subtype.getType(), id(typing, subtype));
			}
		}
		return subtypes;
	}

	/** The subtypes that the class names, and those that the property names itself. */
	private Collection<NamedType> named(Place place, DeserializationConfig config) {
		BeanProperty property = place.property();
		SubtypeResolver subtypes = config.getSubtypeResolver();
		return (property != null && property.getMember() != null && property.getType().equals(place.type()))
				? subtypes.collectAndResolveSubtypesByTypeId(config, property.getMember(), place.type()) : subtypes
					.collectAndResolveSubtypesByTypeId(config, this.context.introspectClassAnnotations(place.type()));
	}

	private String id(TypeDeserializer typing, NamedType subtype) {
		String id = subtype.hasName() ? subtype.getName()
				: typing.getTypeIdResolver().idFromValueAndType(this.context, null, subtype.getType());
		return (id != null) ? id : "";
	}

	private ObjectNode subtype(Place place, TypeDeserializer typing, Class<?> type, String id) {
		JavaType subtype = this.context.constructSpecializedType(place.type(), type);
		ValueDeserializer<?> deserializer = ArgumentMapper
			.unwrap(this.context.findContextualValueDeserializer(subtype, place.property()));
		if (!(deserializer instanceof BeanDeserializerBase bean)) {
			throw new IllegalArgumentException(
					"'" + place.path() + "' may be of the type " + type.getName() + ", whose JSON is not an object");
		}
		Place target = new Place(place.path() + "<" + type.getSimpleName() + ">", subtype, null, null);
		JsonTypeInfo.As inclusion = typing.getTypeInclusion();
		if (typing.getTypeIdResolver().getMechanism() == JsonTypeInfo.Id.DEDUCTION) {
			return this.objects.bean(target, bean);
		}
		if (inclusion == JsonTypeInfo.As.WRAPPER_OBJECT) {
			return ObjectSchemas.closed(wrapper(id, this.objects.bean(target, bean)));
		}
		if (inclusion == JsonTypeInfo.As.PROPERTY || inclusion == JsonTypeInfo.As.EXISTING_PROPERTY) {
			ObjectNode name = JsonNodeFactory.instance.objectNode().put("type", "string");
			name.putArray("enum").add(id);
			ObjectNode schema = wrapper(typing.getPropertyName(), name);
			return this.objects.complete(schema, target, bean);
		}
		throw new IllegalArgumentException("'" + place.path() + "' tells its subtype as " + inclusion
				+ ", which is not supported: use a property");
	}

	private static ObjectNode wrapper(String name, ObjectNode value) {
		ObjectNode schema = ObjectSchemas.object();
		((ObjectNode) schema.path("properties")).set(name, value);
		((ArrayNode) schema.path("required")).add(name);
		return schema;
	}

}
