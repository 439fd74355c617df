package io.github.openairun.wire.responses;

import java.util.List;
import java.util.Set;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import io.github.openairun.Message;
import io.github.openairun.RunException;
import io.github.openairun.RunOutcomeUnknownException;
import io.github.openairun.RunStatus;
import io.github.openairun.wire.Json;
import io.github.openairun.wire.RequestTrace;
import io.github.openairun.wire.RunCreation;
import io.github.openairun.wire.WireResponse;
import io.github.openairun.wire.items.MessageItems;

/**
 * Determines whether a request that creates a run, and whose response was lost, took
 * effect.
 * <p>
 * The API lists no responses, so a response whose id was lost stays unknown; but a
 * conversation serves one response at a time, and holds what a completed one has put out
 * behind its input. For an attempt whose response was lost, and a later attempt:
 * <ul>
 * <li>The first one works: the conversation is locked, the later one finds the thread
 * busy.
 * <li>The first one has completed before the check: the conversation holds the input with
 * something behind it, and nothing is sent.
 * <li>The first one has completed between the check and the later attempt: the later one
 * has the lock, checks once more, and is cancelled, or is refused because of a call of
 * the first one.
 * <li>The first one never came, or failed, or was cancelled: there is nothing behind the
 * input, and the later one is the run. Whether a failed one leaves its input is not
 * documented; if it does, the conversation holds it twice.
 * <li>The first one is late and comes while the later one works: the server refuses it.
 * Only if it arrives after the later one has ended there are two; this cannot be
 * detected.
 * </ul>
 * An equal exchange that stands on the conversation from before looks like a completed
 * first attempt: then it stays unknown, which is never wrong.
 */
class LostCreationResolver {

	private static final Log logger = LogFactory.getLog(LostCreationResolver.class);

	private static final int TAIL = 20;

	private final ResponseApi responses;

	private final ConversationApi conversations;

	private final Set<String> doubtful;

	/**
	 * Create a creation.
	 * @param doubtful the nonces of attempts whose response was lost
	 */
	LostCreationResolver(ResponseApi responses, ConversationApi conversations, Set<String> doubtful) {
		this.responses = responses;
		this.conversations = conversations;
		this.doubtful = doubtful;
	}

	/**
	 * Record that the response to an attempt was lost.
	 */
	void lost(@Nullable String nonce) {
		if (nonce != null) {
			this.doubtful.add(nonce);
		}
	}

	/**
	 * Take note that an attempt was accepted.
	 * @throws RunOutcomeUnknownException if it gave way to an earlier one whose answer
	 * was lost
	 */
	void accepted(RunCreator.Beginning beginning, WireResponse response) {
		String nonce = beginning.nonce();
		if (nonce != null && this.doubtful.contains(nonce)) {
			giveWay(InputMatcher.of(beginning.body()), beginning.threadId(), response);
			this.doubtful.remove(nonce);
		}
	}

	/**
	 * Check, while holding the lock, whether an earlier attempt has left its items. A
	 * response that has completed by then stays: the items may be its own.
	 */
	private void giveWay(InputMatcher input, String threadId, WireResponse accepted) {
		String id = accepted.id(ResponsesGateway.PREFIX);
		List<JsonNode> items;
		try {
			items = this.conversations.newestItems(threadId);
			if (!input.isAnswered(items)) {
				return;
			}
			RunStatus status = RunStatus.of(Json.text(this.responses.get(id, id, threadId).body(), "status"));
			if (status == RunStatus.COMPLETED || status == RunStatus.INCOMPLETE) {
				return;
			}
			if (!status.isTerminal()) {
				this.responses.cancel(id, ResponseRunReader.read(accepted, RunIdentity.ofFirst(accepted, threadId)));
			}
		}
		catch (RunException ex) {
			// The response was accepted, also if this check fails.
			logger.debug("Could not check for an earlier attempt to create run " + id, ex);
			return;
		}
		throw new RunOutcomeUnknownException("POST /responses", threadId, null, tail(items, threadId),
				new IllegalStateException("An earlier attempt has left its items, so response '" + id
						+ "' was cancelled; the id of the earlier one is not known"));
	}

	/**
	 * Determine the outcome of a response.
	 * @param body the request
	 */
	RequestTrace trace(RunCreation creation, ObjectNode body) {
		String threadId = creation.request().threadId();
		if (threadId == null) {
			return new RequestTrace.Unknowable(List.of());
		}
		List<JsonNode> items = this.conversations.newestItems(threadId);
		String nonce = creation.nonce();
		if (nonce == null || InputMatcher.of(body).isAnswered(items)) {
			return new RequestTrace.Unknowable(tail(items, threadId));
		}
		lost(nonce);
		return new RequestTrace.Absent();
	}

	static List<Message> tail(List<JsonNode> items, String threadId) {
		List<Message> messages = MessageItems.read(items, threadId, null);
		return messages.subList(Math.max(messages.size() - TAIL, 0), messages.size());
	}

}
