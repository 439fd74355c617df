package io.github.openairun.test.simulator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The calls of a run on wire Assistants v2, round by round, and their outputs.
 */
final class CallLog {

	private final List<List<WaitingCall>> rounds = new ArrayList<>();

	private final Map<String, String> outputs = new HashMap<>();

	private final Set<String> denied = new HashSet<>();

	private List<WaitingCall> pending = List.of();

	void ask(List<WaitingCall> calls) {
		this.rounds.add(calls);
		this.pending = calls;
	}

	void answer(Map<String, String> outputs) {
		this.pending.forEach((call) -> this.outputs.put(call.id(), outputs.getOrDefault(call.id(), "")));
		this.pending = List.of();
	}

	/**
	 * Takes decisions on the calls of remote MCP servers.
	 * @return their outputs, without those of calls that are denied
	 */
	Map<String, String> decide(Map<String, Boolean> approvals) {
		Map<String, String> made = new HashMap<>();
		for (WaitingCall call : this.pending) {
			if (Boolean.TRUE.equals(approvals.get(call.id()))) {
				made.put(call.id(), call.call().output());
			}
			else {
				this.denied.add(call.id());
			}
		}
		answer(made);
		return made;
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

	List<WaitingCall> pending() {
		return this.pending;
	}

	List<AnsweredCall> answered() {
		return this.rounds.stream()
			.flatMap(List::stream)
			.filter((call) -> this.outputs.containsKey(call.id()))
			.map((call) -> new AnsweredCall(call.call().tool(), this.outputs.getOrDefault(call.id(), ""),
					this.denied.contains(call.id())))
			.toList();
	}

	List<RecordedCall> recorded() {
		List<RecordedCall> calls = new ArrayList<>();
		for (int i = 0; i < this.rounds.size(); i++) {
			for (WaitingCall call : this.rounds.get(i)) {
				calls.add(new RecordedCall(i + 1, call.id(), call.call().tool(), call.call().arguments(),
						recorded(call)));
			}
		}
		return calls;
	}

	/**
	 * Returns what the client has submitted.
	 */
	private @Nullable String recorded(WaitingCall call) {
		String output = this.outputs.get(call.id());
		if (output == null || !call.call().isMcp()) {
			return output;
		}
		return this.denied.contains(call.id()) ? "denied" : "approved";
	}

}
