package io.github.openairun.test.simulator;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.openairun.ToolDefinition;

/**
 * A run that the simulator has played, as far as it has come. On wire
 * {@link Wire#RESPONSES} it is a response with all that continue it.
 *
 * @param id the id of the run, or of its first response
 * @param threadId the thread or conversation, or {@code null} if there is none
 * @param message the text of the user message that it replies to
 * @param status such as {@code completed} or {@code requires_action}, the same words on
 * both wires
 * @param offered the function tools that it may call
 * @param calls the calls that it has made, in their order
 * @param reply the text of its reply, empty if there is none
 * @since 0.1.0
 */
public record RecordedRun(String id, @Nullable String threadId, String message, String status,
		List<ToolDefinition> offered, List<RecordedCall> calls, String reply) {

	public RecordedRun {
		offered = List.copyOf(offered);
		calls = List.copyOf(calls);
	}

	/**
	 * Returns how many times the run asked for outputs.
	 * @return the number of rounds
	 */
	public int rounds() {
		return this.calls.isEmpty() ? 0 : this.calls.get(this.calls.size() - 1).round();
	}

}
