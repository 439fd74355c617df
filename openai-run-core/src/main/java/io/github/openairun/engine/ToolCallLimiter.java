package io.github.openairun.engine;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.github.openairun.RunLimit;
import io.github.openairun.RunLimits;
import io.github.openairun.RunUsage;
import io.github.openairun.ToolCall;
import io.github.openairun.support.LogText;

/**
 * Checks the tool calls of a round against the limits of the run.
 */
final class ToolCallLimiter {

	/** After so many rounds of refused calls, the model will not stop by itself. */
	private static final int MAX_REFUSED_ROUNDS = 3;

	private final RunLimits limits;

	ToolCallLimiter(RunLimits limits) {
		this.limits = limits;
	}

	/**
	 * Check the calls of a round.
	 * @param open the calls without an output
	 * @param progress the progress of the drive
	 * @param used the tokens that the run has used, or {@code null} if they are not known
	 * @return the step that executes or refuses the calls, or that ends the run
	 */
	LoopStep check(List<ToolCall> open, DriveProgress progress, @Nullable RunUsage used) {
		Excess expensive = (used != null) ? excess(used) : null;
		Map<String, String> refusals = new LinkedHashMap<>();
		Map<String, Integer> ofTool = new HashMap<>();
		Map<ProgressFields.Signature, Integer> identical = new HashMap<>();
		int executed = 0;
		for (ToolCall call : open) {
			Counts before = new Counts(progress.totalCalls() + executed,
					progress.callsOf(call.name()) + ofTool.getOrDefault(call.name(), 0),
					progress.identicalCalls(call) + identical.getOrDefault(ProgressFields.Signature.of(call), 0));
			Excess excess = (expensive != null) ? expensive : excess(call, progress, before);
			if (excess == null) {
				executed++;
				ofTool.merge(call.name(), 1, Integer::sum);
				identical.merge(ProgressFields.Signature.of(call), 1, Integer::sum);
			}
			else if (excess.limit().action() == RunLimit.Action.TELL_MODEL) {
				refusals.put(call.id(), excess.advice());
			}
			else {
				return new LoopStep.Exceeded(excess.problem(), excess.limit().action() == RunLimit.Action.CANCEL);
			}
		}
		if (refusals.size() == open.size() && progress.refusedRounds() >= MAX_REFUSED_ROUNDS) {
			return new LoopStep.Exceeded(
					"it continued to make calls after " + MAX_REFUSED_ROUNDS + " rounds in which all were refused",
					true);
		}
		return new LoopStep.Dispatch(open, refusals);
	}

	private @Nullable Excess excess(RunUsage used) {
		RunLimit tokens = this.limits.tokens();
		if (tokens == null || used.totalTokens() < tokens.max()) {
			return null;
		}
		return new Excess(tokens,
				"it used " + used.totalTokens() + " tokens, and the limit is " + tokens.max() + " for a whole run",
				"The tokens of this run are used up, and no more tool calls are allowed. "
						+ "Answer briefly with what you know.");
	}

	private @Nullable Excess excess(ToolCall call, DriveProgress progress, Counts before) {
		RunLimit rounds = this.limits.rounds();
		if (progress.rounds() >= rounds.max()) {
			return new Excess(rounds, "it required tool outputs more than " + rounds.max() + " times",
					"There have been " + rounds.max() + " rounds of tool calls, and no more are allowed. "
							+ "Answer with what you know.");
		}
		RunLimit calls = this.limits.calls();
		if (before.all() >= calls.max()) {
			return new Excess(calls, "it made more than " + calls.max() + " tool calls", "There have been "
					+ calls.max() + " tool calls, and no more are allowed. Answer with what you know.");
		}
		RunLimit ofTool = this.limits.callsPerTool();
		if (before.ofTool() >= ofTool.max()) {
			return new Excess(ofTool,
					"it called tool '" + LogText.of(call.name()) + "' more than " + ofTool.max() + " times",
					"This tool has been called " + ofTool.max() + " times, and no more calls of it are allowed.");
		}
		RunLimit identical = this.limits.identicalCalls();
		if (before.identical() >= identical.max()) {
			return new Excess(identical,
					"it called tool '" + LogText.of(call.name()) + "' with the same arguments more than "
							+ identical.max() + " times",
					"This tool has been called " + identical.max() + " times with the same arguments. "
							+ "Use the outputs that you have, or change the arguments.");
		}
		return null;
	}

	private record Counts(int all, int ofTool, int identical) {
	}

	private record Excess(RunLimit limit, String problem, String advice) {
	}

}
