package io.github.openairun.engine;

import java.util.Objects;

import io.github.openairun.ToolCallFailedException;

/**
 * Handlers answer the calls of a round.
 */
final class WorkPhase implements Phase {

	private final DriveState state;

	private final ToolWork work;

	WorkPhase(DriveState state, ToolWork work) {
		this.state = state;
		this.work = work;
	}

	@Override
	public void stop() {
		this.work.giveUp();
		this.work.tell(this.state.plan().listener());
	}

	@Override
	public Turn go() {
		boolean done = this.work.isDone();
		this.work.tell(this.state.plan().listener());
		if (!done) {
			if (!this.state.isOverdue()) {
				return this.state.pauseUntilWoken();
			}
			this.work.giveUp();
			return new Turn.Next(new DecidePhase(this.state));
		}
		try {
			this.state.progress(this.state.progress().answered(this.work.dispatch(), this.work.outputs()));
		}
		catch (ToolCallFailedException ex) {
			throw ex.isCancelling() ? new ToolCallFailedException(this.state.server().tryCancel(ex.run()), ex.call(),
					true, Objects.requireNonNullElse(ex.getCause(), ex)) : ex;
		}
		return new Turn.Next(new DecidePhase(this.state));
	}

}
