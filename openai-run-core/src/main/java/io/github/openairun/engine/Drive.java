package io.github.openairun.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import io.micrometer.observation.Observation;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.openairun.PendingCall;
import io.github.openairun.Run;
import io.github.openairun.RunException;
import io.github.openairun.RunResult;
import io.github.openairun.support.LogText;

/**
 * The processing of a run until it ends. A drive never waits: it returns the pause that
 * it needs, and its {@link DriveRunner} decides which thread waits, if any. One thread at
 * a time runs its steps.
 */
final class Drive {

	private static final Log logger = LogFactory.getLog(Drive.class);

	/** How long a run may take to stop after the request to cancel it. */
	static final Duration CANCEL_GRACE = Duration.ofSeconds(30);

	private final DriveState state;

	private Phase phase;

	private @Nullable RunResult result;

	private @Nullable List<PendingCall> waiting;

	private @Nullable Instant pausedUntil;

	private volatile boolean cancelRequested;

	Drive(DrivePlan plan, DriveServer server) {
		this.state = new DriveState(plan, server);
		this.phase = new StartPhase(this.state);
		this.state.setCanceller(this::cancel);
	}

	DrivePlan plan() {
		return this.state.plan();
	}

	/**
	 * Set the callbacks of the runner.
	 * @param waker called when a pause may end early
	 * @param executor runs work of the drive that may block
	 */
	void setRunner(Runnable waker, Executor executor) {
		this.state.setRunner(waker, executor);
	}

	/** Set the hints that request polls. */
	void setHints(ResponseHints hints) {
		this.state.setHints(hints);
	}

	/** Note that the thread that runs the steps waits for the end of the drive. */
	void setWaiting() {
		this.state.setWaiting();
	}

	/** Ask the drive to stop and to cancel its run; any thread may. */
	void cancel() {
		this.cancelRequested = true;
		this.state.wake();
	}

	/** Return whether the drive has a request to stop that it has not processed yet. */
	boolean isToStop() {
		return this.cancelRequested && !this.state.progress().cancelled();
	}

	/** Return whether the pause ends now because a poll is requested. */
	boolean isToPoll() {
		return this.phase.isToPoll();
	}

	/** Return the id of the newest response, or {@code null}; any thread may ask. */
	@Nullable String responseId() {
		return this.state.responseId();
	}

	/** Return the newest snapshot, or {@code null} if there is no run yet. */
	@Nullable Run run() {
		return this.state.run();
	}

	/** Return a future for the id of the run. */
	CompletableFuture<String> runId() {
		return this.state.runId();
	}

	/** Return a future for the id of the thread. */
	CompletableFuture<String> threadId() {
		return this.state.threadId();
	}

	/** Return the result of a drive that has ended. */
	RunResult result() {
		return Objects.requireNonNull(this.result, "The drive has not ended");
	}

	/** Return a future for the calls that the drive waits for first. */
	CompletableFuture<List<PendingCall>> suspended() {
		return this.state.suspended();
	}

	/** Return whether the drive can do nothing until a call that waits is decided. */
	boolean isSuspended() {
		return this.state.progress().isSuspended();
	}

	/** Return the calls for which the drive has ended before its run, or {@code null}. */
	@Nullable List<PendingCall> waiting() {
		return this.waiting;
	}

	/**
	 * Return when the run is to be polled for which the drive has ended before its run,
	 * or {@code null}.
	 */
	@Nullable Instant pausedUntil() {
		return this.pausedUntil;
	}

	/**
	 * Advance as far as possible without waiting.
	 * @return the pause before the next call, or {@code null} if the drive has ended
	 */
	@Nullable DrivePause advance() {
		DriveObservation observation = plan().observation();
		DrivePause pause;
		try (Observation.Scope scope = observation.open()) {
			pause = goOn();
		}
		if (pause == null) {
			observation.stop();
		}
		return pause;
	}

	private @Nullable DrivePause goOn() {
		while (true) {
			if (isToStop()) {
				cancelIfPossible();
			}
			Phase.PhaseResult turn = this.phase.go();
			if (turn instanceof Phase.PhaseResult.Delay wait && !(isToStop() && this.state.run() != null)) {
				return wait.pause();
			}
			if (turn instanceof Phase.PhaseResult.Next next) {
				this.phase = next.phase();
			}
			if (turn instanceof Phase.PhaseResult.Suspended suspended) {
				this.result = new RunResult(suspended.run(), List.of());
				this.waiting = suspended.calls();
				return null;
			}
			if (turn instanceof Phase.PhaseResult.Left left) {
				this.result = new RunResult(left.run(), List.of());
				this.pausedUntil = left.until();
				return null;
			}
			if (turn instanceof Phase.PhaseResult.End end) {
				this.result = end.result();
				withdraw();
				plan().observation().ended(end.result());
				this.state.events().ended(end.result());
				return null;
			}
		}
	}

	/** Cancel the run, as soon as it is known. */
	private void cancelIfPossible() {
		Run run = this.state.run();
		if (run == null) {
			if (this.phase.mayBeAtServer()) {
				return;
			}
			throw new CancellationException("The run was cancelled before it was created");
		}
		this.phase.stop();
		withdraw();
		Instant grace = this.state.now().plus(CANCEL_GRACE);
		Instant deadline = this.state.progress().end();
		this.state.progress(this.state.progress().cancelled(grace.isBefore(deadline) ? grace : deadline));
		this.state.events().missed();
		try {
			this.state.seen(this.state.server().cancel(run));
		}
		catch (RunException ex) {
			// A response that works in the foreground ends when its stream is closed.
			logger.debug("Run " + LogText.of(run.id()) + " cannot be cancelled; waiting for it to end", ex);
			this.state.cancelFailed(ex);
		}
		this.phase = new DecidePhase(this.state);
	}

	/** Stop waiting for the decisions of others. */
	private void withdraw() {
		Run run = this.state.run();
		if (run != null && (this.state.progress().hasWaited() || plan().recording().isNone())) {
			new WaitingCalls(this.state).withdrawAll(run);
		}
	}

	/**
	 * End the drive without a result, and stop all its work.
	 * @param failure the reason
	 */
	void fail(RuntimeException failure) {
		this.state.failed(failure);
		this.phase.stop();
		if (failure instanceof DriveLostException) {
			logger.debug("The drive stops without a trace", failure);
			plan().observation().stop();
			return;
		}
		if (plan().recording().isNone()) {
			withdraw();
		}
		plan().observation().failed(failure);
		this.state.events().failed(this.state.run(), failure);
	}

}
