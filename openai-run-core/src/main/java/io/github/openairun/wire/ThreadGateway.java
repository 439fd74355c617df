package io.github.openairun.wire;

import java.util.List;
import java.util.Map;

import io.github.openairun.AssistantThread;
import io.github.openairun.CursorPage;
import io.github.openairun.Message;
import io.github.openairun.PageQuery;
import io.github.openairun.Transcript;

/**
 * The part of a wire that keeps threads and their messages; the operations are those of
 * {@link io.github.openairun.ThreadOperations}.
 *
 * @since 0.1.0
 */
public interface ThreadGateway {

	AssistantThread create(List<Message> messages, Map<String, String> metadata);

	AssistantThread load(String threadId);

	AssistantThread modify(String threadId, Map<String, String> metadata);

	void delete(String threadId);

	/**
	 * Add a message. If the response is lost, the message is searched for.
	 * @throws io.github.openairun.RunOutcomeUnknownException if it cannot be identified;
	 * the exception contains the newest messages of the thread
	 */
	Message addMessage(String threadId, Message message);

	Message loadMessage(String messageId, String threadId);

	CursorPage<Message> messages(String threadId, PageQuery query);

	Transcript transcript(String threadId);

}
