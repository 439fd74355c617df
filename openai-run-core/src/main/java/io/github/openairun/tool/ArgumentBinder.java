package io.github.openairun.tool;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.deser.DeserializationContextExt;

/**
 * Binds the arguments of a call to a method's parameters. The text is read once, straight
 * into the parameters. If something does not fit, {@link ArgumentDiagnosis} reads it
 * again.
 */
final class ArgumentBinder {

	private static final Object NOT_GIVEN = new Object();

	private final ArgumentReader reader;

	private final ArgumentSlot[] slots;

	private final int size;

	/**
	 * Create a binder.
	 * @param reader reads the arguments
	 * @param slots the parameters that are bound
	 * @param size the number of all parameters
	 */
	ArgumentBinder(ArgumentReader reader, ArgumentSlot[] slots, int size) {
		this.reader = reader;
		this.slots = slots;
		this.size = size;
	}

	/**
	 * Bind arguments.
	 * @param json the arguments as the model wrote them
	 * @return the values at the positions of their parameters; a value that is not bound
	 * is {@code null}
	 * @throws InvalidArgumentsException if the arguments do not fit
	 */
	@Nullable Object[] bind(String json) {
		@Nullable Object[] values = new Object[this.size];
		ArgumentSlot[] slots = this.slots;
		if (slots.length == 0 && json.equals("{}")) {
			return values;
		}
		return read(json, slots, values) ? values
				: new ArgumentDiagnosis(this.reader, slots).bind(json, new Object[this.size]);
	}

	/** Return the values that come from the model, by the names of their parameters. */
	Map<String, @Nullable Object> named(@Nullable Object[] values) {
		Map<String, @Nullable Object> named = new LinkedHashMap<>();
		for (ArgumentSlot slot : this.slots) {
			named.put(slot.name(), values[slot.position()]);
		}
		return named;
	}

	private boolean read(String json, ArgumentSlot[] slots, @Nullable Object[] values) {
		for (ArgumentSlot slot : slots) {
			values[slot.position()] = NOT_GIVEN;
		}
		DeserializationContextExt context = this.reader.context();
		try (JsonParser parser = this.reader.strictParser(context, json)) {
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
					&& complete(slots, values);
		}
		catch (RuntimeException ex) {
			// the diagnosis reads the text again and names the reason
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
