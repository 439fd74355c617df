package io.github.openairun;

/**
 * A run asked for more than its limits allow; it was cancelled.
 */
public class RunLimitExceededException extends RunException {

	private final transient Run run;

	public RunLimitExceededException(Run run, String problem) {
		super("Run '" + run.id() + "' on thread '" + run.threadId() + "' was stopped: " + problem, null);
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
