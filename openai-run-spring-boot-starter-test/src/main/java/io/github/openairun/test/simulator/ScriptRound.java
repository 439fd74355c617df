package io.github.openairun.test.simulator;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import tools.jackson.databind.node.ObjectNode;

/**
 * One turn of a script that asks for tool calls.
 *
 * @param items what is put out before them
 * @param calls the calls
 */
record ScriptRound(List<ObjectNode> items, List<ToolCallScript> calls) {

	Outcome outcome() {
		return Outcome.after(this.items, new Outcome.Calls(this.calls));
	}

	/**
	 * Returns a turn that asks for calls of some tools only.
	 */
	ScriptRound only(Set<String> tools) {
		return new ScriptRound(this.items, this.calls.stream().filter((call) -> tools.contains(call.tool())).toList());
	}

	/**
	 * Returns turns that ask for one call each.
	 */
	Stream<ScriptRound> singly() {
		return IntStream.range(0, this.calls.size())
			.mapToObj((i) -> new ScriptRound((i == 0) ? this.items : List.of(), List.of(this.calls.get(i))));
	}

}
