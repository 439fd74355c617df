package io.github.openairun.tool;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.Nulls;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.KeyDeserializer;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.DeserializationContextExt;
import tools.jackson.databind.deser.SettableBeanProperty;
import tools.jackson.databind.deser.ValueInstantiator;
import tools.jackson.databind.deser.bean.BeanDeserializerBase;
import tools.jackson.databind.deser.impl.TypeWrappedDeserializer;
import tools.jackson.databind.deser.std.ContainerDeserializerBase;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.TypeDeserializer;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Looks into a value property by property and element by element, so that one problem
 * does not hide the next. What is meant without doubt is put right.
 */
final class ProblemFinder {

	private final JsonMapper mapper;

	private final ProblemText text;

	private final ArgumentReader reader;

	private final LenientValues lenient;

	private final Set<String> problems = new LinkedHashSet<>();

	ProblemFinder(ArgumentReader reader) {
		JsonMapper mapper = reader.mapper();
		this.mapper = mapper;
		this.text = new ProblemText(mapper);
		this.reader = reader;
		this.lenient = new LenientValues(mapper);
	}

	void add(String problem) {
		this.problems.add(problem);
	}

	/** Whether there are more problems than a message lists. */
	private boolean isFull() {
		return this.problems.size() > InvalidArgumentsException.MAX_PROBLEMS;
	}

	void throwIfAny() {
		if (!this.problems.isEmpty()) {
			throw new InvalidArgumentsException(List.copyOf(this.problems));
		}
	}

	/**
	 * Bind a value.
	 * @param path where it is
	 * @param value the value
	 * @param property the type and annotations of the parameter that takes it
	 * @param deserializer binds it
	 * @return the bound value, or {@code null} if there are problems
	 */
	@Nullable Object bind(String path, JsonNode value, BeanProperty property, ValueDeserializer<?> deserializer) {
		ArgumentPlace place = new ArgumentPlace(path, property.getType(), property, false);
		JsonNode checked = check(place, value, deserializer);
		return (checked != null) ? tryBind(place, checked, deserializer) : null;
	}

	/**
	 * Return whether a value represents {@code null} at a place that allows it.
	 * @param property the type and annotations of the place
	 * @param deserializer binds a value
	 * @param value the value
	 * @return whether nothing is meant
	 */
	boolean isNothing(BeanProperty property, ValueDeserializer<?> deserializer, JsonNode value) {
		return isNothing(new ArgumentPlace("", property.getType(), property, false), deserializer, value);
	}

	private boolean isNothing(ArgumentPlace place, ValueDeserializer<?> deserializer, JsonNode value) {
		if (!value.isString()) {
			return false;
		}
		if (place.type().isReferenceType()) {
			ArgumentPlace content = place.content("");
			return isNothing(content, find(content), value);
		}
		return LenientValues.isNothing(place.type(), ArgumentMapper.unwrap(deserializer), value)
				&& !binds(value, deserializer);
	}

	/**
	 * The properties of an object, or {@code null} if a type is not bound by properties.
	 */
	@Nullable KnownProperties properties(ValueDeserializer<?> deserializer) {
		return (ArgumentMapper.unwrap(deserializer) instanceof BeanDeserializerBase bean && isObject(bean))
				? new KnownProperties(this.mapper, bean) : null;
	}

	/** The value, possibly put right, or null if something is wrong. */
	private @Nullable JsonNode check(ArgumentPlace place, JsonNode value, ValueDeserializer<?> deserializer) {
		JavaType type = place.type();
		if (type.isReferenceType()) {
			return value.isNull() ? value : check(place.content(place.path()), value, find(place.content("")));
		}
		JsonNode structure = place.quoted() ? null : unquoted(place, value, deserializer);
		if (structure != null) {
			return check(place.withinQuotes(), structure, deserializer);
		}
		ValueDeserializer<?> reader = ArgumentMapper.unwrap(deserializer);
		TypeDeserializer typing = ArgumentMapper.typing(this.mapper._deserializationContext(), type, place.property());
		if (typing != null) {
			ValueDeserializer<?> typed = (deserializer instanceof TypeWrappedDeserializer) ? deserializer
					: new TypeWrappedDeserializer(typing.forProperty(place.property()), deserializer);
			return checkSubtype(place, value, typed, typing);
		}
		if (reader instanceof BeanDeserializerBase bean && isObject(bean)) {
			return checkBean(place, value, bean, Set.of()) ? leaf(place, this.lenient.object(bean, value), deserializer)
					: null;
		}
		if (value instanceof ArrayNode array && (type.isArrayType() || type.isCollectionLikeType())
				&& ArgumentMapper.isJacksons(reader)) {
			return checkElements(place, array, reader) ? array : null;
		}
		if (value instanceof ObjectNode object && type.isMapLikeType() && ArgumentMapper.isJacksons(reader)) {
			return checkEntries(place, object, reader) ? leaf(place, object, deserializer) : null;
		}
		return leaf(place, this.lenient.scalar(type, reader, value), deserializer);
	}

	/**
	 * Read an object or array that is given as the text of its JSON.
	 * @return what was read, or {@code null} if a text can be bound or is something else
	 */
	private @Nullable JsonNode unquoted(ArgumentPlace place, JsonNode value, ValueDeserializer<?> deserializer) {
		ValueDeserializer<?> reader = ArgumentMapper.unwrap(deserializer);
		if (!value.isString() || !isStructure(place.type(), reader) || binds(value, deserializer)) {
			return null;
		}
		String text = value.stringValue().strip();
		if (!text.startsWith("{") && !text.startsWith("[")) {
			return null;
		}
		try {
			JsonNode json = this.reader.tree(text);
			this.reader.duplicates(text)
				.forEach((path) -> add(
						"'" + (path.startsWith("[") ? place.path() + path : ArgumentPaths.join(place.path(), path))
								+ "' is given twice"));
			return json;
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	private static boolean isStructure(JavaType type, ValueDeserializer<?> reader) {
		if (reader instanceof BeanDeserializerBase bean) {
			return isObject(bean) && !bean.getValueInstantiator().canCreateFromString();
		}
		if (reader instanceof ContainerDeserializerBase<?> container && container.getValueInstantiator() != null
				&& container.getValueInstantiator().canCreateFromString()) {
			return false;
		}
		return (type.isContainerType() && ArgumentMapper.isJacksons(reader)) || type.isAbstract();
	}

	private boolean binds(JsonNode value, ValueDeserializer<?> deserializer) {
		try {
			return this.reader.bind(value, deserializer) != null;
		}
		catch (RuntimeException ex) {
			return false;
		}
	}

	private @Nullable JsonNode leaf(ArgumentPlace place, JsonNode value, ValueDeserializer<?> deserializer) {
		int before = this.problems.size();
		tryBind(place, value, deserializer);
		return (this.problems.size() == before) ? value : null;
	}

	private @Nullable Object tryBind(ArgumentPlace place, JsonNode value, ValueDeserializer<?> deserializer) {
		try {
			return this.reader.bind(value, deserializer);
		}
		catch (RuntimeException ex) {
			this.problems.add(this.text.of(place.path(), place.type().getRawClass(), ex));
			return null;
		}
	}

	/** Whether it reads the properties one by one. */
	private static boolean isObject(BeanDeserializerBase bean) {
		ValueInstantiator instantiator = bean.getValueInstantiator();
		return instantiator.canCreateFromObjectWith() || (instantiator.canCreateUsingDefault()
				&& !instantiator.canCreateUsingDelegate() && !instantiator.canCreateUsingArrayDelegate());
	}

	private @Nullable JsonNode checkSubtype(ArgumentPlace place, JsonNode value, ValueDeserializer<?> deserializer,
			TypeDeserializer typing) {
		BeanDeserializerBase subtype = subtype(place, value, typing);
		if (subtype == null) {
			return leaf(place, value, deserializer);
		}
		return checkBean(place, value, subtype, Set.of(typing.getPropertyName())) ? leaf(place, value, deserializer)
				: null;
	}

	private @Nullable BeanDeserializerBase subtype(ArgumentPlace place, JsonNode value, TypeDeserializer typing) {
		JsonTypeInfo.As inclusion = typing.getTypeInclusion();
		String name = typing.getPropertyName();
		if (name == null || !value.path(name).isString()
				|| (inclusion != JsonTypeInfo.As.PROPERTY && inclusion != JsonTypeInfo.As.EXISTING_PROPERTY)) {
			return null;
		}
		DeserializationContextExt context = this.mapper._deserializationContext();
		try {
			JavaType type = typing.getTypeIdResolver().typeFromId(context, value.path(name).stringValue());
			return (type != null && ArgumentMapper.unwrap(context.findContextualValueDeserializer(type,
					place.property())) instanceof BeanDeserializerBase bean && isObject(bean)) ? bean : null;
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	private boolean checkBean(ArgumentPlace place, JsonNode value, BeanDeserializerBase bean, Set<String> further) {
		if (!(this.lenient.object(bean, value) instanceof ObjectNode object)) {
			this.problems
				.add(ProblemText.at(place.path()) + " must be " + new KnownProperties(this.mapper, bean).describe());
			return false;
		}
		int before = this.problems.size();
		KnownProperties known = new KnownProperties(this.mapper, bean);
		Set<String> missing = known.required();
		for (String name : List.copyOf(object.propertyNames())) {
			SettableBeanProperty property = known.find(name);
			if (property != null) {
				missing.remove(property.getName());
				checkProperty(place, object, name, property);
			}
			else if (!further.contains(name) && known.isRefused(name)) {
				this.problems.add("'" + ArgumentPaths.join(place.path(), name) + "' is not known"
						+ ProblemText.known(known.names()));
			}
		}
		missing.forEach((name) -> this.problems.add("'" + ArgumentPaths.join(place.path(), name) + "' is missing"));
		return this.problems.size() == before;
	}

	private void checkProperty(ArgumentPlace place, ObjectNode object, String name, SettableBeanProperty property) {
		ArgumentPlace target = new ArgumentPlace(ArgumentPaths.join(place.path(), name), property.getType(), property,
				place.quoted());
		JsonNode value = object.path(name);
		if (mayBeNull(property) && isNothing(target, property.getValueDeserializer(), value)) {
			object.putNull(name);
			return;
		}
		if (value.isNull()) {
			if (!mayBeNull(property)) {
				this.problems.add("'" + target.path() + "' must not be null");
			}
			return;
		}
		JsonNode checked = check(target, value, property.getValueDeserializer());
		if (checked != null) {
			object.set(name, checked);
		}
	}

	private static boolean mayBeNull(SettableBeanProperty property) {
		return (property.getMetadata().getValueNulls() != Nulls.FAIL && !property.getType().isPrimitive())
				|| KotlinHandlers.hasDefault(property);
	}

	private boolean checkElements(ArgumentPlace place, ArrayNode array, ValueDeserializer<?> reader) {
		int before = this.problems.size();
		ArgumentPlace content = place.content("");
		ValueDeserializer<?> deserializer = content(reader, content);
		for (int i = 0; i < array.size() && !isFull(); i++) {
			JsonNode checked = checkContent(place.content(ArgumentPaths.element(place.path(), i)), array.get(i),
					deserializer);
			if (checked != null) {
				array.set(i, checked);
			}
		}
		return this.problems.size() == before;
	}

	private boolean checkEntries(ArgumentPlace place, ObjectNode object, ValueDeserializer<?> reader) {
		int before = this.problems.size();
		ValueDeserializer<?> deserializer = content(reader, place.content(""));
		checkKeys(place, object);
		for (String name : List.copyOf(object.propertyNames())) {
			JsonNode checked = checkContent(place.content(ArgumentPaths.join(place.path(), name)), object.path(name),
					deserializer);
			if (checked != null) {
				object.set(name, checked);
			}
			if (isFull()) {
				break;
			}
		}
		return this.problems.size() == before;
	}

	private void checkKeys(ArgumentPlace place, ObjectNode object) {
		JavaType type = place.type().getKeyType();
		DeserializationContextExt context = this.mapper._deserializationContext();
		KeyDeserializer keys = context.findKeyDeserializer(type, place.property());
		for (String name : object.propertyNames()) {
			try {
				keys.deserializeKey(name, context);
			}
			catch (RuntimeException ex) {
				this.problems.add("the name of '" + ArgumentPaths.join(place.path(), name) + "' must be "
						+ this.text.expected(type.getRawClass()));
				if (isFull()) {
					return;
				}
			}
		}
	}

	private @Nullable JsonNode checkContent(ArgumentPlace place, JsonNode value, ValueDeserializer<?> deserializer) {
		boolean required = place.type().isPrimitive() || place.property().getMetadata().getContentNulls() == Nulls.FAIL;
		if (!required && isNothing(place, deserializer, value)) {
			return JsonNodeFactory.instance.nullNode();
		}
		if (!value.isNull()) {
			return check(place, value, deserializer);
		}
		if (required) {
			this.problems.add("'" + place.path() + "' must not be null");
			return null;
		}
		return value;
	}

	private ValueDeserializer<?> content(ValueDeserializer<?> reader, ArgumentPlace content) {
		ValueDeserializer<?> known = (reader instanceof ContainerDeserializerBase<?> container)
				? container.getContentDeserializer() : null;
		return (known != null) ? known : find(content);
	}

	private ValueDeserializer<?> find(ArgumentPlace place) {
		return this.mapper._deserializationContext().findContextualValueDeserializer(place.type(), place.property());
	}

	/**
	 * The place of a value.
	 *
	 * @param path the path
	 * @param type the type of the value
	 * @param property the property that has the value or contains it
	 * @param quoted whether it is within a text that contains JSON
	 */
	record ArgumentPlace(String path, JavaType type, BeanProperty property, boolean quoted) {

		ArgumentPlace content(String path) {
			return new ArgumentPlace(path, this.type.getContentType(), ElementProperty.of(this.property, this.type),
					this.quoted);
		}

		ArgumentPlace withinQuotes() {
			return new ArgumentPlace(this.path, this.type, this.property, true);
		}

	}

}
