package io.github.openairun;

import io.github.openairun.support.LogText;

/**
 * The drive of a run broke off, because the server could not be asked about it any more;
 * the run can still be loaded and resumed.
 */
public class RunDriveException extends RunException {

	private static final long serialVersionUID = 1;

	private final Run run;

	/**
	 * Create an exception.
	 * @param run the last snapshot of the run
	 * @param cause why the server could not be asked
	 */
	public RunDriveException(Run run, RunException cause) {
		super("The drive of run '" + LogText.of(run.id()) + "' on thread '" + LogText.of(run.threadId()) + "' (status '"
				+ LogText.of(run.statusText()) + "') broke off; resume the run later. " + cause.getMessage(), cause);
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
