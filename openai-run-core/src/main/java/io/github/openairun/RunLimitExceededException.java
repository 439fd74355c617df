package io.github.openairun;

import io.github.openairun.support.LogText;

/**
 * A run exceeded one of its limits. It was cancelled, or keeps waiting, depending on
 * {@link RunLimit.Action}.
 *
 * @since 0.1.0
 */
public class RunLimitExceededException extends RunException {

	private static final long serialVersionUID = 1;

	private final RunResult partialResult;

	/**
	 * Create an exception.
	 * @param partialResult the run as it is now, with the messages that it wrote so far
	 * @param problem the limit and how the run exceeded it
	 */
	public RunLimitExceededException(RunResult partialResult, String problem) {
		super("Run '" + LogText.of(partialResult.run().id()) + "' on thread '"
				+ LogText.of(partialResult.run().threadId()) + "' was stopped: " + problem, null);
		this.partialResult = partialResult;
	}

	/**
	 * Return the last snapshot of the run.
	 * @return the run
	 */
	public Run run() {
		return this.partialResult.run();
	}

	/**
	 * Return the messages of the run so far. It has not completed, so
	 * {@link RunResult#text()} throws; {@link RunResult#messages()} has what was written.
	 * @return the run with its messages, none if they could not be read
	 */
	public RunResult partialResult() {
		return this.partialResult;
	}

}
