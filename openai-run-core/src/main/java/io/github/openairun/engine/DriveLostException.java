package io.github.openairun.engine;

import io.github.openairun.RunException;

/**
 * Another process executes the run. This drive stops at once and leaves no trace: it does
 * not cancel the run and calls no listener.
 *
 * @since 0.1.0
 */
public class DriveLostException extends RunException {

	private static final long serialVersionUID = 1;

	/**
	 * Create an exception.
	 * @param message says which drive was lost
	 */
	public DriveLostException(String message) {
		super(message, null);
	}

}
