package io.github.openairun.wire.items;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiPredicate;

import tools.jackson.databind.JsonNode;

import io.github.openairun.wire.Json;

/**
 * Joins the items that a stream has pushed with those of its final event, which has the
 * say but may leave some out.
 */
final class PushedItems {

	private static final int NONE = -1;

	private PushedItems() {
	}

	/**
	 * Return the items of the final event, and between them those that were only pushed.
	 * @param pushed the items that were pushed, in their order
	 * @param last the items of the final event
	 */
	static List<JsonNode> join(List<JsonNode> pushed, List<JsonNode> last) {
		int[] partners = new int[pushed.size()];
		Arrays.fill(partners, NONE);
		boolean[] taken = new boolean[last.size()];
		match(pushed, last, partners, taken, PushedItems::isSame);
		// Some servers give the items of the final event other ids.
		match(pushed, last, partners, taken, (one, other) -> Items.is(one, Items.type(other)));
		List<JsonNode> joined = new ArrayList<>();
		int next = 0;
		for (int i = 0; i < partners.length; i++) {
			if (partners[i] == NONE) {
				JsonNode item = pushed.get(i);
				if (pushed.subList(0, i).stream().noneMatch((before) -> isSame(before, item))) {
					joined.add(item);
				}
			}
			for (; next <= partners[i]; next++) {
				joined.add(last.get(next));
			}
		}
		joined.addAll(last.subList(next, last.size()));
		return joined;
	}

	private static void match(List<JsonNode> pushed, List<JsonNode> last, int[] partners, boolean[] taken,
			BiPredicate<JsonNode, JsonNode> same) {
		for (int i = 0; i < partners.length; i++) {
			for (int j = 0; j < taken.length && partners[i] == NONE; j++) {
				if (!taken[j] && same.test(pushed.get(i), last.get(j))) {
					partners[i] = j;
					taken[j] = true;
				}
			}
		}
	}

	private static boolean isSame(JsonNode one, JsonNode other) {
		String id = Json.text(one, "id", "");
		String callId = Items.callId(one);
		return Items.is(one, Items.type(other)) && ((!id.isEmpty() && id.equals(Json.text(other, "id", "")))
				|| (!callId.isEmpty() && callId.equals(Items.callId(other))));
	}

}
