package io.github.openairun.engine;

import io.github.openairun.Run;
import io.github.openairun.ThreadBusyException;
import io.github.openairun.wire.RepeatableException;
import io.github.openairun.wire.RunCreation;
import io.github.openairun.wire.RunGateway;

/**
 * The first phase of a drive, which has no run yet.
 */
final class StartPhase implements Phase {

	private final DriveState state;

	private final BusyThreadPolicy.Wait busy;

	private boolean begun;

	StartPhase(DriveState state) {
		this.state = state;
		this.busy = state.server().busyThread();
	}

	@Override
	public boolean mayBeAtServer() {
		return this.state.plan().start() instanceof DrivePlan.Start.Resume;
	}

	private Run find(RunGateway gateway, DrivePlan.Start.Resume known) {
		RunReference position = this.state.progress().position();
		// A gateway needs what a run carries; without it, it would have to rely on an
		// echo.
		return (position != null && position.continuation() != null) ? gateway.refresh(position.run())
				: gateway.load(known.runId(), known.threadId());
	}

	@Override
	public PhaseResult go() {
		if (!this.begun) {
			this.begun = true;
			if (this.state.progress().deadline() == null) {
				this.state.progress(this.state.progress()
					.deadline(this.state.now().plus(this.state.plan().bounds().limits().timeout())));
			}
		}
		RunGateway gateway = this.state.server().once();
		try {
			if (this.state.plan().start() instanceof DrivePlan.Start.Resume known) {
				this.state.events().missed();
				return new PhaseResult.Next(DecidePhase.arrived(this.state, find(gateway, known)));
			}
			RunCreation creation = ((DrivePlan.Start.Create) this.state.plan().start()).creation();
			return new PhaseResult.Next(new RecordedState(this.state).creation(gateway, creation));
		}
		catch (ThreadBusyException ex) {
			if (this.state.isOverdue()) {
				throw ex;
			}
			return this.state.pause(this.busy.pause(ex));
		}
		catch (RepeatableException ex) {
			return this.state.pauseBeforeRepeat(ex);
		}
	}

}
