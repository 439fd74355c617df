package io.github.openairun.tool;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Turns the result of a handler into the text that the model reads.
 */
@FunctionalInterface
public interface ToolResultConverter {

	/**
	 * Convert a result.
	 * @param result what the handler returned
	 * @return the text
	 * @throws RuntimeException if the result cannot be converted
	 */
	String convert(@Nullable Object result);

	/**
	 * Return the converter that keeps a {@code String} as it is, takes the text of a
	 * {@link io.github.openairun.ToolOutput}, looks into an {@code Optional} and writes
	 * everything else as JSON; {@code null} is {@code "null"}.
	 * @param mapper the application's mapper
	 * @return the converter
	 */
	static ToolResultConverter json(JsonMapper mapper) {
		return new JsonToolResultConverter(mapper);
	}

}
