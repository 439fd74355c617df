package io.github.openairun.tool;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;

/**
 * Reads arguments that did not bind a second time, to correct what is unambiguous and to
 * report everything that is wrong.
 */
final class ArgumentDiagnosis {

	private final ArgumentReader reader;

	private final ArgumentSlot[] slots;

	private final ProblemFinder finder;

	private final Set<String> given = new HashSet<>();

	private final Set<String> unknown = new HashSet<>();

	ArgumentDiagnosis(ArgumentReader reader, ArgumentSlot[] slots) {
		this.reader = reader;
		this.slots = slots;
		this.finder = new ProblemFinder(reader);
	}

	/**
	 * Bind arguments.
	 * @param json the arguments as the model wrote them
	 * @param values takes the values at the positions of their parameters
	 * @return the values, if nothing is wrong after all
	 * @throws InvalidArgumentsException with all problems
	 */
	@Nullable Object[] bind(String json, @Nullable Object[] values) {
		try {
			if (!isNothing(json)) {
				read(json, values);
			}
			addMissing(values);
		}
		catch (JacksonException ex) {
			this.finder.add(invalid(ex));
		}
		this.finder.throwIfAny();
		return values;
	}

	/** Models send no text, or null, for a tool without arguments. */
	static boolean isNothing(String json) {
		String text = json.strip();
		return text.isEmpty() || text.equals("null") || text.equals("\"\"");
	}

	private void read(String json, @Nullable Object[] values) {
		JsonNode arguments = root(this.reader, json, this.finder);
		if (arguments == null) {
			Arrays.stream(this.slots).map(ArgumentSlot::name).forEach(this.given::add);
			return;
		}
		arguments.forEachEntry((name, value) -> read(name, value, values));
	}

	/**
	 * Read an object, which may be the text of its JSON.
	 * @param reader reads the arguments
	 * @param json the arguments as the model wrote them
	 * @param finder takes the problems
	 * @return the object, or {@code null} if there is none
	 */
	static @Nullable JsonNode root(ArgumentReader reader, String json, ProblemFinder finder) {
		JsonNode root;
		boolean trailing;
		try (JsonParser parser = reader.lenientParser(json)) {
			JsonToken first = parser.nextToken();
			if (first != JsonToken.START_OBJECT && first != JsonToken.VALUE_STRING) {
				finder.add("they must be one JSON object");
				return null;
			}
			root = reader.tree(parser);
			trailing = parser.nextToken() != null;
		}
		if (root.isString() && !trailing && root.stringValue().strip().startsWith("{")) {
			return root(reader, root.stringValue(), finder);
		}
		if (!root.isObject()) {
			finder.add("they must be one JSON object");
			return null;
		}
		if (trailing) {
			finder.add("something follows the JSON object");
		}
		else {
			reader.duplicates(json).forEach((path) -> finder.add("'" + path + "' is given twice"));
		}
		return root;
	}

	private void read(String name, JsonNode value, @Nullable Object[] values) {
		ArgumentSlot slot = ArgumentSlot.find(this.slots, name);
		if (slot == null) {
			this.finder.add("'" + name + "' is not known" + known());
			this.unknown.add(name);
			return;
		}
		this.given.add(name);
		boolean absent = value.isNull()
				|| (!slot.required() && this.finder.isNothing(slot.property(), slot.deserializer(), value));
		if (!absent) {
			values[slot.position()] = this.finder.bind(name, value, slot.property(), slot.deserializer());
		}
		else if (slot.nullable()) {
			values[slot.position()] = slot.nullValue(this.reader.context());
		}
		else {
			this.finder.add("'" + name + "' must not be null");
		}
	}

	private void addMissing(@Nullable Object[] values) {
		for (ArgumentSlot slot : this.slots) {
			if (this.given.contains(slot.name())) {
				continue;
			}
			if (slot.required()) {
				this.finder.add("'" + slot.name() + "' is missing" + wrapper(slot));
			}
			else {
				values[slot.position()] = slot.absent().value();
			}
		}
	}

	/** Describe an object whose properties are given in place of the object itself. */
	private String wrapper(ArgumentSlot slot) {
		KnownProperties properties = this.finder.properties(slot.deserializer());
		return (properties != null && this.unknown.stream().anyMatch((name) -> properties.find(name) != null))
				? ", it must be " + properties.describe() : "";
	}

	private String known() {
		List<String> names = new ArrayList<>();
		for (ArgumentSlot slot : this.slots) {
			names.add(slot.name());
		}
		return names.isEmpty() ? ", no arguments are expected" : ProblemText.known(names);
	}

	/** Names the reason for which a text is no JSON. */
	static String invalid(JacksonException ex) {
		TokenStreamLocation location = ex.getLocation();
		String position = (location != null && location.getColumnNr() > 0)
				? " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")" : "";
		return "they are not valid JSON" + position + ": " + reason(ex);
	}

	/** Return the reason on one line, without where a text begins that has no name. */
	static String reason(JacksonException ex) {
		String reason = ex.getOriginalMessage().replaceAll(" \\(start marker at \\[[^\\]]*\\]\\)", "");
		int end = reason.indexOf('\n');
		return (end < 0) ? reason : reason.substring(0, end);
	}

}
