package io.github.openairun.wire.responses;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import tools.jackson.databind.JsonNode;

import io.github.openairun.Message;
import io.github.openairun.RunStatus;
import io.github.openairun.wire.CallIds;
import io.github.openairun.wire.items.Items;

/**
 * Determines from the items after the calls of a response how its run continued. The
 * items do not say which response they belong to, so this is a conclusion from their
 * order: outputs begin a response, and a message of the user behind an answered round
 * belongs to the next run.
 */
final class ContinuationItems {

	private final Map<String, JsonNode> pending = new LinkedHashMap<>();

	/** The ids as the server knows them; several calls may have the same. */
	private final List<String> unanswered;

	private final List<List<JsonNode>> rounds = new ArrayList<>();

	private boolean givenUp;

	private boolean closed;

	private ContinuationItems(Collection<String> asked) {
		this.unanswered = new ArrayList<>(asked.stream().map(CallIds::ofServer).toList());
	}

	/**
	 * Read on.
	 * @param asked the ids of the calls that the response made
	 * @param items the items behind the calls, oldest first
	 */
	static ContinuationItems read(Collection<String> asked, List<JsonNode> items) {
		ContinuationItems tail = new ContinuationItems(asked);
		for (JsonNode item : items) {
			if (!tail.closed) {
				tail.next(item);
			}
		}
		return tail;
	}

	private void next(JsonNode item) {
		if (Items.isAnswer(item)) {
			answer(item);
		}
		else if (Items.is(item, Items.MESSAGE) && !isAssistant(item)) {
			this.closed = this.unanswered.isEmpty();
		}
		else if (!this.rounds.isEmpty()) {
			round().add(item);
			if (Items.isClientCall(item)) {
				Items.addCall(this.pending, item);
				this.unanswered.add(Items.callId(item));
			}
		}
	}

	private void answer(JsonNode item) {
		if (!this.unanswered.remove(Items.callId(item))) {
			return;
		}
		this.givenUp = Items.isNotice(item);
		Items.removeAnswered(this.pending, item);
		if (this.unanswered.isEmpty()) {
			this.rounds.add(new ArrayList<>());
		}
	}

	private List<JsonNode> round() {
		return this.rounds.get(this.rounds.size() - 1);
	}

	private static boolean isAssistant(JsonNode message) {
		return !message.hasNonNull("role") || Message.ASSISTANT.equals(message.path("role").asString(""));
	}

	/**
	 * Return whether the calls of the response have outputs.
	 */
	boolean isAnswered() {
		return !this.rounds.isEmpty();
	}

	/**
	 * Return what the responses behind the outputs have put out, one entry a response.
	 */
	List<List<JsonNode>> rounds() {
		return this.rounds;
	}

	/**
	 * Return the calls that have no output by the ids of their tool calls, except those
	 * of the first response.
	 */
	Map<String, JsonNode> pending() {
		return this.pending;
	}

	RunStatus status() {
		if (!this.unanswered.isEmpty()) {
			return RunStatus.REQUIRES_ACTION;
		}
		if (round().stream().anyMatch((item) -> Items.is(item, Items.MESSAGE))) {
			return RunStatus.COMPLETED;
		}
		return this.givenUp ? RunStatus.CANCELLED : RunStatus.IN_PROGRESS;
	}

}
