package io.github.openairun.tool;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;

/**
 * A parameter that the model gives.
 *
 * @param name the name in the arguments
 * @param position the parameter's position
 * @param property the type and annotations of the parameter
 * @param deserializer reads a value
 * @param required whether there must be a value
 * @param untyped whether any JSON is a value, {@code null} included
 * @param absent stands in for a missing value and for {@code null}
 */
record ArgumentSlot(String name, int position, BeanProperty property, ValueDeserializer<?> deserializer,
		boolean required, boolean untyped, Absent absent) {

	/** Whether {@code null} may be given. */
	boolean nullable() {
		return !this.required || this.untyped;
	}

	/** What {@code null} stands for where it may be given. */
	@Nullable Object nullValue(DeserializationContext context) {
		return this.required ? this.deserializer.getNullValue(context) : this.absent.value();
	}

	static @Nullable ArgumentSlot find(ArgumentSlot[] slots, String name) {
		for (ArgumentSlot slot : slots) {
			if (slot.name.equals(name)) {
				return slot;
			}
		}
		return null;
	}

	/**
	 * What an absent value is taken for.
	 */
	@FunctionalInterface
	interface Absent {

		@Nullable Object value();

		/** Absence as the type expresses it. */
		static Absent of(Class<?> type) {
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
