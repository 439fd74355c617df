package io.github.openairun.jdbc;

import io.github.openairun.RunException;

/**
 * A durable run was not created by its deadline.
 */
class DurableRunDeadlineException extends RunException {

	private static final long serialVersionUID = 1;

	DurableRunDeadlineException() {
		super("The run was not created by its deadline", null);
	}

}
