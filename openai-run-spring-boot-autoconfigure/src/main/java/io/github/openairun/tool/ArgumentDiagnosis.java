package io.github.openairun.tool;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.github.openairun.tool.ArgumentBinder.Slot;

/**
 * Reads arguments that did not bind once more, to find everything that is wrong.
 */
final class ArgumentDiagnosis {

	private final JsonMapper mapper;

	private final Slot[] slots;

	private final Set<String> problems = new LinkedHashSet<>();

	ArgumentDiagnosis(JsonMapper mapper, Slot[] slots) {
		this.mapper = mapper;
		this.slots = slots;
	}

	/**
	 * Bind arguments.
	 * @param json the arguments as the model wrote them
	 * @return the values, if nothing is wrong after all
	 * @throws InvalidArgumentsException with all problems
	 */
	@Nullable Object[] bind(String json) {
		@Nullable Object[] values = new Object[this.slots.length];
		boolean[] given = new boolean[this.slots.length];
		try {
			if (!isNothing(json)) {
				read(json, values, given);
			}
			addMissing(values, given);
		}
		catch (JacksonException ex) {
			this.problems.add("they are not valid JSON" + position(ex.getLocation()));
		}
		if (!this.problems.isEmpty()) {
			throw new InvalidArgumentsException(List.copyOf(this.problems));
		}
		return values;
	}

	/** Models write nothing, or null, where there is nothing to say. */
	private boolean isNothing(String json) {
		return json.isBlank() || json.strip().equals("null");
	}

	private void read(String json, @Nullable Object[] values, boolean[] given) {
		try (JsonParser parser = this.mapper.createParser(json)) {
			if (parser.nextToken() != JsonToken.START_OBJECT) {
				this.problems.add("they must be one JSON object");
				Arrays.fill(given, true);
				return;
			}
			for (String name = parser.nextName(); name != null; name = parser.nextName()) {
				parser.nextToken();
				JsonNode value = this.mapper.readTree(parser);
				int index = Slot.indexOf(this.slots, name);
				if (index < 0) {
					this.problems.add("'" + name + "' is not known" + known());
				}
				else if (given[index]) {
					this.problems.add("'" + name + "' is given twice");
				}
				else {
					given[index] = true;
					values[index] = read(this.slots[index], value);
				}
			}
			if (parser.nextToken() != null) {
				this.problems.add("something follows the JSON object");
			}
		}
	}

	private @Nullable Object read(Slot slot, JsonNode value) {
		if (value.isNull() && slot.required()) {
			this.problems.add("'" + slot.name() + "' must not be null");
			return null;
		}
		BindingProblems found = new BindingProblems(this.mapper, slot.name());
		try (JsonParser parser = this.mapper.treeAsTokens(value)) {
			Object bound = slot.reader().withHandler(found).readValue(parser);
			this.problems.addAll(found.problems());
			return bound;
		}
		catch (JacksonException ex) {
			this.problems.addAll(found.problemsWith(ex));
			return null;
		}
	}

	private void addMissing(@Nullable Object[] values, boolean[] given) {
		for (int i = 0; i < this.slots.length; i++) {
			if (!given[i] && this.slots[i].required()) {
				this.problems.add("'" + this.slots[i].name() + "' is missing");
			}
			else if (!given[i]) {
				values[i] = this.slots[i].absent();
			}
		}
	}

	private String known() {
		List<String> names = new ArrayList<>();
		for (Slot slot : this.slots) {
			names.add(slot.name());
		}
		return names.isEmpty() ? ", no arguments are expected" : ", known are " + String.join(", ", names);
	}

	private static String position(@Nullable TokenStreamLocation location) {
		return (location != null && location.getColumnNr() > 0)
				? " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")" : "";
	}

}
