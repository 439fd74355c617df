package io.github.openairun.samples.webchat;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.context.annotation.SessionScope;

import io.github.openairun.PendingCall;
import io.github.openairun.PendingCallQuery;
import io.github.openairun.ThreadOperations;
import io.github.openairun.ToolApprovals;
import io.github.openairun.Transcript;
import io.github.openairun.web.RunSseEmitter;

/**
 * The thread of a visitor, which is kept in the session: the browser is not asked which
 * thread is its own.
 */
@Component
@SessionScope
class Conversation {

	private final ThreadOperations threads;

	private final ToolApprovals approvals;

	private @Nullable String threadId;

	private @Nullable RunSseEmitter reply;

	Conversation(ThreadOperations threads, ToolApprovals approvals) {
		this.threads = threads;
		this.approvals = approvals;
	}

	synchronized String threadId() {
		if (this.threadId == null) {
			this.threadId = this.threads.create().id();
		}
		return this.threadId;
	}

	synchronized void replying(RunSseEmitter reply) {
		this.reply = reply;
	}

	synchronized void stop() {
		if (this.reply != null) {
			this.reply.cancel();
		}
	}

	/**
	 * Return the messages and calls of the conversation, oldest first.
	 */
	synchronized List<Transcript.Entry> entries() {
		return (this.threadId != null) ? this.threads.transcript(this.threadId).entries() : List.of();
	}

	/**
	 * Return the calls of the conversation that wait.
	 */
	synchronized List<PendingCall> pending() {
		return (this.threadId != null) ? this.approvals.pending(PendingCallQuery.thread(this.threadId)).data()
				: List.of();
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
