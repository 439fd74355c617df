package io.github.openairun;

import io.github.openairun.support.LogText;

/**
 * There is no thread with this id.
 *
 * @since 0.1.0
 */
public class ThreadNotFoundException extends NotFoundException {

	private static final long serialVersionUID = 1;

	private final String threadId;

	public ThreadNotFoundException(String threadId, ApiError error) {
		super(error, "There is no thread '" + LogText.of(threadId) + "'");
		this.threadId = threadId;
	}

	/**
	 * Create an exception for a thread that the application keeps.
	 * @param threadId the thread's id
	 * @param store the name of the store that does not have it
	 */
	public ThreadNotFoundException(String threadId, String store) {
		super("There is no thread '" + LogText.of(threadId) + "'", store);
		this.threadId = threadId;
	}

	public String threadId() {
		return this.threadId;
	}

}
