package io.github.openairun;

/**
 * Deletes what an application keeps about a thread that
 * {@link ThreadOperations#delete(String)} has deleted; beans of this type are called in
 * their order.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ThreadDeletionListener {

	/**
	 * Delete what is kept about a thread. It is called again if the deletion is repeated,
	 * also for a thread that does not exist any more. An exception reaches the caller of
	 * {@link ThreadOperations#delete(String)}, which can be repeated.
	 * @param threadId the thread's id
	 */
	void threadDeleted(String threadId);

}
