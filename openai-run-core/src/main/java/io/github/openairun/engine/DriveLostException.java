package io.github.openairun.engine;

import io.github.openairun.RunException;

/**
 * Another process drives the run. The drive that learns it stops at once and leaves no
 * trace: it neither cancels the run nor calls a listener.
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
