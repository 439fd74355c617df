package io.github.openairun;

import org.jspecify.annotations.Nullable;

/**
 * Whether and which tools the model must call. A continuation of the run after its first
 * round always uses {@link #auto()} unless it is {@link #none()}: a repeated
 * {@code required} would make the model call for ever.
 *
 * @param mode {@code none}, {@code auto}, {@code required} or {@code function}
 * @param function the function's name in mode {@code function}, otherwise {@code null}
 */
public record ToolChoice(String mode, @Nullable String function) {

	public ToolChoice {
		Check.hasText(mode, "mode");
	}

	public static ToolChoice none() {
		return new ToolChoice("none", null);
	}

	public static ToolChoice auto() {
		return new ToolChoice("auto", null);
	}

	public static ToolChoice required() {
		return new ToolChoice("required", null);
	}

	public static ToolChoice function(String name) {
		return new ToolChoice("function", Check.hasText(name, "name"));
	}

}
