package io.github.openairun;

import java.time.Duration;

/**
 * A run took longer than its drive was allowed to; it can still be loaded.
 */
public class RunTimeoutException extends RunException {

	private static final long serialVersionUID = 1;

	private final Run run;

	public RunTimeoutException(Run run, Duration timeout) {
		super("Run '" + run.id() + "' on thread '" + run.threadId() + "' was still '" + run.statusText() + "' after "
				+ timeout + ". It goes on at the server: resume it, cancel it, or allow more time", null);
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
