package io.github.openairun;

import io.github.openairun.support.LogText;

/**
 * There is no run with this id on this thread, or the server does not keep it any more.
 *
 * @since 0.1.0
 */
public class RunNotFoundException extends NotFoundException {

	private static final long serialVersionUID = 1;

	private final String runId;

	private final String threadId;

	public RunNotFoundException(String runId, String threadId, ApiError error) {
		super(error, "There is no run '" + LogText.of(runId) + "' on thread '" + LogText.of(threadId)
				+ "', or the server does not keep it any more");
		this.runId = runId;
		this.threadId = threadId;
	}

	/**
	 * Create an exception for a run that the application keeps.
	 * @param runId the run's id
	 * @param threadId the thread's id
	 * @param store the name of the store that does not have it
	 */
	public RunNotFoundException(String runId, String threadId, String store) {
		super("There is no run '" + LogText.of(runId) + "' on thread '" + LogText.of(threadId) + "'", store);
		this.runId = runId;
		this.threadId = threadId;
	}

	public String runId() {
		return this.runId;
	}

	public String threadId() {
		return this.threadId;
	}

}
