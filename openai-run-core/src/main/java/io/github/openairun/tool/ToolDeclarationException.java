package io.github.openairun.tool;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when the application starts, if a method or a
 * {@link io.github.openairun.ToolRegistration} that is declared as a tool cannot be one.
 *
 * @since 0.1.0
 */
public class ToolDeclarationException extends RuntimeException {

	private static final long serialVersionUID = 1;

	private final String description;

	private final String action;

	/**
	 * Create an exception.
	 * @param description the problem and its place, as a sentence
	 * @param action what to do about it, as a sentence
	 */
	public ToolDeclarationException(String description, String action) {
		this(description, action, null);
	}

	/**
	 * Create an exception.
	 * @param description the problem and its place, as a sentence
	 * @param action what to do about it, as a sentence
	 * @param cause the cause, or {@code null}
	 */
	public ToolDeclarationException(String description, String action, @Nullable Throwable cause) {
		super(description + " " + action, cause);
		this.description = description;
		this.action = action;
	}

	/**
	 * Return the description of the problem.
	 * @return a sentence that names the place
	 */
	public String description() {
		return this.description;
	}

	/**
	 * Return the action that solves the problem.
	 * @return a sentence
	 */
	public String action() {
		return this.action;
	}

}
