package io.github.openairun.test.simulator;

import java.util.HashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a request says about calling tools.
 *
 * @param choice whether the model may, need not, or must call
 * @param parallel whether it may make several calls in one turn
 * @param only the names of the tools that it may call, empty if all
 */
record CallRules(Choice choice, boolean parallel, Set<String> only) {

	static CallRules of(@Nullable JsonNode toolChoice, boolean parallel) {
		if (toolChoice == null || !toolChoice.isObject()) {
			return new CallRules(choice((toolChoice != null) ? toolChoice.asString("") : ""), parallel, Set.of());
		}
		return switch (toolChoice.path("type").asString("")) {
			case "allowed_tools" -> {
				Set<String> names = new HashSet<>();
				toolChoice.path("tools").forEach((tool) -> names.add(name(tool)));
				yield new CallRules(choice(toolChoice.path("mode").asString("")), parallel, Set.copyOf(names));
			}
			case "function", "custom" -> new CallRules(Choice.REQUIRED, parallel, Set.of(name(toolChoice)));
			default -> new CallRules(Choice.AUTO, parallel, Set.of());
		};
	}

	CallRules relaxed() {
		return (this.choice == Choice.REQUIRED) ? new CallRules(Choice.AUTO, this.parallel, Set.of()) : this;
	}

	boolean allows(String tool) {
		return this.choice != Choice.NONE && (this.only.isEmpty() || this.only.contains(tool));
	}

	/**
	 * Returns the name of a tool or of the choice of one: nested on one wire, flat on the
	 * other.
	 */
	static String name(JsonNode tool) {
		return tool.has("function") ? tool.path("function").path("name").asString("") : tool.path("name").asString("");
	}

	private static Choice choice(String text) {
		return switch (text) {
			case "none" -> Choice.NONE;
			case "required" -> Choice.REQUIRED;
			default -> Choice.AUTO;
		};
	}

	enum Choice {

		NONE, AUTO, REQUIRED

	}

}
