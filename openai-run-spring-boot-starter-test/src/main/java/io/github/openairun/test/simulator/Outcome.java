package io.github.openairun.test.simulator;

import java.util.List;

import tools.jackson.databind.node.ObjectNode;

/**
 * What the simulated model does in one turn.
 */
sealed interface Outcome {

	/**
	 * Returns an outcome that comes after some items.
	 */
	static Outcome after(List<ObjectNode> items, Outcome next) {
		return items.isEmpty() ? next : new After(List.copyOf(items), next);
	}

	/**
	 * Returns what comes nearest to this on wire Assistants.
	 */
	default Outcome ofRun() {
		return this;
	}

	/**
	 * Returns what comes nearest to this on wire Responses.
	 */
	default Outcome ofResponse() {
		return this;
	}

	/**
	 * It puts out items, and something else behind them.
	 */
	record After(List<ObjectNode> items, Outcome next) implements Outcome {

		@Override
		public Outcome ofRun() {
			return this.next;
		}

		@Override
		public Outcome ofResponse() {
			return new After(this.items, this.next.ofResponse());
		}

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
	 * The run ends by itself, without a word.
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
