package io.github.openairun.engine;

import java.util.List;

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

	@Override
	public PhaseResult go() {
		if (!this.begun) {
			this.begun = true;
			this.state
				.progress(DriveProgress.begin(this.state.now().plus(this.state.plan().bounds().limits().timeout())));
		}
		RunGateway gateway = this.state.server().once();
		try {
			if (this.state.plan().start() instanceof DrivePlan.Start.Resume known) {
				this.state.events().missed();
				return new PhaseResult.Next(
						DecidePhase.arrived(this.state, gateway.load(known.runId(), known.threadId())));
			}
			RunCreation creation = ((DrivePlan.Start.Create) this.state.plan().start()).creation();
			RunCreation onThread = gateway.onThread(creation);
			this.state.threadKnown(onThread.request().threadId());
			return new PhaseResult.Next(
					new SendPhase(this.state, new ServerCommand.CreateRun(gateway, onThread), List.of()));
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
