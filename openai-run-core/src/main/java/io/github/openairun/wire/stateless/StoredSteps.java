package io.github.openairun.wire.stateless;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import io.github.openairun.Run;
import io.github.openairun.RunStep;
import io.github.openairun.thread.StoredItem;
import io.github.openairun.wire.items.Items;
import io.github.openairun.wire.items.StepItems;

/**
 * Builds the steps of a run from its items.
 */
final class StoredSteps {

	private StoredSteps() {
	}

	/**
	 * Return the steps, oldest first.
	 * @param items the items that the run has added
	 */
	static List<RunStep> of(Run run, List<StoredItem> items) {
		List<List<JsonNode>> rounds = new ArrayList<>();
		Map<String, Queue<String>> outputs = new HashMap<>();
		boolean begun = false;
		for (StoredItem item : items) {
			ObjectNode json = ThreadItems.parse(item);
			if (item.output()) {
				if (!begun) {
					rounds.add(new ArrayList<>());
				}
				rounds.get(rounds.size() - 1).add(json);
			}
			else if (Items.is(json, Items.FUNCTION_CALL_OUTPUT)) {
				outputs.computeIfAbsent(Items.callId(json), (id) -> new ArrayDeque<>())
					.add(Items.content(json, "output"));
			}
			begun = item.output();
		}
		List<RunStep> steps = new ArrayList<>();
		for (int i = 0; i < rounds.size(); i++) {
			steps.addAll(StepItems.of(run, null, rounds.get(i), i, outputs));
		}
		return steps;
	}

}
