package io.github.openairun.tool;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.openairun.ToolParam;

/**
 * Writes the description of an argument for the model.
 */
final class Descriptions {

	private Descriptions() {
	}

	/**
	 * Return a description with the default value and the example that an annotation
	 * gives.
	 * @param description the description of the value, or {@code null}
	 * @param annotation the annotation, or {@code null}
	 * @return the text, or {@code null} if there is none
	 */
	static @Nullable String of(@Nullable String description, @Nullable ToolParam annotation) {
		List<String> hints = new ArrayList<>();
		if (annotation != null && !annotation.defaultValue().equals(ToolParam.NONE)) {
			hints.add("default: " + (annotation.defaultValue().isEmpty() ? "\"\"" : annotation.defaultValue()));
		}
		if (annotation != null && !annotation.example().isBlank()) {
			hints.add("example: " + annotation.example());
		}
		return join(description, String.join("; ", hints));
	}

	/** Put a hint after a text. */
	static @Nullable String join(@Nullable String text, String hint) {
		if (text == null || text.isBlank()) {
			return hint.isEmpty() ? null : Character.toUpperCase(hint.charAt(0)) + hint.substring(1);
		}
		return hint.isEmpty() ? text : text + " (" + hint + ")";
	}

}
