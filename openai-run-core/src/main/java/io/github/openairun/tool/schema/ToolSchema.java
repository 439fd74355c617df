package io.github.openairun.tool.schema;

import java.util.List;

/**
 * A JSON Schema that a model is given.
 *
 * @param json the schema as compact JSON text; its root is an object
 * @param relaxations why the schema cannot be used in OpenAI's strict mode, one reason
 * for each place; empty if it can
 * @since 0.1.0
 */
public record ToolSchema(String json, List<String> relaxations) {

	public ToolSchema {
		if (json == null || json.isBlank()) {
			throw new IllegalArgumentException("'json' must not be empty");
		}
		relaxations = List.copyOf(relaxations);
	}

	/**
	 * Take a schema that keeps to strict mode.
	 * @param json the schema as JSON text
	 * @return the schema
	 */
	public static ToolSchema strict(String json) {
		return new ToolSchema(json, List.of());
	}

	/**
	 * Take a schema for which strict mode is not wanted.
	 * @param json the schema as JSON text
	 * @return the schema
	 */
	public static ToolSchema loose(String json) {
		return new ToolSchema(json, List.of("strict mode is not wanted"));
	}

	/**
	 * Return whether the schema keeps to OpenAI's strict mode.
	 * @return whether there are no {@link #relaxations()}
	 */
	public boolean strict() {
		return this.relaxations.isEmpty();
	}

}
