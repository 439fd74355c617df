package io.github.openairun.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.openairun.PendingCall;
import io.github.openairun.Run;

/**
 * The phase in which nothing can be done until a call that waits is decided, expires, or
 * the run is cancelled. A drive that is recorded ends here, and is driven again; another
 * one keeps its state, but no thread.
 */
final class SuspendPhase implements Phase {

	/** Gives the server time to report that a run has expired. */
	private static final Duration EXPIRY_GRACE = Duration.ofSeconds(5);

	/** After so long the run may have been cancelled or expired without this drive. */
	private static final Duration LONG = Duration.ofSeconds(5);

	private final DriveState state;

	private final WaitingCalls waiting;

	private final Instant since;

	private List<PendingCall> told = List.of();

	SuspendPhase(DriveState state) {
		this.state = state;
		this.waiting = new WaitingCalls(state);
		this.since = state.now();
	}

	@Override
	public void stop() {
		goOn();
	}

	@Override
	public PhaseResult go() {
		Run run = this.state.requiredRun();
		List<PendingCall> pending = this.waiting.pending(run);
		if (isDecided(pending) || isOver(run)) {
			Set<String> awaited = this.told.isEmpty() ? this.state.awaited() : ids(this.told);
			goOn();
			boolean later = !this.state.now().isBefore(this.since.plus(LONG)) || this.waiting.isAnyWithdrawn(awaited);
			return new PhaseResult.Next(later ? DecidePhase.polling(this.state) : new DecidePhase(this.state));
		}
		if (this.told.isEmpty()) {
			this.told = pending;
			this.state.progress(this.state.progress().suspended(this.since));
			this.state.plan().listener().suspended(run, pending);
			this.state.suspended().complete(pending);
			if (!this.state.plan().recording().isNone()) {
				this.state.journal().suspended(run, this.state.progress(), pending);
				return new PhaseResult.Suspended(run, pending);
			}
		}
		return this.state.pauseUntilWoken(latest(run, pending));
	}

	/**
	 * Return whether a call does not wait any more. While other calls of the round were
	 * executed, somebody may have decided already.
	 */
	private boolean isDecided(List<PendingCall> pending) {
		return pending.isEmpty()
				|| (this.told.isEmpty() ? !ids(pending).containsAll(this.state.awaited()) : !pending.equals(this.told));
	}

	private static Set<String> ids(List<PendingCall> calls) {
		return calls.stream().map(PendingCall::id).collect(Collectors.toSet());
	}

	/** Return whether there is no use in waiting any longer. */
	private boolean isOver(Run run) {
		Instant expiry = run.expiresAt();
		return (this.state.isWaiting() && this.state.isOverdue()) || (expiry != null && expiry.isAfter(this.since)
				&& !this.state.now().isBefore(expiry.plus(EXPIRY_GRACE)));
	}

	private Instant latest(Run run, List<PendingCall> pending) {
		Instant latest = this.state.isWaiting() ? this.state.progress().end() : Instant.MAX;
		Instant expiry = run.expiresAt();
		if (expiry != null && expiry.isAfter(this.since)) {
			latest = earlier(latest, expiry.plus(EXPIRY_GRACE));
		}
		for (Instant time : pending.stream().map(PendingCall::expiresAt).filter(Objects::nonNull).toList()) {
			latest = earlier(latest, time);
		}
		return latest;
	}

	private static Instant earlier(Instant one, Instant other) {
		return one.isBefore(other) ? one : other;
	}

	private void goOn() {
		if (this.state.progress().isSuspended()) {
			// Who waits for the result has a deadline that does not move.
			this.state.progress(this.state.progress().resumed(this.state.isWaiting() ? this.since : this.state.now()));
		}
		else {
			this.state.progress(this.state.progress().parked(Map.of()));
		}
	}

}
