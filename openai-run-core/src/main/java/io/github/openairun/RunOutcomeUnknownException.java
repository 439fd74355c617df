package io.github.openairun;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.openairun.support.LogText;

/**
 * The response to a request that must not be repeated was lost, and the server could not
 * report whether the request took effect.
 *
 * @since 0.1.0
 */
public class RunOutcomeUnknownException extends RunException {

	private static final long serialVersionUID = 1;

	private final String endpoint;

	private final @Nullable String threadId;

	private final @Nullable String runId;

	private final List<Message> tail;

	/**
	 * Create an exception.
	 * @param endpoint method and path of the request
	 * @param threadId the thread that it was about, or {@code null}
	 * @param runId the run that it was about, or {@code null}
	 * @param cause why the response was lost
	 */
	public RunOutcomeUnknownException(String endpoint, @Nullable String threadId, @Nullable String runId,
			@Nullable Throwable cause) {
		this(endpoint, threadId, runId, List.of(), cause);
	}

	/**
	 * Create an exception.
	 * @param endpoint method and path of the request
	 * @param threadId the thread that it was about, or {@code null}
	 * @param runId the run that it was about, or {@code null}
	 * @param tail the newest messages of the thread, oldest first; empty if not known
	 * @param cause why the response was lost
	 */
	public RunOutcomeUnknownException(String endpoint, @Nullable String threadId, @Nullable String runId,
			List<Message> tail, @Nullable Throwable cause) {
		super("It is not known whether " + endpoint + " has worked, and it was not repeated" + advice(threadId, runId),
				cause);
		this.endpoint = endpoint;
		this.threadId = threadId;
		this.runId = runId;
		this.tail = List.copyOf(tail);
	}

	private static String advice(@Nullable String threadId, @Nullable String runId) {
		String thread = (threadId != null) ? "thread '" + LogText.of(threadId) + "'" : null;
		String run = (runId != null) ? "run '" + LogText.of(runId) + "'" : null;
		if (thread == null && run == null) {
			return ". Another attempt may do it twice";
		}
		return "; check " + ((thread != null && run != null) ? thread + " and " + run : (thread != null) ? thread : run)
				+ " before another attempt";
	}

	/**
	 * Return a copy of the exception with the newest messages of the thread.
	 * @param tail the newest messages of the thread, oldest first
	 * @return the exception
	 */
	public RunOutcomeUnknownException withTail(List<Message> tail) {
		RunOutcomeUnknownException copy = new RunOutcomeUnknownException(this.endpoint, this.threadId, this.runId, tail,
				getCause());
		copy.setStackTrace(getStackTrace());
		for (Throwable suppressed : getSuppressed()) {
			copy.addSuppressed(suppressed);
		}
		return copy;
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

	/**
	 * Return the newest messages of the thread after the failure, from which an
	 * application can decide whether to try again.
	 * @return the newest messages of the thread, oldest first; empty if they are not
	 * known
	 */
	public List<Message> tail() {
		return this.tail;
	}

}
