package io.github.openairun.engine;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.github.openairun.ToolCall;
import io.github.openairun.ToolOutput;

/**
 * What to do next with a run.
 */
sealed interface LoopStep {

	/** Wait, then look at the run again. */
	record Poll(Duration pause) implements LoopStep {
	}

	/**
	 * Have these calls answered; the others of the round are answered already. The model
	 * is told why calls are refused, by call id.
	 */
	record Dispatch(List<ToolCall> calls, Map<String, String> refusals) implements LoopStep {

		boolean refusesAll() {
			return this.refusals.size() == this.calls.size();
		}

	}

	/** Submit the outputs of all pending calls. */
	record Submit(List<ToolOutput> outputs) implements LoopStep {
	}

	/** The run has ended. */
	record Done() implements LoopStep {
	}

	/** The run waits for something that outputs cannot answer. */
	record Unsupported() implements LoopStep {
	}

	/** The run wants more than its limits allow. */
	record Exceeded(String problem, boolean cancel) implements LoopStep {
	}

	/** The drive has taken as long as it may. */
	record TimedOut() implements LoopStep {
	}

}
