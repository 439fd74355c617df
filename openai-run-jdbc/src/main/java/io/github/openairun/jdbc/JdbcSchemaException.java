package io.github.openairun.jdbc;

import org.jspecify.annotations.Nullable;

/**
 * The tables do not exist, or have a schema that this version of the library does not
 * work with.
 *
 * @since 0.1.0
 */
public class JdbcSchemaException extends IllegalStateException {

	private static final long serialVersionUID = 1;

	private final String description;

	private final String action;

	JdbcSchemaException(String description, String action, @Nullable Throwable cause) {
		super(description + " " + action, cause);
		this.description = description;
		this.action = action;
	}

	/**
	 * Return the description of the problem.
	 * @return a sentence
	 */
	public String description() {
		return this.description;
	}

	/**
	 * Return the action that solves the problem.
	 * @return one or more sentences
	 */
	public String action() {
		return this.action;
	}

}
