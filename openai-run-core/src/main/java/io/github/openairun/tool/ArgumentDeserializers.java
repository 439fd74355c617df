package io.github.openairun.tool;

import java.time.Year;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.annotation.JacksonStdImpl;
import tools.jackson.databind.deser.SettableBeanProperty;
import tools.jackson.databind.deser.ValueDeserializerModifier;
import tools.jackson.databind.deser.bean.BeanDeserializerBase;
import tools.jackson.databind.deser.std.DelegatingDeserializer;
import tools.jackson.databind.type.ArrayType;
import tools.jackson.databind.type.CollectionLikeType;
import tools.jackson.databind.type.CollectionType;
import tools.jackson.databind.type.LogicalType;
import tools.jackson.databind.type.MapLikeType;
import tools.jackson.databind.type.MapType;
import tools.jackson.databind.util.TokenBuffer;

/**
 * Adds the checks that Jackson does not make itself.
 */
final class ArgumentDeserializers extends ValueDeserializerModifier {

	private static final Set<Class<?>> FLOATS = Set.of(float.class, Float.class, double.class, Double.class);

	@Override
	public ValueDeserializer<?> modifyDeserializer(DeserializationConfig config, BeanDescription.Supplier description,
			ValueDeserializer<?> deserializer) {
		if (FLOATS.contains(description.getBeanClass())) {
			return new Finite(deserializer);
		}
		if (isText(description.getBeanClass(), deserializer)) {
			return new Texts(deserializer);
		}
		if (deserializer instanceof BeanDeserializerBase bean
				&& !config.isEnabled(MapperFeature.ACCEPT_CASE_INSENSITIVE_PROPERTIES)) {
			List<List<String>> needed = needed(config, bean);
			Set<String> defaults = withDefaults(config, bean);
			return (needed.isEmpty() && defaults.isEmpty()) ? bean : new Complete(bean, needed, defaults);
		}
		return deserializer;
	}

	@Override
	public ValueDeserializer<?> modifyArrayDeserializer(DeserializationConfig config, ArrayType type,
			BeanDescription.Supplier description, ValueDeserializer<?> deserializer) {
		Class<?> element = type.getContentType().getRawClass();
		boolean numbers = element == double.class || element == float.class;
		return container(type, numbers ? new Finite(deserializer) : deserializer);
	}

	@Override
	public ValueDeserializer<?> modifyCollectionDeserializer(DeserializationConfig config, CollectionType type,
			BeanDescription.Supplier description, ValueDeserializer<?> deserializer) {
		return container(type, deserializer);
	}

	@Override
	public ValueDeserializer<?> modifyCollectionLikeDeserializer(DeserializationConfig config, CollectionLikeType type,
			BeanDescription.Supplier description, ValueDeserializer<?> deserializer) {
		return container(type, deserializer);
	}

	@Override
	public ValueDeserializer<?> modifyMapDeserializer(DeserializationConfig config, MapType type,
			BeanDescription.Supplier description, ValueDeserializer<?> deserializer) {
		return container(type, deserializer);
	}

	@Override
	public ValueDeserializer<?> modifyMapLikeDeserializer(DeserializationConfig config, MapLikeType type,
			BeanDescription.Supplier description, ValueDeserializer<?> deserializer) {
		return container(type, deserializer);
	}

	private static ValueDeserializer<?> container(JavaType type, ValueDeserializer<?> deserializer) {
		return ArgumentMapper.isJacksons(ArgumentMapper.unwrap(deserializer)) ? new Container(type, deserializer)
				: deserializer;
	}

	private static boolean isText(Class<?> type, ValueDeserializer<?> deserializer) {
		boolean time = deserializer.logicalType() == LogicalType.DateTime && type != Year.class;
		return (time || type == char.class || type == Character.class) && ArgumentMapper.isJacksons(deserializer);
	}

	/**
	 * Return the names of each required property that is no parameter of a creator, as
	 * Jackson does not require the values of setters and fields.
	 * @return the names of each property, of which one must be given
	 */
	private static List<List<String>> needed(DeserializationConfig config, BeanDeserializerBase bean) {
		List<List<String>> needed = new ArrayList<>();
		for (Iterator<SettableBeanProperty> properties = bean.properties(); properties.hasNext();) {
			SettableBeanProperty property = properties.next();
			if (!property.isCreatorProperty() && ArgumentMapper.isRequired(property)) {
				needed.add(names(config, property));
			}
		}
		return needed;
	}

	private static List<String> names(DeserializationConfig config, SettableBeanProperty property) {
		List<String> names = new ArrayList<>(List.of(property.getName()));
		property.findAliases(config).forEach((alias) -> names.add(alias.getSimpleName()));
		return List.copyOf(names);
	}

	/**
	 * Return the names of the properties whose class has a default value for them, which
	 * is used for {@code null} as well: a strict model cannot leave them out.
	 */
	private static Set<String> withDefaults(DeserializationConfig config, BeanDeserializerBase bean) {
		Set<String> names = new HashSet<>();
		bean.properties().forEachRemaining((property) -> {
			if (KotlinHandlers.hasDefault(property)) {
				names.addAll(names(config, property));
			}
		});
		return names;
	}

	/**
	 * Applies the nullness of its elements to each container within containers. It is
	 * replaced by the container itself once that is created for a property.
	 */
	@JacksonStdImpl
	private static final class Container extends DelegatingDeserializer {

		private final JavaType type;

		Container(JavaType type, ValueDeserializer<?> container) {
			super(container);
			this.type = type;
		}

		@Override
		protected ValueDeserializer<?> newDelegatingInstance(ValueDeserializer<?> container) {
			return new Container(this.type, container);
		}

		@Override
		public ValueDeserializer<?> createContextual(DeserializationContext context, @Nullable BeanProperty property) {
			return this._delegatee.createContextual(context,
					(property != null) ? ElementProperty.of(property, this.type) : null);
		}

	}

	/**
	 * Refuses an object that lacks a property, and leaves out each {@code null} that
	 * represents a default value.
	 */
	private static final class Complete extends DelegatingDeserializer {

		private final List<List<String>> needed;

		private final Set<String> defaults;

		Complete(ValueDeserializer<?> bean, List<List<String>> needed, Set<String> defaults) {
			super(bean);
			this.needed = needed;
			this.defaults = defaults;
		}

		@Override
		protected ValueDeserializer<?> newDelegatingInstance(ValueDeserializer<?> bean) {
			return new Complete(bean, this.needed, this.defaults);
		}

		@Override
		public Object deserialize(JsonParser parser, DeserializationContext context) {
			JsonToken token = parser.currentToken();
			// behind the name of a subtype the object has begun already
			if (token != JsonToken.START_OBJECT && token != JsonToken.PROPERTY_NAME && token != JsonToken.END_OBJECT) {
				return super.deserialize(parser, context);
			}
			try (TokenBuffer object = context.bufferForInputBuffering(parser)) {
				if (token == JsonToken.END_OBJECT) {
					object.writeStartObject();
					object.writeEndObject();
				}
				else {
					copy(parser, object);
				}
				requireComplete(object, context);
				try (JsonParser copy = object.asParserOnFirstToken(context)) {
					return super.deserialize(copy, context);
				}
			}
		}

		/** Copy an object from its current token on. */
		private void copy(JsonParser parser, TokenBuffer object) {
			object.writeStartObject();
			String name = (parser.currentToken() == JsonToken.PROPERTY_NAME) ? parser.currentName() : parser.nextName();
			for (; name != null; name = parser.nextName()) {
				if (parser.nextToken() != JsonToken.VALUE_NULL || !this.defaults.contains(name)) {
					object.writeName(name);
					object.copyCurrentStructure(parser);
				}
			}
			object.writeEndObject();
		}

		private void requireComplete(TokenBuffer object, DeserializationContext context) {
			Set<String> given = new HashSet<>();
			try (JsonParser parser = object.asParserOnFirstToken(context)) {
				for (String name = parser.nextName(); name != null; name = parser.nextName()) {
					given.add(name);
					parser.nextToken();
					parser.skipChildren();
				}
			}
			for (List<String> names : this.needed) {
				if (Collections.disjoint(given, names)) {
					context.reportInputMismatch(this, "Missing property '%s'", names.get(0));
				}
			}
		}

	}

	/**
	 * Refuses numbers and arrays in place of a date, a time or a character: the schema
	 * asks for a text, and the unit of a number (days, seconds, milliseconds) is unknown.
	 */
	@JacksonStdImpl
	private static final class Texts extends DelegatingDeserializer {

		Texts(ValueDeserializer<?> text) {
			super(text);
		}

		@Override
		protected ValueDeserializer<?> newDelegatingInstance(ValueDeserializer<?> text) {
			return new Texts(text);
		}

		@Override
		public ValueDeserializer<?> createContextual(DeserializationContext context, @Nullable BeanProperty property) {
			boolean number = ScalarSchemas.isNumber(context.getConfig(), handledType(), property);
			return number ? this._delegatee.createContextual(context, property)
					: super.createContextual(context, property);
		}

		@Override
		public Object deserialize(JsonParser parser, DeserializationContext context) {
			JsonToken token = parser.currentToken();
			return (token.isNumeric() || token == JsonToken.START_ARRAY)
					? context.handleUnexpectedToken(context.constructType(handledType()), parser)
					: super.deserialize(parser, context);
		}

	}

	/**
	 * Refuses numbers that are so large that they became infinite.
	 */
	@JacksonStdImpl
	private static final class Finite extends DelegatingDeserializer {

		Finite(ValueDeserializer<?> number) {
			super(number);
		}

		@Override
		protected ValueDeserializer<?> newDelegatingInstance(ValueDeserializer<?> number) {
			return new Finite(number);
		}

		@Override
		public Object deserialize(JsonParser parser, DeserializationContext context) {
			Object value = super.deserialize(parser, context);
			if (!isFinite(value)) {
				return context.reportInputMismatch(this, "Number out of range");
			}
			return value;
		}

		private static boolean isFinite(Object value) {
			if (value instanceof Double || value instanceof Float) {
				return Double.isFinite(((Number) value).doubleValue());
			}
			if (value instanceof double[] numbers) {
				for (double number : numbers) {
					if (!Double.isFinite(number)) {
						return false;
					}
				}
			}
			if (value instanceof float[] numbers) {
				for (float number : numbers) {
					if (!Float.isFinite(number)) {
						return false;
					}
				}
			}
			return true;
		}

	}

}
