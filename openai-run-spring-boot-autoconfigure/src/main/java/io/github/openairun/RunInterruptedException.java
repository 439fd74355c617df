package io.github.openairun;

/**
 * The thread that waited for a run was interrupted; the run can still be loaded.
 */
public class RunInterruptedException extends RunException {

	private final transient Run run;

	public RunInterruptedException(Run run) {
		super("The wait for run '" + run.id() + "' on thread '" + run.threadId()
				+ "' was interrupted; the run goes on at the server", null);
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
