package io.github.openairun.engine;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.github.openairun.ToolCall;
import io.github.openairun.ToolOutput;

/**
 * The next step of a run.
 */
sealed interface LoopStep {

	/** Wait, then poll the run. */
	record Poll(Duration pause) implements LoopStep {
	}

	/**
	 * Execute these calls; the others of the round are answered already. The model
	 * receives the reasons for refused calls, by call id.
	 */
	record Dispatch(List<ToolCall> calls, Map<String, String> refusals) implements LoopStep {

		boolean refusesAll() {
			return !this.calls.isEmpty() && this.refusals.size() == this.calls.size();
		}

	}

	/** Wait until one of the calls that wait is decided; the others have outputs. */
	record Suspend() implements LoopStep {
	}

	/** Submit the outputs of all pending calls. */
	record Submit(List<ToolOutput> outputs) implements LoopStep {
	}

	/** The run has ended. */
	record Done() implements LoopStep {
	}

	/** The run waits for an action that outputs cannot satisfy. */
	record Unsupported() implements LoopStep {
	}

	/** The run exceeds its limits. */
	record Exceeded(String problem, boolean cancel) implements LoopStep {
	}

	/** The drive has reached its deadline. */
	record TimedOut() implements LoopStep {
	}

}
