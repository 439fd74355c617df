package io.github.openairun.autoconfigure;

import org.jspecify.annotations.Nullable;

/**
 * Exception for an invalid configuration of runs, thrown when the application starts.
 */
class RunConfigurationException extends RuntimeException {

	private static final long serialVersionUID = 1;

	private final String description;

	private final String action;

	RunConfigurationException(String description, String action) {
		this(description, action, null);
	}

	RunConfigurationException(String description, String action, @Nullable Throwable cause) {
		super(description + " " + action, cause);
		this.description = description;
		this.action = action;
	}

	String description() {
		return this.description;
	}

	String action() {
		return this.action;
	}

}
