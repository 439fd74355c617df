package io.github.openairun;

import java.io.Serializable;

import org.jspecify.annotations.Nullable;

/**
 * The definition of a function tool for the model.
 *
 * @param name the function's name, {@code [A-Za-z0-9_-]{1,64}} (OpenAI API reference,
 * function object)
 * @param description what the function does and when to call it, or {@code null}
 * @param parameters the JSON Schema of the arguments, as JSON text of an object
 * @param strict whether the model must keep to the schema exactly
 * @since 0.1.0
 */
public record ToolDefinition(String name, @Nullable String description, String parameters,
		boolean strict) implements Serializable {

	private static final int MAX_NAME_LENGTH = 64;

	public ToolDefinition {
		Check.hasText(name, "name");
		Check.isTrue(isLegalName(name),
				"Tool name '" + name + "' is not legal: use 1 to 64 characters out of letters, digits, '_' and '-'");
		Check.hasText(parameters, "parameters");
	}

	/**
	 * Return whether the API accepts the given text as a function's name.
	 * @param name the name to check
	 * @return whether it is legal
	 */
	public static boolean isLegalName(String name) {
		for (int i = 0; i < name.length(); i++) {
			if (!isLegal(name.charAt(i))) {
				return false;
			}
		}
		return !name.isEmpty() && name.length() <= MAX_NAME_LENGTH;
	}

	private static boolean isLegal(char character) {
		return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z')
				|| (character >= '0' && character <= '9') || character == '_' || character == '-';
	}

}
