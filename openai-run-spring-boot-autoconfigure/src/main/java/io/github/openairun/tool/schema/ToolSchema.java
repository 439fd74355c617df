package io.github.openairun.tool.schema;

import java.util.List;

/**
 * A JSON Schema that a model is given.
 *
 * @param json the schema as compact JSON text; its root is an object
 * @param relaxations why the schema cannot be used in OpenAI's strict mode, one reason
 * for each place; empty if it can
 */
public record ToolSchema(String json, List<String> relaxations) {

	/** The reason where there is no other. */
	static final String NOT_WANTED = "strict mode is not wanted";

	public ToolSchema {
		if (json == null || json.isBlank()) {
			throw new IllegalArgumentException("'json' must not be empty");
		}
		relaxations = List.copyOf(relaxations);
	}

	/**
	 * Return whether the schema keeps to OpenAI's strict mode.
	 * @return whether there are no {@link #relaxations()}
	 */
	public boolean strict() {
		return this.relaxations.isEmpty();
	}

}
