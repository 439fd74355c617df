package io.github.openairun.test.simulator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The calls among some items, each with its answer. The id of a call is unique only among
 * the calls of one response: an answer belongs to the first call before it that has its
 * id and no answer yet.
 */
final class CalledTools {

	private final List<Called> calls = new ArrayList<>();

	private final List<ObjectNode> strays = new ArrayList<>();

	private final List<ObjectNode> duplicates = new ArrayList<>();

	private final Set<String> performed = new HashSet<>();

	CalledTools(List<ObjectNode> items) {
		Map<String, List<Called>> known = new HashMap<>();
		for (int i = 0; i < items.size(); i++) {
			ObjectNode item = items.get(i);
			String id = ClientCalls.id(item);
			if (ClientCalls.isCall(item)) {
				Called call = new Called(i, item);
				this.calls.add(call);
				known.computeIfAbsent(id, (key) -> new ArrayList<>()).add(call);
			}
			else if (ClientCalls.isAnswer(item)) {
				answer(known.getOrDefault(id, List.of()), item);
			}
			else if (ClientCalls.MCP.equals(ClientCalls.type(item))) {
				perform(i, item);
			}
		}
	}

	private void answer(List<Called> calls, ObjectNode answer) {
		if (calls.isEmpty()) {
			this.strays.add(answer);
			return;
		}
		for (Called call : calls) {
			if (call.answer == null) {
				call.answer = answer;
				return;
			}
		}
		this.duplicates.add(answer);
		calls.get(calls.size() - 1).answer = answer;
	}

	/**
	 * A call that the server has made by itself counts as one; it was asked for already
	 * if it was approved.
	 */
	private void perform(int position, ObjectNode item) {
		String approval = item.path("approval_request_id").asString("");
		this.performed.add(approval);
		if (approval.isEmpty()) {
			Called call = new Called(position, item);
			call.answer = item;
			this.calls.add(call);
		}
	}

	/**
	 * Returns the answers that no call precedes.
	 */
	List<ObjectNode> strays() {
		return this.strays;
	}

	/**
	 * Returns the answers whose calls had got one before.
	 */
	List<ObjectNode> duplicates() {
		return this.duplicates;
	}

	/**
	 * Returns the calls that lack their output. A request for approval needs no answer.
	 */
	List<ObjectNode> unanswered() {
		return this.calls.stream()
			.filter((call) -> call.answer == null && !ClientCalls.isApproval(call.item))
			.map((call) -> call.item)
			.toList();
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
	final class Called {

		private final int position;

		private final ObjectNode item;

		private @Nullable ObjectNode answer;

		private Called(int position, ObjectNode item) {
			this.position = position;
			this.item = item;
		}

		String id() {
			return ClientCalls.id(this.item);
		}

		String name() {
			return this.item.path("name").asString("");
		}

		String server() {
			return this.item.path("server_label").asString("");
		}

		String arguments() {
			return ClientCalls.arguments(this.item);
		}

		boolean isAnswered() {
			return this.answer != null;
		}

		boolean isApproval() {
			return ClientCalls.isApproval(this.item);
		}

		boolean isApproved() {
			return this.answer != null && this.answer.path("approve").asBoolean();
		}

		/**
		 * Returns whether it is approved, and the server has not made it yet.
		 */
		boolean isDue() {
			return isApproval() && isApproved() && !CalledTools.this.performed.contains(id());
		}

		@Nullable String output() {
			return (this.answer != null) ? ClientCalls.text(this.answer) : null;
		}

	}

}
