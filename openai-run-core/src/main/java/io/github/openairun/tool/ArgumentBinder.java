package io.github.openairun.tool;

import org.jspecify.annotations.Nullable;
import org.springframework.util.function.SingletonSupplier;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.deser.DeserializationContextExt;
import tools.jackson.databind.json.JsonMapper;

/**
 * Binds the arguments of a call to a method's parameters.
 * <p>
 * The text is read once, straight into the parameters. Only if something does not fit it
 * is read again, to tell the model everything that is wrong, or to make out what it
 * meant.
 */
final class ArgumentBinder {

	/** The properties of the root are told apart by the values that they have. */
	private static final int FIRST_CHECKED_DEPTH = 2;

	private static final Object NOT_GIVEN = new Object();

	private final JsonMapper mapper;

	private final ArgumentParsers parsers;

	private final SingletonSupplier<ArgumentSlot[]> slots;

	private final int size;

	/**
	 * Create a binder.
	 * @param mapper the mapper that all values are bound by
	 * @param parsers makes the parsers
	 * @param slots supplies the parameters that are bound, and is asked by the first call
	 * @param size the number of all parameters
	 */
	ArgumentBinder(JsonMapper mapper, ArgumentParsers parsers, SingletonSupplier<ArgumentSlot[]> slots, int size) {
		this.mapper = mapper;
		this.parsers = parsers;
		this.slots = slots;
		this.size = size;
	}

	/**
	 * Bind arguments.
	 * @param json the arguments as the model wrote them
	 * @return the values at the positions of their parameters; what is not bound is
	 * {@code null}
	 * @throws InvalidArgumentsException if the arguments do not fit
	 */
	@Nullable Object[] bind(String json) {
		@Nullable Object[] values = new Object[this.size];
		ArgumentSlot[] slots = this.slots.obtain();
		if (slots.length == 0 && json.equals("{}")) {
			return values;
		}
		return read(json, slots, values) ? values
				: new ArgumentDiagnosis(this.mapper, this.parsers, slots).bind(json, new Object[this.size]);
	}

	private boolean read(String json, ArgumentSlot[] slots, @Nullable Object[] values) {
		for (ArgumentSlot slot : slots) {
			values[slot.position()] = NOT_GIVEN;
		}
		DeserializationContextExt context = this.mapper._deserializationContext();
		try (ArgumentParser parser = this.parsers.parser(context, json, FIRST_CHECKED_DEPTH)) {
			context.assignParser(parser);
			if (parser.nextToken() != JsonToken.START_OBJECT) {
				return false;
			}
			for (String name = parser.nextName(); name != null; name = parser.nextName()) {
				ArgumentSlot slot = ArgumentSlot.find(slots, name);
				if (slot == null || values[slot.position()] != NOT_GIVEN) {
					return false;
				}
				JsonToken token = parser.nextToken();
				if (token != JsonToken.VALUE_NULL) {
					values[slot.position()] = slot.deserializer().deserialize(parser, context);
				}
				else if (slot.nullable()) {
					values[slot.position()] = slot.nullValue(context);
				}
				else {
					return false;
				}
			}
			return parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null
					&& !parser.hasDuplicates() && complete(slots, values);
		}
		catch (RuntimeException ex) {
			// what it was is found out by reading again
			return false;
		}
	}

	private static boolean complete(ArgumentSlot[] slots, @Nullable Object[] values) {
		for (ArgumentSlot slot : slots) {
			if (values[slot.position()] == NOT_GIVEN) {
				if (slot.required()) {
					return false;
				}
				values[slot.position()] = slot.absent().value();
			}
		}
		return true;
	}

}
