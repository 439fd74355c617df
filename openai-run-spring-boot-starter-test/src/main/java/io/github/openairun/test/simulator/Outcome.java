package io.github.openairun.test.simulator;

import java.util.ArrayList;
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
	 * Returns what is left of this if the model may write so many tokens only.
	 */
	default Outcome within(int tokens) {
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

		@Override
		public Outcome within(int tokens) {
			return new After(this.items, this.next.within(tokens));
		}

	}

	/**
	 * It asks for tool calls.
	 */
	record Calls(List<ToolCallScript> calls) implements Outcome {

		@Override
		public Outcome within(int tokens) {
			int left = tokens;
			List<ToolCallScript> written = new ArrayList<>();
			for (ToolCallScript call : this.calls) {
				if (left > 0) {
					written.add(call.withArguments(Tokens.cut(call.arguments(), left)));
				}
				left -= Tokens.of(call.arguments());
			}
			return (left < 0) ? new Incomplete(Incomplete.LIMIT, written) : this;
		}

	}

	/**
	 * It replies.
	 *
	 * @param text the reply
	 * @param checked whether it must fit the format that the request asks for
	 */
	record Reply(String text, boolean checked) implements Outcome {

		Reply(String text) {
			this(text, true);
		}

		@Override
		public Outcome within(int tokens) {
			return (Tokens.of(this.text) > tokens) ? new Cut(Tokens.cut(this.text, tokens)) : this;
		}

	}

	/**
	 * It reaches the limit of its tokens within a reply.
	 */
	record Cut(String text) implements Outcome {

	}

	/**
	 * It refuses.
	 */
	record Declined(String text) implements Outcome {

	}

	/**
	 * The run fails.
	 */
	record Failure(String code, String message) implements Outcome {

	}

	/**
	 * The run ends by itself, without a word.
	 */
	record Stopped(SimulatedRunStatus status) implements Outcome {

		@Override
		public Outcome ofResponse() {
			return (this.status == SimulatedRunStatus.EXPIRED) ? new Failure("server_error", "The response expired.")
					: this;
		}

	}

	/**
	 * The run is cut short, perhaps in the middle of calls.
	 */
	record Incomplete(String reason, List<ToolCallScript> calls) implements Outcome {

		/**
		 * The reason of wire Responses; it is {@code max_completion_tokens} on the other.
		 */
		static final String LIMIT = "max_output_tokens";

	}

}
