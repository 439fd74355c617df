package io.github.openairun;

import java.util.List;
import java.util.Map;

/**
 * Creates, loads and changes threads and their messages; the same on every wire.
 *
 * <pre class="code">
 * AssistantThread thread = threads.create();
 * threads.addMessage(thread.id(), Message.user("My order is number 17."));
 * runs.execute(RunRequest.assistant("support").thread(thread.id()).message("Where is it?").build());
 * </pre>
 *
 * @since 0.1.0
 */
public interface ThreadOperations {

	/**
	 * Create an empty thread.
	 * @return the thread
	 */
	default AssistantThread create() {
		return create(List.of(), Map.of());
	}

	/**
	 * Create a thread.
	 * @param messages the messages that it begins with
	 * @param metadata up to 16 pairs
	 * @return the thread
	 */
	AssistantThread create(List<Message> messages, Map<String, String> metadata);

	/**
	 * Load a thread.
	 * @param threadId the thread's id
	 * @return the thread
	 * @throws ThreadNotFoundException if there is none
	 */
	AssistantThread load(String threadId);

	/**
	 * Replace the metadata of a thread.
	 * @param threadId the thread's id
	 * @param metadata the new metadata, up to 16 pairs
	 * @return the thread
	 * @throws ThreadNotFoundException if there is none
	 */
	AssistantThread modify(String threadId, Map<String, String> metadata);

	/**
	 * Delete a thread, with what the application keeps about it: see
	 * {@link ThreadDeletionListener}. Calls of the thread that wait for a decision are
	 * denied, so that their runs fail with {@link ThreadNotFoundException}.
	 * @param threadId the thread's id
	 * @throws ThreadNotFoundException if there is none
	 */
	void delete(String threadId);

	/**
	 * Add a message to a thread.
	 * @param threadId the thread's id
	 * @param message the new message
	 * @return the message as the server keeps it
	 * @throws ThreadNotFoundException if there is no such thread
	 * @throws ThreadBusyException if a run works on the thread
	 */
	Message addMessage(String threadId, Message message);

	/**
	 * Load a message.
	 * @param messageId the message's id
	 * @param threadId the thread that it belongs to
	 * @return the message
	 * @throws MessageNotFoundException if there is no such message on that thread
	 */
	Message loadMessage(String messageId, String threadId);

	/**
	 * List the messages of a thread.
	 * @param threadId the thread's id
	 * @param query the page
	 * @return the page; on wire {@code responses} it may contain fewer messages than
	 * requested, because other items of the conversation are skipped
	 */
	CursorPage<Message> messages(String threadId, PageQuery query);

	/**
	 * Return what was said and done on a thread: messages and calls of tools, of the
	 * newest 1,000 items, or on wire {@code assistants} of the newest 1,000 messages and
	 * 100 runs.
	 * @param threadId the thread's id
	 * @return the transcript
	 * @throws ThreadNotFoundException if there is no such thread
	 */
	Transcript transcript(String threadId);

	/**
	 * List the messages that a run has written.
	 * @param run the run
	 * @return all its messages, oldest first
	 */
	List<Message> messages(Run run);

	/**
	 * Return the same operations with another API key; clients and pools are shared.
	 * @param apiKey the key, not blank
	 * @return operations that use the key
	 */
	ThreadOperations withApiKey(String apiKey);

	/**
	 * Return the same operations on a further connection, whose assistants work on its
	 * threads only.
	 * @param connection the name of the connection, as in
	 * {@code openai.connections.<name>.*}
	 * @return operations on that connection
	 * @throws IllegalArgumentException if there is no such connection
	 */
	ThreadOperations withConnection(String connection);

	/**
	 * Return the same operations, whose requests an {@link ApiKeySupplier} receives with
	 * the given context, as those of a run with the same {@link RunRequest#context()}.
	 * @param context the attributes, such as the tenant; no {@code null} values
	 * @return operations with the context, which replaces an earlier one
	 */
	ThreadOperations withContext(Map<String, ?> context);

}
