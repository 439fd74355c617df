package io.github.openairun;

import io.github.openairun.support.LogText;

/**
 * Thrown if a run waits for something other than tool outputs and approvals.
 *
 * @since 0.1.0
 */
public class UnsupportedRunActionException extends RunException {

	private static final long serialVersionUID = 1;

	private final Run run;

	public UnsupportedRunActionException(Run run) {
		super("Run '" + LogText.of(run.id()) + "' on thread '" + LogText.of(run.threadId()) + "' waits for '"
				+ LogText.of(run.unsupportedAction())
				+ "', which this library does not support. Respond to it by other means, or cancel the run", null);
		this.run = run;
	}

	/**
	 * Return the last snapshot of the run.
	 * @return the run
	 */
	public Run run() {
		return this.run;
	}

}
