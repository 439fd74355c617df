package io.github.openairun.test.simulator;

import java.util.ArrayList;
import java.util.List;

import tools.jackson.databind.node.ObjectNode;

/**
 * A conversation with its items.
 */
final class SimulatedConversation {

	private final ObjectNode json;

	private final List<ObjectNode> items = new ArrayList<>();

	private boolean locked;

	SimulatedConversation(ObjectNode json) {
		this.json = json;
	}

	ObjectNode json() {
		return this.json;
	}

	String id() {
		return Page.id(this.json);
	}

	List<ObjectNode> items() {
		return this.items;
	}

	void lock() {
		this.locked = true;
	}

	void unlock() {
		this.locked = false;
	}

	/**
	 * The live service allows one response at a time to work on a conversation, and
	 * refuses the second with status 400 (seen in paulgmiller/careme#379).
	 */
	void checkUnlocked() {
		if (this.locked) {
			throw new SimulatedApiError(400,
					"Another process is currently operating on this conversation. Please retry in a few seconds.",
					"conversation", "conversation_locked");
		}
	}

}
