package io.github.openairun.tool.schema;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

import tools.jackson.core.JsonParser;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.SettableBeanProperty;
import tools.jackson.databind.deser.ValueDeserializerModifier;
import tools.jackson.databind.deser.bean.BeanDeserializerBase;
import tools.jackson.databind.deser.std.DelegatingDeserializer;

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
		if (deserializer instanceof BeanDeserializerBase bean
				&& !config.isEnabled(MapperFeature.ACCEPT_CASE_INSENSITIVE_PROPERTIES)) {
			List<String> names = needed(config, bean);
			return names.isEmpty() ? bean : new Complete(bean, names);
		}
		return deserializer;
	}

	/** Creators insist on their parameters; setters and fields do not. */
	private static List<String> needed(DeserializationConfig config, BeanDeserializerBase bean) {
		List<String> names = new ArrayList<>();
		for (Iterator<SettableBeanProperty> properties = bean.properties(); properties.hasNext();) {
			SettableBeanProperty property = properties.next();
			if (!property.isCreatorProperty() && ToolJson.isRequired(property)
					&& property.findAliases(config).isEmpty()) {
				names.add(property.getName());
			}
		}
		return names;
	}

	/**
	 * Refuses an object that lacks a property.
	 */
	private static final class Complete extends DelegatingDeserializer {

		private final List<String> names;

		Complete(ValueDeserializer<?> bean, List<String> names) {
			super(bean);
			this.names = names;
		}

		@Override
		protected ValueDeserializer<?> newDelegatingInstance(ValueDeserializer<?> bean) {
			return new Complete(bean, this.names);
		}

		@Override
		public Object deserialize(JsonParser parser, DeserializationContext context) {
			boolean object = parser.isExpectedStartObjectToken();
			Object value = super.deserialize(parser, context);
			if (object && parser.streamReadContext() instanceof KnownNames known) {
				for (String name : this.names) {
					if (!known.lastObjectHas(name)) {
						return context.reportInputMismatch(this, "Missing property '%s'", name);
					}
				}
			}
			return value;
		}

	}

	/**
	 * Refuses numbers that are so large that they became infinite.
	 */
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
			if (value instanceof Number number && !Double.isFinite(number.doubleValue())) {
				return context.handleWeirdNumberValue(handledType(), number, "out of range");
			}
			return value;
		}

	}

}
