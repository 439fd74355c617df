package io.github.openairun;

import org.jspecify.annotations.Nullable;

import io.github.openairun.support.LogText;

/**
 * Another run works on the thread, so it accepts no message and no run.
 *
 * @since 0.1.0
 */
public class ThreadBusyException extends RunException {

	private static final long serialVersionUID = 1;

	private final String threadId;

	private final @Nullable String blockingRunId;

	/**
	 * Create an exception.
	 * @param threadId the thread
	 * @param blockingRunId the run that works on it, or {@code null} if it is not known
	 * @param cause the response of the server, or {@code null}
	 */
	public ThreadBusyException(String threadId, @Nullable String blockingRunId, @Nullable Throwable cause) {
		this(threadId, blockingRunId, ((blockingRunId != null) ? "run '" + blockingRunId + "'" : "another run")
				+ " works on it. Wait for that run, or cancel it", cause);
	}

	/**
	 * Create an exception with a reason of its own.
	 * @param threadId the thread
	 * @param blockingRunId the run that keeps it busy, or {@code null} if it is not known
	 * @param reason why the thread is busy, and what to do about it
	 * @param cause the response of the server, or {@code null}
	 */
	public ThreadBusyException(String threadId, @Nullable String blockingRunId, String reason,
			@Nullable Throwable cause) {
		super("Thread '" + LogText.of(threadId) + "' is busy: " + reason, cause);
		this.threadId = threadId;
		this.blockingRunId = blockingRunId;
	}

	public String threadId() {
		return this.threadId;
	}

	/**
	 * Return the run that works on the thread.
	 * @return the run's id, or {@code null} if it is not known
	 */
	public @Nullable String blockingRunId() {
		return this.blockingRunId;
	}

}
