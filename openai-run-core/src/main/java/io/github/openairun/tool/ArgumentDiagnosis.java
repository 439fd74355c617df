package io.github.openairun.tool;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.deser.DeserializationContextExt;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads arguments that did not bind once more, to find everything that is wrong, or to
 * make out what the model meant.
 */
final class ArgumentDiagnosis {

	private static final int ALL_DEPTHS = 1;

	private final JsonMapper mapper;

	private final ArgumentParsers parsers;

	private final ArgumentSlot[] slots;

	private final ProblemFinder finder;

	private final Set<String> given = new HashSet<>();

	ArgumentDiagnosis(JsonMapper mapper, ArgumentParsers parsers, ArgumentSlot[] slots) {
		this.mapper = mapper;
		this.parsers = parsers;
		this.slots = slots;
		this.finder = new ProblemFinder(mapper);
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
			this.finder.add("they are not valid JSON" + position(ex.getLocation()));
		}
		this.finder.throwIfAny();
		return values;
	}

	/** Models write nothing, or null, where there is nothing to say. */
	static boolean isNothing(String json) {
		String text = json.strip();
		return text.isEmpty() || text.equals("null") || text.equals("\"\"");
	}

	private void read(String json, @Nullable Object[] values) {
		DeserializationContextExt context = this.mapper._deserializationContext();
		try (ArgumentParser parser = this.parsers.parser(context, json, ALL_DEPTHS)) {
			context.assignParser(parser);
			if (parser.nextToken() != JsonToken.START_OBJECT) {
				this.finder.add("they must be one JSON object");
				Arrays.stream(this.slots).map(ArgumentSlot::name).forEach(this.given::add);
				return;
			}
			JsonNode arguments = new TreeValues(this.mapper).tree(parser);
			boolean trailing = parser.nextToken() != null;
			parser.duplicates().forEach((path) -> this.finder.add("'" + path + "' is given twice"));
			arguments.forEachEntry((name, value) -> read(name, value, values));
			if (trailing) {
				this.finder.add("something follows the JSON object");
			}
		}
	}

	private void read(String name, JsonNode value, @Nullable Object[] values) {
		ArgumentSlot slot = ArgumentSlot.find(this.slots, name);
		if (slot == null) {
			this.finder.add("'" + name + "' is not known" + known());
			return;
		}
		this.given.add(name);
		if (!value.isNull()) {
			values[slot.position()] = this.finder.bind(name, value, slot.property(), slot.deserializer());
		}
		else if (slot.nullable()) {
			values[slot.position()] = slot.nullValue(this.mapper._deserializationContext());
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
				this.finder.add("'" + slot.name() + "' is missing");
			}
			else {
				values[slot.position()] = slot.absent().value();
			}
		}
	}

	private String known() {
		List<String> names = new ArrayList<>();
		for (ArgumentSlot slot : this.slots) {
			names.add(slot.name());
		}
		return names.isEmpty() ? ", no arguments are expected" : ProblemText.known(names);
	}

	static String position(@Nullable TokenStreamLocation location) {
		return (location != null && location.getColumnNr() > 0)
				? " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")" : "";
	}

}
