package io.github.openairun.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

import io.github.openairun.Run;
import io.github.openairun.RunLimits;
import io.github.openairun.RunStatus;
import io.github.openairun.ToolCall;

/**
 * Decides the next step of a run from its snapshot, the progress, the limits and the
 * time, without side effects.
 */
final class RunLoop {

	/** Gives the server time to report that a run has expired. */
	private static final Duration EXPIRY_GRACE = Duration.ofSeconds(5);

	private final RunLimits limits;

	private final PollPolicy pollPolicy;

	private final ToolCallLimiter limiter;

	RunLoop(RunLimits limits, PollPolicy pollPolicy) {
		this.limits = limits;
		this.pollPolicy = pollPolicy;
		this.limiter = new ToolCallLimiter(limits);
	}

	/**
	 * Return when a drive that begins now must stop: after the timeout of the limits, or
	 * soon after the run's expiry if that comes first. An expiry in the past is ignored
	 * if the run has not ended.
	 */
	Instant deadline(Run run, Instant now) {
		Instant deadline = now.plus(this.limits.timeout());
		Instant expiry = run.expiresAt();
		if (expiry != null && expiry.isAfter(now) && expiry.plus(EXPIRY_GRACE).isBefore(deadline)) {
			return expiry.plus(EXPIRY_GRACE);
		}
		return deadline;
	}

	LoopStep next(Run run, DriveProgress progress, Instant now) {
		if (run.status().isTerminal()) {
			return new LoopStep.Done();
		}
		if (!now.isBefore(progress.end())) {
			return new LoopStep.TimedOut();
		}
		if (run.status() == RunStatus.REQUIRES_ACTION && !progress.cancelled()) {
			return act(run, progress, now);
		}
		return poll(run, progress, now);
	}

	private LoopStep act(Run run, DriveProgress progress, Instant now) {
		if (run.unsupportedAction() != null) {
			return new LoopStep.Unsupported();
		}
		if (progress.hasSubmitted(run.toolCalls())) {
			// No call at all, or a snapshot from before the submission: nothing to
			// answer.
			return poll(run, progress, now);
		}
		List<ToolCall> unanswered = run.toolCalls().stream().filter((call) -> progress.answer(call) == null).toList();
		List<ToolCall> open = unanswered.stream().filter((call) -> !progress.isParked(call)).toList();
		if (open.isEmpty() && !unanswered.isEmpty()) {
			return new LoopStep.Suspend();
		}
		if (open.isEmpty()) {
			return new LoopStep.Submit(
					run.toolCalls().stream().map(progress::answer).filter(Objects::nonNull).toList());
		}
		return this.limiter.check(open, progress, run.usage());
	}

	private LoopStep poll(Run run, DriveProgress progress, Instant now) {
		Duration pause = this.pollPolicy.pause(progress.polls(), run.pollAfter());
		Duration left = Duration.between(now, progress.end());
		return new LoopStep.Poll((pause.compareTo(left) < 0) ? pause : left);
	}

}
