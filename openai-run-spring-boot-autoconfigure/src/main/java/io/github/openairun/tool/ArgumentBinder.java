package io.github.openairun.tool;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

import io.github.openairun.tool.schema.ToolParameter;

/**
 * Binds the arguments of a call to a method's parameters.
 * <p>
 * The text is read once, straight into the parameters. Only if something does not fit it
 * is read again, to tell the model everything that is wrong.
 */
final class ArgumentBinder {

	private final JsonMapper mapper;

	private final Slot[] slots;

	/**
	 * Create a binder.
	 * @param mapper binds the values
	 * @param parameters the method's parameters, in order
	 */
	ArgumentBinder(JsonMapper mapper, List<ToolParameter> parameters) {
		this.mapper = mapper;
		this.slots = parameters.stream().map((parameter) -> slot(mapper, parameter)).toArray(Slot[]::new);
	}

	private static Slot slot(JsonMapper mapper, ToolParameter parameter) {
		JavaType type = mapper.constructType(parameter.type());
		return new Slot(parameter.name(), type, mapper.readerFor(type), parameter.required(),
				absent(type.getRawClass()));
	}

	private static @Nullable Object absent(Class<?> type) {
		if (type == Optional.class) {
			return Optional.empty();
		}
		if (type == OptionalInt.class) {
			return OptionalInt.empty();
		}
		if (type == OptionalLong.class) {
			return OptionalLong.empty();
		}
		return (type == OptionalDouble.class) ? OptionalDouble.empty() : null;
	}

	/**
	 * Bind arguments.
	 * @param json the arguments as the model wrote them
	 * @return the values, in the order of the parameters
	 * @throws InvalidArgumentsException if the arguments do not fit
	 */
	@Nullable Object[] bind(String json) {
		@Nullable Object[] values = new Object[this.slots.length];
		return read(json, values) ? values : new ArgumentDiagnosis(this.mapper, this.slots).bind(json);
	}

	private boolean read(String json, @Nullable Object[] values) {
		boolean[] given = new boolean[this.slots.length];
		try (JsonParser parser = this.mapper.createParser(json)) {
			if (parser.nextToken() != JsonToken.START_OBJECT) {
				return false;
			}
			for (String name = parser.nextName(); name != null; name = parser.nextName()) {
				int index = Slot.indexOf(this.slots, name);
				if (index < 0 || given[index]) {
					return false;
				}
				given[index] = true;
				if (parser.nextToken() == JsonToken.VALUE_NULL && this.slots[index].required()) {
					return false;
				}
				values[index] = this.slots[index].reader().readValue(parser);
			}
			return parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null
					&& complete(values, given);
		}
		catch (JacksonException ex) {
			return false;
		}
	}

	private boolean complete(@Nullable Object[] values, boolean[] given) {
		for (int i = 0; i < values.length; i++) {
			if (!given[i]) {
				if (this.slots[i].required()) {
					return false;
				}
				values[i] = this.slots[i].absent();
			}
		}
		return true;
	}

	/**
	 * A parameter.
	 *
	 * @param name the property's name
	 * @param type the parameter's type
	 * @param reader reads a value
	 * @param required whether there must be a value
	 * @param absent stands in for a missing value
	 */
	record Slot(String name, JavaType type, ObjectReader reader, boolean required, @Nullable Object absent) {

		static int indexOf(Slot[] slots, String name) {
			for (int i = 0; i < slots.length; i++) {
				if (slots[i].name().equals(name)) {
					return i;
				}
			}
			return -1;
		}

	}

}
