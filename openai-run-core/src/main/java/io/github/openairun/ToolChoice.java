package io.github.openairun;

/**
 * The choice of the tools that the model must call. After the first round of a run, it is
 * {@link #auto()} unless it is {@link #none()}: a repeated {@code required} would make
 * the model call tools endlessly.
 *
 * @since 0.1.0
 */
public sealed interface ToolChoice {

	/**
	 * Return the choice to call no tool.
	 * @return the choice
	 */
	static ToolChoice none() {
		return new Mode("none");
	}

	/**
	 * Return the choice that leaves it to the model whether it calls tools.
	 * @return the choice
	 */
	static ToolChoice auto() {
		return new Mode("auto");
	}

	/**
	 * Return the choice to call at least one tool.
	 * @return the choice
	 */
	static ToolChoice required() {
		return new Mode("required");
	}

	/**
	 * Return the choice to call a function.
	 * @param name the name of the function
	 * @return the choice
	 */
	static ToolChoice function(String name) {
		return new NamedFunction(name);
	}

	/**
	 * Return the choice to call a built-in tool of the server.
	 * @param type the type of the tool, such as {@code file_search}
	 * @return the choice
	 */
	static ToolChoice builtIn(String type) {
		return new BuiltIn(type);
	}

	/**
	 * Return a choice that this version has no type for.
	 * @param json the choice as the JSON of the API
	 * @return the choice
	 */
	static ToolChoice other(String json) {
		return new Other(json);
	}

	/**
	 * A choice for all tools together.
	 *
	 * @param mode {@code none}, {@code auto} or {@code required}
	 */
	record Mode(String mode) implements ToolChoice {

		public Mode {
			Check.hasText(mode, "mode");
		}

	}

	/**
	 * The choice to call a function.
	 *
	 * @param name the name of the function
	 */
	record NamedFunction(String name) implements ToolChoice {

		public NamedFunction {
			Check.hasText(name, "name");
		}

	}

	/**
	 * The choice to call a built-in tool of the server.
	 *
	 * @param type the type of the tool, such as {@code file_search}
	 */
	record BuiltIn(String type) implements ToolChoice {

		public BuiltIn {
			Check.hasText(type, "type");
		}

	}

	/**
	 * A choice that this version has no type for.
	 *
	 * @param json the choice as the JSON of the API
	 */
	record Other(String json) implements ToolChoice {

		public Other {
			Check.hasText(json, "json");
		}

	}

}
