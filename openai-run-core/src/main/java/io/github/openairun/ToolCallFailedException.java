package io.github.openairun;

import io.github.openairun.support.LogText;

/**
 * A tool call failed in such a way that the application wants its run to stop; no output
 * of the call's round was submitted.
 *
 * @since 0.1.0
 */
public class ToolCallFailedException extends RunException {

	private static final long serialVersionUID = 1;

	private final Run run;

	private final ToolCall call;

	private final boolean cancelling;

	/**
	 * Create an exception.
	 * @param run the last snapshot of the run
	 * @param call the call that failed
	 * @param cancelling whether the run is to be cancelled, or keeps waiting
	 * @param cause what the handler threw
	 */
	public ToolCallFailedException(Run run, ToolCall call, boolean cancelling, Throwable cause) {
		super("Tool '" + LogText.of(call.name()) + "' failed on call '" + LogText.of(call.id()) + "' of run '"
				+ LogText.of(run.id()) + "' on thread '" + LogText.of(run.threadId()) + "', which "
				+ (cancelling ? "is cancelled" : "keeps waiting for its outputs"), cause);
		this.run = run;
		this.call = call;
		this.cancelling = cancelling;
	}

	/**
	 * Return the last snapshot of the run.
	 * @return the run
	 */
	public Run run() {
		return this.run;
	}

	public ToolCall call() {
		return this.call;
	}

	/**
	 * Return whether the run is to be cancelled; otherwise it keeps waiting at the
	 * server: it can be resumed or cancelled, or you submit its outputs.
	 * @return whether it is cancelled
	 */
	public boolean isCancelling() {
		return this.cancelling;
	}

}
