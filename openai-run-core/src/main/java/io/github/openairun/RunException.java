package io.github.openairun;

import org.jspecify.annotations.Nullable;

import io.github.openairun.support.LogText;

/**
 * The root of everything that goes wrong with runs.
 *
 * @since 0.1.0
 */
public abstract class RunException extends RuntimeException {

	private static final long serialVersionUID = 1;

	private static final int MAX_LENGTH = 1500;

	protected RunException(String message, @Nullable Throwable cause) {
		super(LogText.of(message, MAX_LENGTH), cause);
	}

}
