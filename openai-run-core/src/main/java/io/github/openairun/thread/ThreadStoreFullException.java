package io.github.openairun.thread;

import io.github.openairun.RunException;

/**
 * The store of threads holds as much as it may.
 *
 * @since 0.1.0
 */
public class ThreadStoreFullException extends RunException {

	private static final long serialVersionUID = 1;

	/**
	 * Create an exception.
	 * @param message which bound is reached, and what to do about it
	 */
	public ThreadStoreFullException(String message) {
		super(message, null);
	}

}
