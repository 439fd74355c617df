package io.github.openairun.engine;

import java.util.List;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.openairun.BadRequestException;
import io.github.openairun.Run;
import io.github.openairun.RunException;
import io.github.openairun.RunOutcomeUnknownException;
import io.github.openairun.ToolOutput;
import io.github.openairun.ToolOutputMismatchException;
import io.github.openairun.support.LogText;

/**
 * The phase that creates the run or submits its tool outputs.
 */
final class SendPhase implements Phase {

	private static final Log logger = LogFactory.getLog(SendPhase.class);

	private final DriveState state;

	private final OnceOnlySender sender;

	private final List<ToolOutput> outputs;

	private boolean lateCheckDue;

	/** Whether the journal knows of the next request. */
	private boolean announced = true;

	private @Nullable Supplier<Phase> otherwise;

	/**
	 * Create a phase.
	 * @param state the state of the drive
	 * @param command the command to send
	 * @param outputs the outputs to submit; empty if the command creates the run
	 */
	SendPhase(DriveState state, ServerCommand command, List<ToolOutput> outputs) {
		this.state = state;
		this.sender = new OnceOnlySender(command, state.server().busyThread(), state.server().clock(),
				state.progress().end());
		this.outputs = outputs;
		this.lateCheckDue = !outputs.isEmpty() && state.mayBeLate();
	}

	/**
	 * Check first whether another process has sent the command.
	 * @param otherwise returns the phase that follows if it cannot be found out, or
	 * {@code null} if the drive then ends
	 * @return this phase
	 */
	SendPhase tracing(@Nullable Supplier<Phase> otherwise) {
		this.otherwise = otherwise;
		this.announced = false;
		this.sender.startTracing(this.state.progress());
		return this;
	}

	@Override
	public boolean mayBeAtServer() {
		return !this.sender.isUnknownToServer();
	}

	@Override
	public PhaseResult go() {
		Run elsewhere = this.lateCheckDue ? answeredElsewhere() : null;
		if (elsewhere != null) {
			return new PhaseResult.Next(acceptedUnseen(elsewhere));
		}
		if (!this.sender.mustTrace()) {
			announce();
		}
		if (this.state.mayStream() && !this.sender.mustTrace()) {
			ServerCommand command = this.sender.sending();
			return new PhaseResult.Next(FollowPhase.open(this.state, this, command.stream(this.state.streams())));
		}
		try {
			OnceOnlySender.Step step = this.sender.step();
			return (step.run() != null) ? new PhaseResult.Next(acceptedUnseen(step.run()))
					: this.state.pause(step.pause());
		}
		catch (RunOutcomeUnknownException ex) {
			if (this.otherwise == null || this.state.isOverdue()) {
				throw ex;
			}
			logger.warn("It cannot be found out whether another process has created the run; creating it again", ex);
			return new PhaseResult.Next(this.otherwise.get());
		}
		catch (BadRequestException | ToolOutputMismatchException ex) {
			return new PhaseResult.Next(movedOn(ex));
		}
	}

	/**
	 * Tell the journal of a request that is repeated: another process may have taken the
	 * run over, or have cancelled it, while this one waited.
	 */
	private void announce() {
		if (!this.announced) {
			new RecordedState(this.state).repeating(!this.outputs.isEmpty());
		}
		this.announced = false;
	}

	private @Nullable Run answeredElsewhere() {
		this.lateCheckDue = false;
		Run run = this.state.requiredRun();
		try {
			Run now = this.state.server().once().answeredElsewhere(run);
			if (now != null) {
				logger.warn("Run " + LogText.of(run.id())
						+ " received its tool outputs from another client while its handlers worked");
			}
			return now;
		}
		catch (RunException ex) {
			logger.debug(
					"Could not check whether another client has submitted the outputs of run " + LogText.of(run.id()),
					ex);
			return null;
		}
	}

	private Phase acceptedUnseen(Run run) {
		this.state.events().missed();
		return accepted(run);
	}

	/** Continue with the run that the server has returned. */
	DecidePhase accepted(Run run) {
		if (this.outputs.isEmpty()) {
			return DecidePhase.arrived(this.state, run);
		}
		this.state.progress(this.state.progress().submitted(this.outputs));
		new RecordedState(this.state).submitted(run);
		this.state.seen(run);
		return new DecidePhase(this.state);
	}

	/**
	 * Continue after a stream that ended before the server accepted the command.
	 * @param failure the reason
	 */
	PhaseResult notAccepted(RunException failure) {
		try {
			return this.state.pause(this.sender.failed(failure));
		}
		catch (BadRequestException | ToolOutputMismatchException ex) {
			return new PhaseResult.Next(movedOn(ex));
		}
	}

	/**
	 * Return the exception of the drive if the deadline passes before the server accepts.
	 */
	RunException failure() {
		return this.sender.failure();
	}

	/**
	 * Continue with the current state of a run that rejects its outputs because it has
	 * expired, was cancelled, or received them from another client meanwhile.
	 */
	private Phase movedOn(RunException refusal) {
		Run run = this.state.run();
		if (run == null) {
			throw refusal;
		}
		Run now = refreshed(run, refusal);
		if (now.requiresAction() && now.toolCalls().equals(run.toolCalls())) {
			throw refusal;
		}
		logger.warn("Run " + LogText.of(run.id()) + " rejected its tool outputs; its status is now '"
				+ LogText.of(now.statusText()) + "'");
		return acceptedUnseen(now);
	}

	private Run refreshed(Run run, RunException refusal) {
		try {
			return this.state.server().refresh(run);
		}
		catch (RunException ex) {
			refusal.addSuppressed(ex);
			throw refusal;
		}
	}

}
