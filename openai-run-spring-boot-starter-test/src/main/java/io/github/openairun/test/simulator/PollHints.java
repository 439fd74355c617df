package io.github.openairun.test.simulator;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * How long clients are asked to wait before they read a run again: longer each time, from
 * the creation of the run and from each submission on.
 */
final class PollHints {

	private static final Set<Operation> POLLED = Set.of(Operation.CREATE_RUN, Operation.CREATE_THREAD_AND_RUN,
			Operation.GET_RUN, Operation.SUBMIT_TOOL_OUTPUTS, Operation.CANCEL_RUN);

	private static final Set<String> WORKING = Set.of("queued", "in_progress", "cancelling");

	private static final double FIRST = 50;

	private static final double GROWTH = 1.3;

	private static final double LONGEST = 5000;

	private final @Nullable Duration fixed;

	private final boolean sent;

	private final Map<String, Integer> polls = new HashMap<>();

	/**
	 * Creates hints.
	 * @param fixed the hint, or {@code null} if it grows
	 * @param sent whether the server gives hints
	 */
	PollHints(@Nullable Duration fixed, boolean sent) {
		this.fixed = fixed;
		this.sent = sent;
	}

	/**
	 * Returns the headers of an answer.
	 */
	Map<String, String> headers(Operation operation, ObjectNode run) {
		if (!this.sent || !POLLED.contains(operation)) {
			return Map.of();
		}
		if (this.fixed != null) {
			return header(this.fixed.toMillis());
		}
		String id = run.path("id").asString("");
		if (!WORKING.contains(run.path("status").asString(""))) {
			this.polls.remove(id);
			return Map.of();
		}
		int count = this.polls.merge(id, 1, Integer::sum);
		return header(Math.round(Math.min(LONGEST, FIRST * Math.pow(GROWTH, count - 1))));
	}

	private static Map<String, String> header(long millis) {
		return Map.of("openai-poll-after-ms", Long.toString(millis));
	}

}
