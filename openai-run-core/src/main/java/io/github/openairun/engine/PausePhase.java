package io.github.openairun.engine;

/**
 * A pause that is followed by another phase.
 */
final class PausePhase implements Phase {

	private final Turn.Delay wait;

	private final Phase behind;

	private boolean waited;

	PausePhase(Turn.Delay wait, Phase behind) {
		this.wait = wait;
		this.behind = behind;
	}

	@Override
	public boolean mayBeAtServer() {
		return this.behind.mayBeAtServer();
	}

	@Override
	public Turn go() {
		if (this.waited) {
			return new Turn.Next(this.behind);
		}
		this.waited = true;
		return this.wait;
	}

}
