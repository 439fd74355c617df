package io.github.openairun.engine;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.util.Assert;

import io.github.openairun.ApiConnectionException;
import io.github.openairun.BadRequestException;
import io.github.openairun.InvalidResponseException;
import io.github.openairun.RateLimitException;
import io.github.openairun.Run;
import io.github.openairun.RunDriveException;
import io.github.openairun.RunException;
import io.github.openairun.RunInterruptedException;
import io.github.openairun.RunLimitExceededException;
import io.github.openairun.RunLimits;
import io.github.openairun.RunListener;
import io.github.openairun.RunNotFoundException;
import io.github.openairun.RunResult;
import io.github.openairun.RunTimeoutException;
import io.github.openairun.ServerErrorException;
import io.github.openairun.ToolCall;
import io.github.openairun.ToolCallFailedException;
import io.github.openairun.ToolOutput;
import io.github.openairun.UnsupportedRunActionException;
import io.github.openairun.tool.ContextCarrier;
import io.github.openairun.tool.ToolBatch;

/**
 * Carries out the steps that {@link RunLoop} decides, on the caller's thread, until the
 * run has ended.
 */
class Drive {

	private static final Log logger = LogFactory.getLog(Drive.class);

	/** A server that fails this often in a row is taken for gone. */
	private static final int MAX_FAILED_LOOKS = 5;

	private final RunComponents components;

	private final RunLoop loop;

	private final RunLimits limits;

	private final Submission submission;

	private final Clock clock;

	private final RunListener listener;

	private final ToolScope tools;

	private int failedLooks;

	Drive(RunComponents components, RunLimits limits, RunListener listener, ToolScope tools) {
		RunComponents.Policies policies = components.policies();
		this.components = components;
		this.limits = limits;
		this.loop = new RunLoop(limits, policies.polling());
		this.clock = policies.clock();
		this.submission = new Submission(components.gateway(), policies.busyThread(), this.clock);
		this.listener = listener;
		this.tools = tools;
	}

	RunResult run(Run start) {
		Run run = start;
		ContextCarrier.Captured context = this.components.tools().executor().capture();
		DriveProgress progress = DriveProgress.begin(this.loop.deadline(run, this.clock.instant()));
		this.listener.statusChanged(run);
		while (true) {
			if (Thread.currentThread().isInterrupted()) {
				throw new RunInterruptedException(run);
			}
			LoopStep step = this.loop.next(run, progress, this.clock.instant());
			if (step instanceof LoopStep.Poll poll) {
				Run next = look(run, poll.pause());
				progress = progress.looked(moved(run, next));
				run = next;
			}
			else if (step instanceof LoopStep.Dispatch dispatch) {
				progress = progress.answered(dispatch, execute(run, dispatch, progress, context));
			}
			else if (step instanceof LoopStep.Submit submit) {
				Run next = submit(run, submit.outputs(), progress);
				progress = progress.submitted(submit.outputs());
				moved(run, next);
				run = next;
			}
			else if (step instanceof LoopStep.Done) {
				return end(run);
			}
			else {
				throw stop(run, step);
			}
		}
	}

	private RunResult end(Run run) {
		try {
			RunResult result = new RunResult(run, this.components.gateway().messages(run));
			this.listener.ended(result);
			return result;
		}
		catch (RunException ex) {
			throw brokenOff(run, ex);
		}
	}

	private List<ToolOutput> execute(Run run, LoopStep.Dispatch dispatch, DriveProgress progress,
			ContextCarrier.Captured context) {
		ToolBatch.Situation situation = new ToolBatch.Situation(progress.rounds() + 1, progress.deadline(),
				this.tools.attributes(), context,
				new ToolBatch.Restrictions(this.tools.parallel(), dispatch.refusals()));
		try {
			return execute(new ToolBatch(run, dispatch.calls(), this.tools.offered(), this.listener, situation));
		}
		catch (ToolCallFailedException ex) {
			throw ex.isCancelling() ? new ToolCallFailedException(cancel(run), ex.call(), true, cause(ex)) : ex;
		}
	}

	private List<ToolOutput> execute(ToolBatch batch) {
		List<ToolOutput> outputs = this.components.tools().executor().execute(batch);
		Assert.state(
				outputs.stream()
					.map(ToolOutput::callId)
					.toList()
					.equals(batch.calls().stream().map(ToolCall::id).toList()),
				"The ToolExecutor must return exactly one output for each call, in the order of the calls");
		return outputs;
	}

	private static Throwable cause(ToolCallFailedException ex) {
		return (ex.getCause() != null) ? ex.getCause() : ex;
	}

	private Run submit(Run run, List<ToolOutput> outputs, DriveProgress progress) {
		try {
			return this.submission.submit(run, outputs, progress.deadline());
		}
		catch (BadRequestException ex) {
			return movedOn(run, ex);
		}
		catch (RunException ex) {
			throw orInterrupted(run, ex);
		}
	}

	/**
	 * A run that has expired, was cancelled or was answered by somebody else while the
	 * handlers worked takes no outputs any more, and is followed as it is now.
	 */
	private Run movedOn(Run run, BadRequestException refusal) {
		Run now = fresh(run);
		if (now.requiresAction() && now.toolCalls().equals(run.toolCalls())) {
			throw refusal;
		}
		logger.warn("Run " + run.id() + " did not take its tool outputs: it is '" + now.statusText() + "' by now");
		return now;
	}

	private Run fresh(Run run) {
		try {
			return this.components.gateway().refresh(run);
		}
		catch (RunException ex) {
			throw brokenOff(run, ex);
		}
	}

	private Run look(Run run, Duration pause) {
		try {
			this.components.policies().busyThread().sleeper().sleep(pause);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new RunInterruptedException(run);
		}
		try {
			Run next = this.components.gateway().refresh(run);
			this.failedLooks = 0;
			return next;
		}
		catch (ApiConnectionException | ServerErrorException | RateLimitException | InvalidResponseException
				| RunNotFoundException ex) {
			this.failedLooks++;
			if (this.failedLooks >= MAX_FAILED_LOOKS || Thread.currentThread().isInterrupted()) {
				throw brokenOff(run, ex);
			}
			logger.warn("Run " + run.id() + " could not be looked at; trying again: " + ex.getMessage());
			return run;
		}
	}

	private static RunException brokenOff(Run run, RunException failure) {
		return orInterrupted(run, new RunDriveException(run, failure));
	}

	private static RunException orInterrupted(Run run, RunException failure) {
		if (!Thread.currentThread().isInterrupted()) {
			return failure;
		}
		RunInterruptedException interrupted = new RunInterruptedException(run);
		interrupted.addSuppressed(failure);
		return interrupted;
	}

	private boolean moved(Run before, Run after) {
		boolean moved = !before.statusText().equals(after.statusText());
		if (moved) {
			this.listener.statusChanged(after);
		}
		return moved;
	}

	private RunException stop(Run run, LoopStep step) {
		if (step instanceof LoopStep.Exceeded exceeded) {
			return new RunLimitExceededException(partialResult(exceeded.cancel() ? cancel(run) : run),
					exceeded.problem());
		}
		return (step instanceof LoopStep.GiveUp) ? new UnsupportedRunActionException(run)
				: new RunTimeoutException(run, this.limits.timeout());
	}

	private RunResult partialResult(Run run) {
		try {
			return new RunResult(run, this.components.gateway().messages(run));
		}
		catch (RunException ex) {
			logger.warn("The messages that run " + run.id() + " has written so far could not be read", ex);
			return new RunResult(run, List.of());
		}
	}

	private Run cancel(Run run) {
		try {
			Run cancelled = this.components.gateway().cancel(run);
			moved(run, cancelled);
			return cancelled;
		}
		catch (RunException ex) {
			logger.warn("Run " + run.id() + " is to stop and could not be cancelled", ex);
			return run;
		}
	}

	/**
	 * What the tools of a drive are given.
	 *
	 * @param offered the names of the tools that may be executed
	 * @param attributes what the request has for the handlers
	 * @param parallel whether calls may run side by side
	 */
	record ToolScope(Collection<String> offered, Map<String, Object> attributes, boolean parallel) {
	}

}
