package io.github.openairun.engine;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The ids of responses that have ended as the server has reported, but that no drive has
 * polled since. The report may arrive before the drive knows the id, so the newest ids
 * are kept.
 */
final class ResponseHints {

	/** Reports about responses that this instance does not drive are never removed. */
	private static final int MAX_IDS = 1000;

	private final Set<String> ids = new LinkedHashSet<>();

	synchronized void add(String responseId) {
		this.ids.remove(responseId);
		this.ids.add(responseId);
		if (this.ids.size() > MAX_IDS) {
			this.ids.remove(this.ids.iterator().next());
		}
	}

	synchronized boolean contains(String responseId) {
		return this.ids.contains(responseId);
	}

	synchronized void remove(String responseId) {
		this.ids.remove(responseId);
	}

}
