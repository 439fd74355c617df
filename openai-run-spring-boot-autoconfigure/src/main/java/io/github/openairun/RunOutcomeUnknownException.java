package io.github.openairun;

import org.jspecify.annotations.Nullable;

/**
 * A request that must not be repeated may have worked, but its answer was lost and the
 * server could not tell what became of it.
 */
public class RunOutcomeUnknownException extends RunException {

	private final String endpoint;

	private final @Nullable String threadId;

	private final @Nullable String runId;

	/**
	 * Create an exception.
	 * @param endpoint method and path of the request
	 * @param threadId the thread that it was about, or {@code null}
	 * @param runId the run that it was about, or {@code null}
	 * @param cause why the answer was lost
	 */
	public RunOutcomeUnknownException(String endpoint, @Nullable String threadId, @Nullable String runId,
			Throwable cause) {
		super("It is not known whether " + endpoint + " has worked, and it was not repeated"
				+ ((threadId != null) ? "; look at thread '" + threadId + "'" : "")
				+ ((runId != null) ? " and run '" + runId + "'" : "") + " before another attempt", cause);
		this.endpoint = endpoint;
		this.threadId = threadId;
		this.runId = runId;
	}

	/**
	 * Return method and path of the request.
	 * @return the endpoint
	 */
	public String endpoint() {
		return this.endpoint;
	}

	public @Nullable String threadId() {
		return this.threadId;
	}

	public @Nullable String runId() {
		return this.runId;
	}

}
