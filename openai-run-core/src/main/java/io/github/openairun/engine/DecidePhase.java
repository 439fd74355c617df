package io.github.openairun.engine;

import java.time.Duration;
import java.time.Instant;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.openairun.ApiConnectionException;
import io.github.openairun.InvalidResponseException;
import io.github.openairun.RateLimitException;
import io.github.openairun.Run;
import io.github.openairun.RunDriveException;
import io.github.openairun.RunException;
import io.github.openairun.RunLimit;
import io.github.openairun.RunLimitExceededException;
import io.github.openairun.RunLimits;
import io.github.openairun.RunNotFoundException;
import io.github.openairun.RunTimeoutException;
import io.github.openairun.ServerErrorException;
import io.github.openairun.UnsupportedRunActionException;
import io.github.openairun.wire.RepeatableException;

/**
 * The newest snapshot is known, and the {@link RunLoop} decides what it calls for; if it
 * calls for another one, it is fetched here.
 */
final class DecidePhase implements Phase {

	private static final Log logger = LogFactory.getLog(DecidePhase.class);

	/** A server that fails this often in a row is taken for gone. */
	private static final int MAX_FAILED_LOOKS = 5;

	private final DriveState state;

	private final RunLoop loop;

	private boolean lookDue;

	private int failedLooks;

	DecidePhase(DriveState state) {
		this.state = state;
		this.loop = loop(state);
	}

	private static RunLoop loop(DriveState state) {
		return new RunLoop(state.plan().bounds().limits(), state.plan().bounds().polling());
	}

	/**
	 * Begin with the first snapshot of a run.
	 */
	static DecidePhase arrived(DriveState state, Run run) {
		Instant deadline = loop(state).deadline(run, state.now());
		if (deadline.isBefore(state.progress().deadline())) {
			state.progress(DriveProgress.begin(deadline));
		}
		state.seen(run);
		return new DecidePhase(state);
	}

	@Override
	public Turn go() {
		Run run = this.state.knownRun();
		if (this.lookDue) {
			this.lookDue = false;
			Duration asked = look(run);
			if (!asked.isZero()) {
				return this.state.pause(asked);
			}
			run = this.state.knownRun();
		}
		LoopStep step = this.loop.next(run, this.state.progress(), this.state.now());
		if (step instanceof LoopStep.Poll poll) {
			this.lookDue = true;
			return this.state.pause(poll.pause());
		}
		return new Turn.Next(next(run, step));
	}

	private Phase next(Run run, LoopStep step) {
		if (step instanceof LoopStep.Dispatch dispatch) {
			this.state.asked();
			return new WorkPhase(this.state, ToolWork.begin(this.state, run, dispatch));
		}
		if (step instanceof LoopStep.Submit submit) {
			return new PostPhase(this.state, new Deed.Submit(this.state.server().once(), run, submit.outputs()),
					submit.outputs());
		}
		if (step instanceof LoopStep.Done) {
			return new EndPhase(this.state);
		}
		throw stop(run, step);
	}

	/**
	 * Fetch a snapshot.
	 * @return how long the server asks to wait because it could not answer; zero if there
	 * is no need to
	 */
	private Duration look(Run run) {
		this.state.plan().observation().polled();
		try {
			Run next = this.state.server().once().refresh(run);
			this.failedLooks = 0;
			this.state.events().missed();
			this.state.seen(next);
			this.state.progress(this.state.progress().polled());
			return Duration.ZERO;
		}
		catch (RepeatableException ex) {
			return failedLook(run, ex.failure(), ex.pause(0));
		}
		catch (ApiConnectionException | ServerErrorException | RateLimitException | InvalidResponseException
				| RunNotFoundException ex) {
			return failedLook(run, ex, null);
		}
	}

	private Duration failedLook(Run run, RunException failure, @Nullable Duration pause) {
		this.failedLooks++;
		if (this.failedLooks >= MAX_FAILED_LOOKS) {
			throw new RunDriveException(run, failure);
		}
		logger.warn("Run " + run.id() + " could not be looked at; trying again: " + failure.getMessage());
		this.state.progress(this.state.progress().polled());
		return (pause != null) ? pause : Duration.ZERO;
	}

	private RunException stop(Run run, LoopStep step) {
		DriveServer server = this.state.server();
		if (step instanceof LoopStep.Exceeded exceeded) {
			return new RunLimitExceededException(server.resultSoFar(exceeded.cancel() ? cancelled(run) : run),
					exceeded.problem());
		}
		if (step instanceof LoopStep.GiveUp) {
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
