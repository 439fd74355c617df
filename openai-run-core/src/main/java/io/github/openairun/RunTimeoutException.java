package io.github.openairun;

import java.time.Duration;

import io.github.openairun.support.LogText;

/**
 * A run took longer than its timeout; it can still be loaded.
 *
 * @since 0.1.0
 */
public class RunTimeoutException extends RunException {

	private static final long serialVersionUID = 1;

	private final Run run;

	public RunTimeoutException(Run run, Duration timeout) {
		super("Run '" + LogText.of(run.id()) + "' on thread '" + LogText.of(run.threadId()) + "' was still '"
				+ LogText.of(run.statusText()) + "' after " + timeout
				+ ". It was not cancelled: resume it, cancel it, or allow more time", null);
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
