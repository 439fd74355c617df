package io.github.openairun.engine;

import java.util.concurrent.Flow;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.openairun.InvalidResponseException;
import io.github.openairun.Run;
import io.github.openairun.RunException;
import io.github.openairun.support.LogText;
import io.github.openairun.wire.RunEvent;

/**
 * The phase that follows the run by a stream.
 */
final class FollowPhase implements Phase {

	private static final Log logger = LogFactory.getLog(FollowPhase.class);

	/**
	 * A server that sends events without end must not delay the deadline of the drive.
	 */
	private static final int EVENTS_PER_TURN = 64;

	private final DriveState state;

	private final StreamReader reader;

	/** The request that opens the stream, until the server has accepted it. */
	private @Nullable SendPhase opening;

	private FollowPhase(DriveState state, @Nullable SendPhase opening) {
		this.state = state;
		this.opening = opening;
		this.reader = new StreamReader(state::wake, state.executor());
	}

	static FollowPhase open(DriveState state, @Nullable SendPhase opening, Flow.Publisher<RunEvent> events) {
		FollowPhase phase = new FollowPhase(state, opening);
		events.subscribe(phase.reader);
		return phase;
	}

	@Override
	public boolean mayBeAtServer() {
		return this.opening != null && !this.state.endsWhenClosed();
	}

	@Override
	public void stop() {
		this.reader.close();
	}

	@Override
	public PhaseResult go() {
		boolean complete = this.reader.hasEnded();
		boolean pending = true;
		for (int taken = 0; pending && taken < EVENTS_PER_TURN; taken++) {
			RunEvent event = this.reader.next();
			pending = event != null;
			if (event != null && take(event)) {
				this.reader.leave();
				return new PhaseResult.Next(new DecidePhase(this.state));
			}
		}
		if (complete && !pending) {
			return (this.opening != null) ? notAccepted(this.opening) : brokenOff();
		}
		boolean overdue = (this.opening != null) ? this.state.isOverdueBeyondGrace() : this.state.isOverdue();
		if (!overdue) {
			return pending ? new PhaseResult.Next(this) : this.state.pauseUntilWoken();
		}
		this.reader.close();
		if (this.opening != null) {
			throw this.opening.failure();
		}
		return new PhaseResult.Next(new DecidePhase(this.state));
	}

	/**
	 * Process an event.
	 * @return whether the run has ended or waits for tool outputs
	 */
	private boolean take(RunEvent event) {
		if (event instanceof RunEvent.Snapshot snapshot) {
			return take(snapshot.run());
		}
		Run run = this.state.run();
		if (run != null) {
			this.state.events().streamed(run, event);
		}
		return false;
	}

	private boolean take(Run run) {
		if (this.opening != null) {
			this.opening.accepted(run);
			this.opening = null;
		}
		else {
			this.state.seen(run);
		}
		return run.status().isTerminal() || run.requiresAction();
	}

	private PhaseResult notAccepted(SendPhase opening) {
		Throwable error = this.reader.error();
		if (error instanceof RuntimeException unexpected && !(error instanceof RunException)) {
			throw unexpected;
		}
		if (!(error instanceof RunException failure)) {
			throw new InvalidResponseException("The stream", null, "it has ended without an event", error);
		}
		PhaseResult turn = opening.notAccepted(failure);
		return (turn instanceof PhaseResult.Delay wait) ? new PhaseResult.Next(new PausePhase(wait, opening)) : turn;
	}

	private PhaseResult brokenOff() {
		Run run = this.state.requiredRun();
		this.state.streamBroke(this.reader.error());
		logger.info("The stream of run " + LogText.of(run.id()) + " was interrupted", this.reader.error());
		Long sequence = this.reader.sequence();
		Flow.Publisher<RunEvent> rest = (sequence != null && this.state.mayStream())
				? this.state.streams().resume(run, sequence) : null;
		if (rest != null) {
			return new PhaseResult.Next(open(this.state, null, rest));
		}
		this.state.events().missed();
		return new PhaseResult.Next(new DecidePhase(this.state));
	}

}
