package io.github.openairun;

import io.github.openairun.support.LogText;

/**
 * There is no thread with this id.
 */
public class ThreadNotFoundException extends NotFoundException {

	private static final long serialVersionUID = 1;

	private final String threadId;

	public ThreadNotFoundException(String threadId, ApiError error) {
		super(error, "There is no thread '" + LogText.of(threadId) + "'");
		this.threadId = threadId;
	}

	public String threadId() {
		return this.threadId;
	}

}
