package io.github.openairun;

import org.jspecify.annotations.Nullable;

/**
 * The root of everything that goes wrong with runs.
 */
public abstract class RunException extends RuntimeException {

	private static final long serialVersionUID = 1;

	protected RunException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
