package io.github.openairun.test.simulator;

import java.util.List;

/**
 * What the simulated model does in one turn.
 */
sealed interface Outcome {

	/**
	 * Returns what comes nearest to this on wire Responses.
	 */
	default Outcome ofResponse() {
		return this;
	}

	/**
	 * It asks for tool calls.
	 */
	record Calls(List<ToolCallScript> calls) implements Outcome {

	}

	/**
	 * It replies.
	 */
	record Reply(String text) implements Outcome {

	}

	/**
	 * It refuses.
	 */
	record Refusal(String text) implements Outcome {

	}

	/**
	 * The run fails.
	 */
	record Failure(String code, String message) implements Outcome {

	}

	/**
	 * The run ends by itself as cancelled or expired.
	 */
	record Ended(RunStatus status) implements Outcome {

		@Override
		public Outcome ofResponse() {
			return (this.status == RunStatus.EXPIRED) ? new Failure("server_error", "The response expired.") : this;
		}

	}

	/**
	 * The run is cut short, perhaps in the middle of calls.
	 */
	record Incomplete(String reason, List<ToolCallScript> calls) implements Outcome {

	}

}
