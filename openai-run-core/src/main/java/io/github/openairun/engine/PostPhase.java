package io.github.openairun.engine;

import java.util.List;
import java.util.Objects;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.openairun.BadRequestException;
import io.github.openairun.Run;
import io.github.openairun.RunDriveException;
import io.github.openairun.RunException;
import io.github.openairun.ToolOutput;
import io.github.openairun.ToolOutputMismatchException;

/**
 * The run is to be created, or its tool outputs are to be submitted.
 */
final class PostPhase implements Phase {

	private static final Log logger = LogFactory.getLog(PostPhase.class);

	private final DriveState state;

	private final Posting posting;

	private final List<ToolOutput> outputs;

	private boolean lateLookDue;

	/**
	 * Create a phase.
	 * @param state what the phases share
	 * @param deed what is to be done
	 * @param outputs the outputs that are submitted; empty if the run is created
	 */
	PostPhase(DriveState state, Deed deed, List<ToolOutput> outputs) {
		this.state = state;
		this.posting = new Posting(deed, state.server().busyThread(), state.server().clock(),
				state.progress().deadline());
		this.outputs = outputs;
		this.lateLookDue = !outputs.isEmpty() && state.mayBeLate();
	}

	@Override
	public boolean mayBeAtServer() {
		return !this.posting.isUnknownToServer();
	}

	@Override
	public Turn go() {
		Run elsewhere = this.lateLookDue ? answeredElsewhere() : null;
		if (elsewhere != null) {
			return new Turn.Next(acceptedUnseen(elsewhere));
		}
		if (this.state.mayStream() && !this.posting.mustLook()) {
			Deed deed = this.posting.sending();
			return new Turn.Next(FollowPhase.open(this.state, this,
					deed.stream(Objects.requireNonNull(this.state.server().streams()))));
		}
		try {
			Posting.Step step = this.posting.step();
			return (step.run() != null) ? new Turn.Next(acceptedUnseen(step.run())) : this.state.pause(step.pause());
		}
		catch (BadRequestException | ToolOutputMismatchException ex) {
			return new Turn.Next(movedOn(ex));
		}
	}

	private @Nullable Run answeredElsewhere() {
		this.lateLookDue = false;
		Run run = this.state.knownRun();
		try {
			Run now = this.state.server().once().answeredElsewhere(run);
			if (now != null) {
				logger.warn("Run " + run.id() + " got its tool outputs from somebody else while its handlers worked");
			}
			return now;
		}
		catch (RunException ex) {
			logger.debug("Could not look whether somebody else has answered run " + run.id(), ex);
			return null;
		}
	}

	private Phase acceptedUnseen(Run run) {
		this.state.events().missed();
		return accepted(run);
	}

	/** Go on with the run as the server has answered it. */
	DecidePhase accepted(Run run) {
		if (this.outputs.isEmpty()) {
			return DecidePhase.arrived(this.state, run);
		}
		this.state.progress(this.state.progress().submitted(this.outputs));
		this.state.seen(run);
		return new DecidePhase(this.state);
	}

	/**
	 * Go on after a stream that ended before the server accepted anything.
	 * @param failure why it ended
	 */
	Turn notAccepted(RunException failure) {
		try {
			return this.state.pause(this.posting.failed(failure));
		}
		catch (BadRequestException | ToolOutputMismatchException ex) {
			return new Turn.Next(movedOn(ex));
		}
	}

	/** Return what the drive ends with if the time is up before the server accepts. */
	RunException givenUp() {
		return this.posting.givenUp();
	}

	/**
	 * A run that has expired, was cancelled or was answered by somebody else while the
	 * handlers worked takes no outputs any more, and is followed as it is now.
	 */
	private Phase movedOn(RunException refusal) {
		Run run = this.state.run();
		if (run == null) {
			throw refusal;
		}
		Run now = refreshed(run);
		if (now.requiresAction() && now.toolCalls().equals(run.toolCalls())) {
			throw refusal;
		}
		logger.warn("Run " + run.id() + " did not take its tool outputs: it is '" + now.statusText() + "' by now");
		return acceptedUnseen(now);
	}

	private Run refreshed(Run run) {
		try {
			return this.state.server().refresh(run);
		}
		catch (RunException ex) {
			throw new RunDriveException(run, ex);
		}
	}

}
