package io.github.openairun.tool;

import java.lang.reflect.Type;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Converts the result of a handler into the text that the model reads.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ToolResultConverter {

	/**
	 * Convert a result.
	 * @param result the object that the handler returned
	 * @return the text
	 * @throws RuntimeException if the result cannot be converted
	 */
	String convert(@Nullable Object result);

	/**
	 * Convert a result whose declared type contains more than its class, such as a list
	 * whose elements are written with the names of their types.
	 * @param result the object that the handler returned
	 * @param type the type that the handler declares, with its type arguments
	 * @return the text
	 * @throws RuntimeException if the result cannot be converted
	 */
	default String convert(@Nullable Object result, Type type) {
		return convert(result);
	}

	/**
	 * Return the converter that keeps a {@code String} as it is, uses the text of a
	 * {@link io.github.openairun.ToolOutput}, unwraps an {@code Optional} and writes
	 * everything else as JSON; {@code null} is {@code "null"}.
	 * @param mapper the application's mapper
	 * @return the converter
	 */
	static ToolResultConverter json(JsonMapper mapper) {
		return new JsonToolResultConverter(mapper);
	}

}
