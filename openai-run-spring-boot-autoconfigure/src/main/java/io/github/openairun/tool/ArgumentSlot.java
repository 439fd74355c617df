package io.github.openairun.tool;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.json.JsonMapper;

import io.github.openairun.tool.schema.ToolJson;
import io.github.openairun.tool.schema.ToolParameter;

/**
 * A parameter that the model gives.
 */
final class ArgumentSlot {

	private final JsonMapper mapper;

	private final ToolParameter parameter;

	private final String name;

	private final int position;

	private final boolean required;

	private final boolean nullable;

	private final Absent absent;

	private volatile @Nullable ValueDeserializer<?> deserializer;

	/**
	 * Create a slot.
	 * @param mapper the mapper that values are bound by
	 * @param parameter the parameter
	 * @param position the parameter's position
	 * @param absent stands in for a missing value and for {@code null}
	 */
	ArgumentSlot(JsonMapper mapper, ToolParameter parameter, int position, Absent absent) {
		this.mapper = mapper;
		this.parameter = parameter;
		this.name = parameter.name();
		this.position = position;
		this.required = parameter.required();
		this.nullable = !this.required || ToolJson.isUntyped(property().getType().getRawClass());
		this.absent = absent;
	}

	/** The name in the arguments. */
	String name() {
		return this.name;
	}

	int position() {
		return this.position;
	}

	/** The type and annotations of the parameter. */
	BeanProperty property() {
		return ToolJson.property(this.mapper, this.parameter);
	}

	/** What reads a value. */
	ValueDeserializer<?> deserializer() {
		ValueDeserializer<?> known = this.deserializer;
		if (known == null) {
			known = ToolJson.deserializer(this.mapper, this.parameter);
			this.deserializer = known;
		}
		return known;
	}

	/** Whether there must be a value. */
	boolean required() {
		return this.required;
	}

	/** What stands in for a missing value and for {@code null}. */
	Absent absent() {
		return this.absent;
	}

	/** Whether {@code null} may be given, as it may to what any JSON is a value of. */
	boolean nullable() {
		return this.nullable;
	}

	/** What {@code null} stands for where it may be given. */
	@Nullable Object nullValue(DeserializationContext context) {
		return this.required ? deserializer().getNullValue(context) : this.absent.value();
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
