package io.github.openairun.test.simulator;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Which API key has created which thread, conversation, run and response.
 */
final class Owners {

	private static final Set<String> OWNED = Set.of("thread", "conv", "run", "resp");

	private static final List<String> REFERENCES = List.of("conversation", "previous_response_id");

	private final Map<String, String> keys = new HashMap<>();

	/**
	 * Refuses what another key has created, as if it did not exist.
	 */
	void check(@Nullable String key, Router.Match match, RequestBody body) {
		match.ids().forEach((id) -> check(key, id));
		for (String reference : REFERENCES) {
			JsonNode node = body.node(reference);
			if (node != null) {
				check(key, id(node));
			}
		}
	}

	private void check(@Nullable String key, String id) {
		String owner = this.keys.get(id);
		if (owner != null && !owner.equals(key)) {
			throw SimulatedApiError.notFound("No object found with id '" + id + "'.");
		}
	}

	/**
	 * Notes who has created what an answer names.
	 */
	void note(@Nullable String key, JsonNode answer) {
		for (String name : List.of("id", "thread_id", "conversation")) {
			String id = id(answer.path(name));
			if (key != null && OWNED.contains(id.substring(0, Math.max(0, id.indexOf('_'))))) {
				this.keys.putIfAbsent(id, key);
			}
		}
	}

	private static String id(JsonNode reference) {
		return reference.isObject() ? reference.path("id").asString("") : reference.asString("");
	}

}
