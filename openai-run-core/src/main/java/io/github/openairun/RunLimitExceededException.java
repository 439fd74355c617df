package io.github.openairun;

import io.github.openairun.support.LogText;

/**
 * A run asked for more than its limits allow. It was cancelled, or keeps waiting, as
 * {@link RunLimit.Action} says.
 */
public class RunLimitExceededException extends RunException {

	private static final long serialVersionUID = 1;

	private final RunResult partialResult;

	/**
	 * Create an exception.
	 * @param partialResult the run as it is now, with the messages that it wrote so far
	 * @param problem what the run asked for
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
	 * Return what the run has brought about so far. It has not ended as it should, so
	 * {@link RunResult#text()} throws; {@link RunResult#messages()} has what was written.
	 * @return the run with its messages, none if they could not be read
	 */
	public RunResult partialResult() {
		return this.partialResult;
	}

}
