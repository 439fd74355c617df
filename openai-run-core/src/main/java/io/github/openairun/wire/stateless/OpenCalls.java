package io.github.openairun.wire.stateless;

import java.util.ArrayList;
import java.util.LinkedList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import io.github.openairun.thread.StoredItem;
import io.github.openairun.wire.items.Items;

/**
 * The calls of a run that ends before they have outputs. Servers accept no call without
 * an output: one that can be answered by text gets a notice, another one is removed from
 * the thread.
 *
 * @param answers the notices
 * @param unanswerable the ids of the items to remove
 */
record OpenCalls(List<ObjectNode> answers, List<String> unanswerable) {

	private static final String REASONING = "reasoning";

	/**
	 * Return the open calls of a run.
	 * @param items the items that the run has added
	 */
	static OpenCalls of(RunRecord record, List<StoredItem> items) {
		List<ObjectNode> answers = new ArrayList<>();
		List<String> unanswerable = new ArrayList<>();
		for (JsonNode call : record.pending().values()) {
			ObjectNode answer = Items.answer(call, Items.CANCELLED_OUTPUT);
			if (answer != null) {
				answers.add(answer);
			}
			else {
				remove(call, items, unanswerable);
			}
		}
		return new OpenCalls(answers, unanswerable);
	}

	/**
	 * Return the items of a response that its thread keeps. Servers refuse encrypted
	 * reasoning that nothing of the same response follows, as when it was cut off.
	 * @param output the items of the response
	 * @param removed the calls among them that nobody answers, because their arguments
	 * may be cut off
	 */
	static List<JsonNode> without(List<JsonNode> output, Predicate<JsonNode> removed) {
		LinkedList<JsonNode> kept = new LinkedList<>();
		boolean followed = false;
		for (int i = output.size() - 1; i >= 0; i--) {
			JsonNode item = output.get(i);
			boolean reasoning = Items.is(item, REASONING);
			if (!reasoning) {
				followed = !removed.test(item);
			}
			if (followed || (reasoning && !item.hasNonNull("encrypted_content"))) {
				kept.addFirst(item);
			}
		}
		return kept;
	}

	/**
	 * The call is among the newest items, and its reasoning makes no sense without it.
	 */
	private static void remove(JsonNode call, List<StoredItem> items, List<String> removed) {
		for (int i = items.size() - 1; i >= 0 && items.get(i).output(); i--) {
			StoredItem item = items.get(i);
			if (isOf(item, call) && !removed.contains(item.id())) {
				removed.add(item.id());
				if (i > 0 && items.get(i - 1).type().equals(REASONING)) {
					removed.add(items.get(i - 1).id());
				}
				return;
			}
		}
	}

	private static boolean isOf(StoredItem item, JsonNode call) {
		return item.type().equals(Items.type(call))
				&& Objects.requireNonNullElse(item.callId(), "").equals(Items.callId(call));
	}

}
