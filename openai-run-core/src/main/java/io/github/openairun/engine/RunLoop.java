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
 * Decides what to do next with a run, from the run, what was done so far, the limits and
 * the time; it does nothing itself.
 */
final class RunLoop {

	/** Leaves the server time to say itself that a run has expired. */
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
	 * Return when a drive that begins now must stop: after the limits' time-out, or soon
	 * after the run's expiry if that comes first. An expiry that has passed although the
	 * run has not ended makes no sense and is passed over.
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
		if (!now.isBefore(progress.deadline())) {
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
		List<ToolCall> open = run.toolCalls().stream().filter((call) -> progress.answer(call) == null).toList();
		if (open.isEmpty()) {
			return new LoopStep.Submit(
					run.toolCalls().stream().map(progress::answer).filter(Objects::nonNull).toList());
		}
		return this.limiter.check(open, progress);
	}

	private LoopStep poll(Run run, DriveProgress progress, Instant now) {
		Duration pause = this.pollPolicy.pause(progress.polls(), run.pollAfter());
		Duration left = Duration.between(now, progress.deadline());
		return new LoopStep.Poll((pause.compareTo(left) < 0) ? pause : left);
	}

}
