package io.github.openairun;

import io.github.openairun.support.LogText;

/**
 * There is no message with this id on this thread.
 *
 * @since 0.1.0
 */
public class MessageNotFoundException extends NotFoundException {

	private static final long serialVersionUID = 1;

	private final String messageId;

	private final String threadId;

	public MessageNotFoundException(String messageId, String threadId, ApiError error) {
		super(error, "There is no message '" + LogText.of(messageId) + "' on thread '" + LogText.of(threadId) + "'");
		this.messageId = messageId;
		this.threadId = threadId;
	}

	/**
	 * Create an exception for a message that the application keeps.
	 * @param messageId the message's id
	 * @param threadId the thread's id
	 * @param store the name of the store that does not have it
	 */
	public MessageNotFoundException(String messageId, String threadId, String store) {
		super("There is no message '" + LogText.of(messageId) + "' on thread '" + LogText.of(threadId) + "'", store);
		this.messageId = messageId;
		this.threadId = threadId;
	}

	public String messageId() {
		return this.messageId;
	}

	public String threadId() {
		return this.threadId;
	}

}
