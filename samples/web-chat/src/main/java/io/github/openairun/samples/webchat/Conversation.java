package io.github.openairun.samples.webchat;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.context.annotation.SessionScope;

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

}
