package io.github.openairun.test.simulator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The calls of a run on wire Assistants v2, round by round, and their outputs.
 */
final class CallLog {

	private final List<List<PendingCall>> rounds = new ArrayList<>();

	private final Map<String, String> outputs = new HashMap<>();

	private List<PendingCall> pending = List.of();

	void ask(List<PendingCall> calls) {
		this.rounds.add(calls);
		this.pending = calls;
	}

	void answer(Map<String, String> outputs) {
		this.pending.forEach((call) -> this.outputs.put(call.id(), outputs.getOrDefault(call.id(), "")));
		this.pending = List.of();
	}

	void forget() {
		this.pending = List.of();
	}

	/**
	 * Returns how many turns the model has had once it has ended the run.
	 */
	int turns() {
		return this.rounds.size() + 1;
	}

	List<PendingCall> pending() {
		return this.pending;
	}

	List<AnsweredCall> answered() {
		return this.rounds.stream()
			.flatMap(List::stream)
			.filter((call) -> this.outputs.containsKey(call.id()))
			.map((call) -> new AnsweredCall(call.call().tool(), this.outputs.getOrDefault(call.id(), "")))
			.toList();
	}

	List<RecordedCall> recorded() {
		List<RecordedCall> calls = new ArrayList<>();
		for (int i = 0; i < this.rounds.size(); i++) {
			for (PendingCall call : this.rounds.get(i)) {
				calls.add(new RecordedCall(i + 1, call.id(), call.call().tool(), call.call().arguments(),
						this.outputs.get(call.id())));
			}
		}
		return calls;
	}

}
