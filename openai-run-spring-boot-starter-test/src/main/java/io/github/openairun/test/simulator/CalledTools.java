package io.github.openairun.test.simulator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The calls among some items, each with its output. The id of a call is unique only among
 * the calls of one response: an output belongs to the first call before it that has its
 * id and no output yet.
 */
final class CalledTools {

	private final List<Called> calls = new ArrayList<>();

	private final List<String> strays = new ArrayList<>();

	private final List<String> duplicates = new ArrayList<>();

	CalledTools(List<ObjectNode> items) {
		Map<String, List<Called>> known = new HashMap<>();
		for (int i = 0; i < items.size(); i++) {
			ObjectNode item = items.get(i);
			String type = item.path("type").asString("");
			String id = item.path("call_id").asString("");
			if (type.equals(ResponseItems.CALL)) {
				Called call = new Called(i, item);
				this.calls.add(call);
				known.computeIfAbsent(id, (key) -> new ArrayList<>()).add(call);
			}
			else if (type.equals(ResponseItems.OUTPUT)) {
				answer(known.getOrDefault(id, List.of()), id, ResponseContext.text(item.path("output")));
			}
		}
	}

	private void answer(List<Called> calls, String id, String output) {
		if (calls.isEmpty()) {
			this.strays.add(id);
			return;
		}
		for (Called call : calls) {
			if (call.output == null) {
				call.output = output;
				return;
			}
		}
		this.duplicates.add(id);
		calls.get(calls.size() - 1).output = output;
	}

	/**
	 * Returns the ids of outputs that no call precedes.
	 */
	List<String> strays() {
		return this.strays;
	}

	/**
	 * Returns the ids of outputs whose calls had got one before.
	 */
	List<String> duplicates() {
		return this.duplicates;
	}

	List<String> unanswered() {
		return this.calls.stream().filter((call) -> call.output == null).map(Called::id).toList();
	}

	/**
	 * Returns the calls from a position of the items on.
	 */
	List<Called> from(int position) {
		return this.calls.stream().filter((call) -> call.position >= position).toList();
	}

	/**
	 * A call.
	 */
	static final class Called {

		private final int position;

		private final ObjectNode item;

		private @Nullable String output;

		private Called(int position, ObjectNode item) {
			this.position = position;
			this.item = item;
		}

		String id() {
			return this.item.path("call_id").asString("");
		}

		String name() {
			return this.item.path("name").asString("");
		}

		String arguments() {
			return this.item.path("arguments").asString("");
		}

		@Nullable String output() {
			return this.output;
		}

	}

}
