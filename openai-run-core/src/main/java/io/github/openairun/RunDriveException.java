package io.github.openairun;

import io.github.openairun.support.LogText;

/**
 * The run loop ended early, because requests about the run failed; the run can still be
 * loaded and resumed.
 *
 * @since 0.1.0
 */
public class RunDriveException extends RunException {

	private static final long serialVersionUID = 1;

	private final Run run;

	/**
	 * Create an exception.
	 * @param run the last snapshot of the run
	 * @param cause the failure of the last request
	 */
	public RunDriveException(Run run, RunException cause) {
		super("The run loop of run '" + LogText.of(run.id()) + "' on thread '" + LogText.of(run.threadId())
				+ "' (status '" + LogText.of(run.statusText()) + "') ended early; resume the run later. "
				+ cause.getMessage(), cause);
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
