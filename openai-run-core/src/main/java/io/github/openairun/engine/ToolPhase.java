package io.github.openairun.engine;

import java.util.Objects;

import io.github.openairun.ToolCallFailedException;

/**
 * The phase in which handlers execute the tool calls of a round.
 */
final class ToolPhase implements Phase {

	private final DriveState state;

	private final ToolRoundExecution round;

	ToolPhase(DriveState state, ToolRoundExecution round) {
		this.state = state;
		this.round = round;
	}

	@Override
	public void stop() {
		this.round.cancel();
		this.round.tell(this.state.plan().listener());
	}

	@Override
	public PhaseResult go() {
		boolean done = this.round.isDone();
		this.round.recordAnswers();
		this.round.tell(this.state.plan().listener());
		if (!done) {
			if (!this.state.isOverdue()) {
				return this.state.pauseUntilWoken();
			}
			this.round.cancel();
			return new PhaseResult.Next(new DecidePhase(this.state));
		}
		try {
			this.state.progress(this.round.answered(this.state.progress()));
		}
		catch (ToolCallFailedException ex) {
			throw ex.isCancelling() ? new ToolCallFailedException(this.state.server().tryCancel(ex.run()), ex.call(),
					true, Objects.requireNonNullElse(ex.getCause(), ex)) : ex;
		}
		return new PhaseResult.Next(new DecidePhase(this.state));
	}

}
