package io.github.openairun.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;

import org.jspecify.annotations.Nullable;

import io.github.openairun.ApiException;
import io.github.openairun.PendingCall;
import io.github.openairun.Run;
import io.github.openairun.RunDriveException;
import io.github.openairun.RunException;
import io.github.openairun.RunStatus;
import io.github.openairun.wire.RepeatableException;
import io.github.openairun.wire.RunEvent;
import io.github.openairun.wire.RunStreams;

/**
 * The state that the phases of a drive share.
 */
final class DriveState {

	/** Grace period for an operation to report its own timeout. */
	private static final Duration GRACE = Duration.ofMillis(100);

	private static final Duration SHORTEST = Duration.ofMillis(1);

	/** Longer than any usual request; a shorter round needs no additional poll. */
	private static final Duration LATE = Duration.ofSeconds(5);

	private final DrivePlan plan;

	private final DriveServer server;

	private final DriveEvents events;

	private volatile @Nullable Run run;

	private DriveProgress progress;

	private Instant roundStartedAt = Instant.MAX;

	private @Nullable RunException cancelFailure;

	private int brokenStreams;

	private @Nullable RunException pushedError;

	private int repeats;

	private volatile Runnable waker = () -> {
	};

	private volatile Executor executor = Runnable::run;

	private ResponseHints hints = new ResponseHints();

	private Runnable canceller = () -> {
	};

	private boolean waiting;

	private @Nullable CallReview review;

	private final CompletableFuture<List<PendingCall>> suspended = new CompletableFuture<>();

	private final CompletableFuture<String> runId = new CompletableFuture<>();

	private final CompletableFuture<String> threadId = new CompletableFuture<>();

	DriveState(DrivePlan plan, DriveServer server) {
		this.plan = plan;
		this.progress = plan.recording().progress();
		threadKnown(plan.start().threadId());
		this.server = server;
		server.within(() -> !isOverdue());
		this.events = new DriveEvents(plan.listener());
	}

	DrivePlan plan() {
		return this.plan;
	}

	DriveServer server() {
		return this.server;
	}

	DriveEvents events() {
		return this.events;
	}

	/** Return the newest snapshot, or {@code null} if there is no run yet. */
	@Nullable Run run() {
		return this.run;
	}

	/** Return the newest snapshot in a phase in which there is one. */
	Run requiredRun() {
		Run run = this.run;
		if (run == null) {
			throw new IllegalStateException("The run is not created yet");
		}
		return run;
	}

	/** Return a future for the id of the run. */
	CompletableFuture<String> runId() {
		return this.runId;
	}

	/** Return a future for the id of the thread. */
	CompletableFuture<String> threadId() {
		return this.threadId;
	}

	/** Note the id of the thread, if it is known. */
	void threadKnown(@Nullable String threadId) {
		if (threadId != null) {
			this.threadId.complete(threadId);
		}
	}

	/** Note that no run or thread will be created. */
	void failed(RuntimeException failure) {
		this.runId.completeExceptionally(failure);
		this.threadId.completeExceptionally(failure);
	}

	/**
	 * Store a snapshot.
	 * @return whether the status has changed
	 */
	boolean seen(Run run) {
		Run before = this.run;
		if (before != null && (run.status() == RunStatus.IN_PROGRESS
				|| !Objects.equals(this.server.responseId(before), this.server.responseId(run)))) {
			this.progress = this.progress.wentOn();
		}
		this.run = run;
		this.threadId.complete(run.threadId());
		this.runId.complete(run.id());
		this.plan.observation().seen(run, this.progress.rounds());
		return this.events.seen(run);
	}

	DriveProgress progress() {
		return this.progress;
	}

	void progress(DriveProgress progress) {
		this.progress = progress;
	}

	/** Return what records the drive. */
	DriveJournal journal() {
		return this.plan.recording().journal();
	}

	Instant now() {
		return this.server.clock().instant();
	}

	Duration left() {
		return Duration.between(now(), this.progress.end());
	}

	boolean isOverdue() {
		return !now().isBefore(this.progress.end());
	}

	/** Return whether the grace period after the deadline is over. */
	boolean isOverdueBeyondGrace() {
		return left().plus(GRACE).compareTo(Duration.ZERO) <= 0;
	}

	/** Pause for a duration, at most until the deadline. */
	Phase.PhaseResult pause(Duration duration) {
		Duration left = left();
		return new Phase.PhaseResult.Delay(
				new DrivePause(now().plus((duration.compareTo(left) < 0) ? duration : left), false));
	}

	/** Pause until the drive is woken, at most until shortly after the deadline. */
	Phase.PhaseResult pauseUntilWoken() {
		return new Phase.PhaseResult.Delay(new DrivePause(this.progress.end().plus(GRACE), true));
	}

	/** Pause before a request is repeated. */
	Phase.PhaseResult pauseBeforeRepeat(RepeatableException failure) {
		Duration pause = failure.pause(this.repeats++);
		if (pause == null) {
			throw (this.run != null) ? new RunDriveException(this.run, failure.failure()) : failure.failure();
		}
		return pause(pause);
	}

	/** Note that the server rejected the cancellation. */
	void cancelFailed(RunException failure) {
		this.cancelFailure = failure;
	}

	/** Return why the server rejected the cancellation, or {@code null}. */
	@Nullable RunException cancelFailure() {
		return this.cancelFailure;
	}

	/** Note which calls of the newest round were found to wait. */
	void reviewed(CallReview review) {
		this.review = review;
	}

	/** Return the ids of the pending calls that the newest review has left waiting. */
	Set<String> awaited() {
		CallReview newest = this.review;
		return (newest != null) ? newest.awaited() : Set.of();
	}

	/** Note that the handlers start. */
	void roundStarted() {
		this.roundStartedAt = now();
	}

	/** Return whether the handlers took so long that another client may have answered. */
	boolean mayBeLate() {
		return Duration.between(this.roundStartedAt, now()).compareTo(LATE) >= 0;
	}

	/** Return whether the next request may open a stream. */
	boolean mayStream() {
		return usableStreams() != null && this.brokenStreams < DriveServer.MAX_BROKEN_STREAMS;
	}

	private @Nullable RunStreams usableStreams() {
		RunStreams streams = this.server.streams();
		return (streams == null || this.plan.bounds().streaming()) ? streams : streams.withoutDeltas();
	}

	/** Return whether a request ends without a trace when its stream is closed. */
	boolean endsWhenClosed() {
		RunStreams streams = this.server.streams();
		return streams != null && streams.endsWhenClosed();
	}

	/**
	 * Return the events of the response that the run waits for, or {@code null} if it is
	 * to be polled.
	 */
	Flow.@Nullable Publisher<RunEvent> obtain(Run run) {
		return (mayStream() && !this.progress.cancelled()) ? streams().obtain(run) : null;
	}

	/**
	 * Note that a stream broke off.
	 * @param error the reason, or {@code null} if the server ended the stream
	 */
	void streamBroke(@Nullable Throwable error) {
		this.brokenStreams++;
		this.pushedError = (error instanceof ApiException pushed) ? pushed : this.pushedError;
	}

	/** Return the error that the server has pushed, or {@code null} if there is none. */
	@Nullable RunException pushedError() {
		return this.pushedError;
	}

	void setRunner(Runnable waker, Executor executor) {
		this.waker = waker;
		this.executor = executor;
	}

	/** Return the executor of the drive's work. */
	Executor executor() {
		return this.executor;
	}

	/** Set the hints that request polls. */
	void setHints(ResponseHints hints) {
		this.hints = hints;
	}

	/** Return the id of the newest response, or {@code null} if it is not known. */
	@Nullable String responseId() {
		Run run = this.run;
		return (run != null) ? this.server.responseId(run) : null;
	}

	/** Return whether the newest response has ended as the server has reported. */
	boolean isPollRequested() {
		String responseId = responseId();
		return responseId != null && this.hints.contains(responseId);
	}

	/** Note that a poll follows the hint about the newest response, if there is one. */
	void pollBegins() {
		String responseId = responseId();
		if (responseId != null) {
			this.hints.remove(responseId);
		}
	}

	/** Note that the thread that runs the drive waits for its end. */
	void setWaiting() {
		this.waiting = true;
	}

	/** Return streams whose requests time out at the deadline. */
	RunStreams streams() {
		Duration left = left();
		RunStreams streams = Objects.requireNonNull(usableStreams())
			.withResponseTimeout((left.compareTo(SHORTEST) > 0) ? left : SHORTEST);
		return this.waiting ? streams.blocking() : streams;
	}

	/** Return a future for the calls that the drive waits for first. */
	CompletableFuture<List<PendingCall>> suspended() {
		return this.suspended;
	}

	/** Set what cancels the drive. */
	void setCanceller(Runnable canceller) {
		this.canceller = canceller;
	}

	/** Ask the drive to cancel its run. */
	void cancel() {
		this.canceller.run();
	}

	/** Return whether the thread that runs the drive waits for its end. */
	boolean isWaiting() {
		return this.waiting;
	}

	/** Pause until the drive is woken, at most until a time. */
	Phase.PhaseResult pauseUntilWoken(Instant latest) {
		return new Phase.PhaseResult.Delay(new DrivePause(latest, true));
	}

	/** Wake the drive because an event has occurred. */
	void wake() {
		this.waker.run();
	}

}
