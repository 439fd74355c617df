package io.github.openairun.tool;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;

import io.github.openairun.tool.schema.ToolParameter;

/**
 * A parameter whose value comes from the model.
 *
 * @param parameter the parameter as the schema describes it
 * @param position the parameter's position in the method
 * @param property the type and annotations of the parameter
 * @param deserializer reads a value
 * @param untyped whether any JSON is a value, {@code null} included
 * @param absent supplies the value for a missing one and for {@code null}
 */
record ArgumentSlot(ToolParameter parameter, int position, BeanProperty property, ValueDeserializer<?> deserializer,
		boolean untyped, AbsentValue absent) {

	/** Return the name in the arguments. */
	String name() {
		return this.parameter.name();
	}

	/** Return whether a value is required. */
	boolean required() {
		return this.parameter.required();
	}

	/** Return whether {@code null} is allowed. */
	boolean nullable() {
		return !required() || this.untyped;
	}

	/** Return the value for {@code null} where it is allowed. */
	@Nullable Object nullValue(DeserializationContext context) {
		return required() ? this.deserializer.getNullValue(context) : this.absent.value();
	}

	static @Nullable ArgumentSlot find(ArgumentSlot[] slots, String name) {
		for (ArgumentSlot slot : slots) {
			if (slot.name().equals(name)) {
				return slot;
			}
		}
		return null;
	}

	/**
	 * Supplies the value for an absent one.
	 */
	@FunctionalInterface
	interface AbsentValue {

		@Nullable Object value();

		/** Absence as the type expresses it. */
		static AbsentValue of(Class<?> type) {
			if (type == Optional.class) {
				return Optional::empty;
			}
			if (type == OptionalInt.class) {
				return OptionalInt::empty;
			}
			if (type == OptionalLong.class) {
				return OptionalLong::empty;
			}
			return (type == OptionalDouble.class) ? OptionalDouble::empty : () -> null;
		}

	}

}
