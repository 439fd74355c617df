package io.github.openairun.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Flow;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.openairun.ApiConnectionException;
import io.github.openairun.ApiException;
import io.github.openairun.InvalidResponseException;
import io.github.openairun.RateLimitException;
import io.github.openairun.Run;
import io.github.openairun.RunDriveException;
import io.github.openairun.RunException;
import io.github.openairun.RunLimit;
import io.github.openairun.RunLimitExceededException;
import io.github.openairun.RunLimits;
import io.github.openairun.RunNotFoundException;
import io.github.openairun.RunStatus;
import io.github.openairun.RunTimeoutException;
import io.github.openairun.ServerErrorException;
import io.github.openairun.UnsupportedRunActionException;
import io.github.openairun.UnsupportedRunOperationException;
import io.github.openairun.support.LogText;
import io.github.openairun.wire.RepeatableException;
import io.github.openairun.wire.RunEvent;

/**
 * The phase that lets the {@link RunLoop} decide what follows the newest snapshot, and
 * that polls the run.
 */
final class DecidePhase implements Phase {

	private static final Log logger = LogFactory.getLog(DecidePhase.class);

	/** After so many consecutive failures, the drive ends. */
	private static final int MAX_FAILED_POLLS = 5;

	private final DriveState state;

	private final RunLoop loop;

	private boolean pollDue;

	private int failedPolls;

	DecidePhase(DriveState state) {
		this.state = state;
		this.loop = loop(state);
	}

	private static RunLoop loop(DriveState state) {
		return new RunLoop(state.plan().bounds().limits(), state.plan().bounds().polling());
	}

	/** Create a phase that polls the run first, because it may have ended meanwhile. */
	static DecidePhase polling(DriveState state) {
		DecidePhase phase = new DecidePhase(state);
		phase.pollDue = true;
		return phase;
	}

	/**
	 * Create a phase for the first snapshot of a run.
	 */
	static DecidePhase arrived(DriveState state, Run run) {
		if (state.progress().isSuspended()) {
			state.progress(state.progress().resumed(state.now()));
		}
		Instant deadline = loop(state).deadline(run, state.now());
		if (deadline.isBefore(state.progress().end())) {
			state.progress(state.progress().deadline(deadline));
		}
		new RecordedState(state).arrived(run);
		state.seen(run);
		return new DecidePhase(state);
	}

	@Override
	public PhaseResult go() {
		Run run = this.state.requiredRun();
		if (this.pollDue) {
			this.pollDue = false;
			Flow.Publisher<RunEvent> missing = this.state.obtain(run);
			if (missing != null) {
				this.state.events().missed();
				this.state.progress(this.state.progress().polled());
				return new PhaseResult.Next(FollowPhase.open(this.state, null, missing));
			}
			Duration asked = poll(run);
			if (!asked.isZero()) {
				return this.state.pause(asked);
			}
			run = this.state.requiredRun();
		}
		LoopStep step = this.loop.next(run, this.state.progress(), this.state.now());
		if (step instanceof LoopStep.Poll poll) {
			this.pollDue = true;
			if (this.state.isPollRequested()) {
				return new PhaseResult.Next(this);
			}
			return new RecordedState(this.state).isPausing(run, poll.pause())
					? new PhaseResult.Left(run, this.state.now().plus(poll.pause())) : this.state.pause(poll.pause());
		}
		return new PhaseResult.Next(next(run, step));
	}

	@Override
	public boolean isToPoll() {
		return this.pollDue && this.state.isPollRequested();
	}

	private Phase next(Run run, LoopStep step) {
		if (step instanceof LoopStep.Dispatch dispatch) {
			return dispatch(run, dispatch);
		}
		if (step instanceof LoopStep.Suspend) {
			return new SuspendPhase(this.state);
		}
		if (step instanceof LoopStep.Submit submit) {
			return new RecordedState(this.state).submission(run, submit.outputs());
		}
		if (step instanceof LoopStep.Done) {
			return new ResultPhase(this.state);
		}
		throw stop(run, step);
	}

	private Phase dispatch(Run run, LoopStep.Dispatch dispatch) {
		CallReview review = CallReview.of(this.state, run, dispatch);
		this.state.reviewed(review);
		this.state.progress(this.state.progress().parked(review.parked()));
		if (review.isCancelling()) {
			this.state.cancel();
			return this;
		}
		List<ToolAnswer> decided = review.remoteAnswers();
		if (!decided.isEmpty()) {
			new RecordedState(this.state).decided(run, decided);
		}
		if (review.ready().calls().isEmpty()) {
			return this;
		}
		this.state.roundStarted();
		return new ToolPhase(this.state, ToolRoundExecution.begin(this.state, run, review));
	}

	/**
	 * Retrieve a snapshot.
	 * @return the pause that the server requests because it could not respond; zero for
	 * none
	 */
	private Duration poll(Run run) {
		this.state.plan().observation().polled();
		this.state.pollBegins();
		try {
			Run next = this.state.server().once().refresh(run);
			if (!next.id().equals(run.id())) {
				throw new InvalidResponseException("The poll of run '" + LogText.of(run.id()) + "'", null,
						"it returned run '" + LogText.of(next.id()) + "'", null);
			}
			this.failedPolls = 0;
			this.state.events().missed();
			this.state.seen(next);
			this.state.progress(this.state.progress().polled());
			return Duration.ZERO;
		}
		catch (RepeatableException ex) {
			return failedPoll(run, ex.failure(), ex.pause(0));
		}
		catch (ApiConnectionException | ServerErrorException | RateLimitException | InvalidResponseException
				| RunNotFoundException ex) {
			return failedPoll(run, ex, null);
		}
		catch (ApiException ex) {
			if (this.state.cancelFailure() == null) {
				throw ex;
			}
			return failedPoll(run, ex, null);
		}
	}

	private Duration failedPoll(Run run, RunException failure, @Nullable Duration pause) {
		this.failedPolls++;
		RunException cancelFailure = this.state.cancelFailure();
		if (isRefusal(cancelFailure) && isRefusal(failure)) {
			// The server knows no run to cancel; closing its stream was the cancellation.
			this.state.seen(run.mutate().status(RunStatus.CANCELLED).build());
			return Duration.ZERO;
		}
		RunException pushed = this.state.pushedError();
		if (pushed != null && failure instanceof ApiException) {
			// The server's error about the run itself is more specific.
			pushed.addSuppressed(failure);
			throw new RunDriveException(run, pushed);
		}
		if (this.failedPolls >= MAX_FAILED_POLLS) {
			RunDriveException ended = new RunDriveException(run, failure);
			if (cancelFailure != null) {
				ended.addSuppressed(cancelFailure);
			}
			throw ended;
		}
		logger.warn("Run " + LogText.of(run.id()) + " could not be polled; trying again: " + failure.getMessage());
		this.state.progress(this.state.progress().polled());
		return (pause != null) ? pause : Duration.ZERO;
	}

	/** Return whether the server has responded and does not serve the request. */
	private static boolean isRefusal(@Nullable RunException failure) {
		return failure instanceof InvalidResponseException || failure instanceof UnsupportedRunOperationException
				|| (failure instanceof ApiException && !(failure instanceof ServerErrorException)
						&& !(failure instanceof RateLimitException));
	}

	private RunException stop(Run run, LoopStep step) {
		DriveServer server = this.state.server();
		if (step instanceof LoopStep.Exceeded exceeded) {
			return new RunLimitExceededException(server.resultSoFar(exceeded.cancel() ? cancelled(run) : run),
					exceeded.problem());
		}
		if (step instanceof LoopStep.Unsupported) {
			return new UnsupportedRunActionException(run);
		}
		if (this.state.progress().cancelled()) {
			return new RunTimeoutException(run, Drive.CANCEL_GRACE);
		}
		RunLimits limits = this.state.plan().bounds().limits();
		boolean cancel = limits.timeoutAction() == RunLimit.Action.CANCEL;
		return new RunTimeoutException(cancel ? cancelled(run) : run, limits.timeout());
	}

	private Run cancelled(Run run) {
		Run cancelled = this.state.server().tryCancel(run);
		this.state.seen(cancelled);
		return cancelled;
	}

}
