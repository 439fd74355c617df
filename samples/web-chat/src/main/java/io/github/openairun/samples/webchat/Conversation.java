package io.github.openairun.samples.webchat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.context.annotation.SessionScope;

import io.github.openairun.Message;
import io.github.openairun.PageQuery;
import io.github.openairun.ThreadOperations;

/**
 * The thread of a visitor, which is kept in the session: the browser is not asked which
 * thread is its own.
 */
@Component
@SessionScope
class Conversation {

	private final ThreadOperations threads;

	private @Nullable String threadId;

	Conversation(ThreadOperations threads) {
		this.threads = threads;
	}

	synchronized String threadId() {
		if (this.threadId == null) {
			this.threadId = this.threads.create().id();
		}
		return this.threadId;
	}

	/**
	 * Return the newest messages of the conversation, oldest first.
	 */
	synchronized List<Message> messages() {
		if (this.threadId == null) {
			return List.of();
		}
		List<Message> messages = new ArrayList<>(
				this.threads.messages(this.threadId, PageQuery.newestFirst().limit(100)).data());
		Collections.reverse(messages);
		return messages;
	}

	/**
	 * Delete the conversation. The next message begins another one.
	 */
	synchronized void delete() {
		if (this.threadId != null) {
			this.threads.delete(this.threadId);
			this.threadId = null;
		}
	}

}
