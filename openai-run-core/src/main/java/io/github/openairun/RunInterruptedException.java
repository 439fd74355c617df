package io.github.openairun;

import org.jspecify.annotations.Nullable;

import io.github.openairun.support.LogText;

/**
 * The wait for a run has ended early, because the waiting thread was interrupted or the
 * application shuts down; the run can still be loaded.
 *
 * @since 0.1.0
 */
public class RunInterruptedException extends RunException {

	private static final long serialVersionUID = 1;

	private final @Nullable Run run;

	/**
	 * Create an exception for an interrupted thread.
	 * @param run the last snapshot of the run, or {@code null} if it was not created yet
	 */
	public RunInterruptedException(@Nullable Run run) {
		this(run, "was interrupted");
	}

	/**
	 * Create an exception.
	 * @param run the last snapshot of the run, or {@code null} if it was not created yet
	 * @param reason what happened to the wait, such as "was interrupted"
	 */
	public RunInterruptedException(@Nullable Run run, String reason) {
		super((run != null) ? "The wait for run '" + LogText.of(run.id()) + "' on thread '" + LogText.of(run.threadId())
				+ "' " + reason + "; the run was not cancelled" : "The wait for a run that is to be created " + reason,
				null);
		this.run = run;
	}

	/**
	 * Return the last snapshot of the run.
	 * @return the run, or {@code null} if it was not created yet
	 */
	public @Nullable Run run() {
		return this.run;
	}

}
