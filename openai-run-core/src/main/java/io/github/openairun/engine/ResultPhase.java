package io.github.openairun.engine;

import java.util.List;

import io.github.openairun.Message;
import io.github.openairun.Run;
import io.github.openairun.RunDriveException;
import io.github.openairun.RunException;
import io.github.openairun.RunResult;
import io.github.openairun.wire.RepeatableException;

/**
 * The phase that reads the messages of an ended run.
 */
final class ResultPhase implements Phase {

	private final DriveState state;

	ResultPhase(DriveState state) {
		this.state = state;
	}

	@Override
	public PhaseResult go() {
		Run run = this.state.requiredRun();
		try {
			List<Message> streamed = this.state.events().messages(run);
			return new PhaseResult.End(
					new RunResult(run, (streamed != null) ? streamed : this.state.server().once().messages(run)));
		}
		catch (RepeatableException ex) {
			if (this.state.isOverdue()) {
				throw new RunDriveException(run, ex.failure());
			}
			return this.state.pauseBeforeRepeat(ex);
		}
		catch (RunException ex) {
			if (this.state.cancelFailure() != null) {
				return new PhaseResult.End(new RunResult(run, this.state.events().streamedMessages()));
			}
			throw new RunDriveException(run, ex);
		}
	}

}
