package io.github.openairun.wire.responses;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import io.github.openairun.RunStatus;
import io.github.openairun.wire.Json;
import io.github.openairun.wire.WireResponse;

/**
 * The responses of one run that were read after they had ended. An ended response does
 * not change, so it need not be retrieved a second time.
 */
final class EndedResponses {

	/** What the output of a run consists of; the echo of the request is not kept. */
	private static final String[] KEPT = { "id", "object", "created_at", "completed_at", "status", "error",
			"incomplete_details", "usage", "output", "metadata" };

	/** Keeps nothing. */
	static final EndedResponses NONE = new EndedResponses(false);

	private final boolean keeping;

	private final Map<String, WireResponse> responses = new ConcurrentHashMap<>(4);

	EndedResponses() {
		this(true);
	}

	private EndedResponses(boolean keeping) {
		this.keeping = keeping;
	}

	/** Return whether responses are kept, for the drive of one run. */
	boolean isKeeping() {
		return this.keeping;
	}

	/**
	 * Keep a response, if it has ended.
	 * @param response the response
	 * @return the same response
	 */
	WireResponse keep(WireResponse response) {
		String id = this.keeping ? Json.text(response.body(), "id") : null;
		if (id != null && RunStatus.of(Json.text(response.body(), "status")).isTerminal()) {
			ObjectNode kept = Json.object();
			for (String name : KEPT) {
				JsonNode value = response.body().get(name);
				if (value != null) {
					kept.set(name, value);
				}
			}
			this.responses.put(id, new WireResponse(response.endpoint(), kept, response.requestId(), null));
		}
		return response;
	}

	@Nullable WireResponse find(String responseId) {
		return this.responses.get(responseId);
	}

}
