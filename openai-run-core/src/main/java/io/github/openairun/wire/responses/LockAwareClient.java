package io.github.openairun.wire.responses;

import io.github.openairun.ApiError;
import io.github.openairun.ApiException;
import io.github.openairun.NotFoundException;
import io.github.openairun.RunException;
import io.github.openairun.ThreadBusyException;
import io.github.openairun.ThreadNotFoundException;
import io.github.openairun.wire.RepeatableException;
import io.github.openairun.wire.RunLinkStore;
import io.github.openairun.wire.WireClient;
import io.github.openairun.wire.WireRequest;
import io.github.openairun.wire.WireResponse;

/**
 * Sends requests, and recognises that another one works on the conversation.
 * <p>
 * A conversation serves one request at a time. Servers answer a second one with 400 and
 * code {@code conversation_locked}.
 */
class LockAwareClient {

	private final WireClient client;

	private final RunLinkStore links;

	LockAwareClient(WireClient client, RunLinkStore links) {
		this.client = client;
		this.links = links;
	}

	WireResponse exchange(WireRequest request) {
		return this.client.exchange(request);
	}

	/** Return an advice with the names of the properties of the connection. */
	String advice(String advice) {
		return this.client.advice(advice);
	}

	/**
	 * Send a request that takes the conversation's lock.
	 * @throws ThreadBusyException if the conversation is locked
	 */
	WireResponse exchange(WireRequest request, String threadId) {
		try {
			return this.client.exchange(request);
		}
		catch (RunException ex) {
			throw recognise(threadId, ex);
		}
	}

	/**
	 * Return what a failure says about the conversation: that it is busy, if it is.
	 */
	RunException recognise(String threadId, RunException failure) {
		RunException refusal = (failure instanceof RepeatableException repeatable) ? repeatable.failure() : failure;
		return (refusal instanceof ApiException ex && isLocked(ex)) ? busy(threadId, ex) : failure;
	}

	ThreadBusyException busy(String threadId, ApiException refusal) {
		return new ThreadBusyException(threadId, this.links.activeRun(threadId), refusal);
	}

	/**
	 * Return the exception for a 404 of a request that names a conversation in its body:
	 * it may as well be the model that does not exist.
	 */
	static RuntimeException notFound(ApiError error, String threadId) {
		boolean conversation = "conversation".equals(error.param()) || error.message().contains(threadId);
		return conversation ? new ThreadNotFoundException(threadId, error) : new NotFoundException(error);
	}

	private static boolean isLocked(ApiException failure) {
		if (failure.status() != 400 && failure.status() != 409) {
			return false;
		}
		return "conversation_locked".equals(failure.code())
				|| (failure.code() == null && failure.error().message().startsWith("Another process is currently"));
	}

}
