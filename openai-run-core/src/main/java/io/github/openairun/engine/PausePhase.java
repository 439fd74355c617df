package io.github.openairun.engine;

/**
 * A pause before another phase.
 */
final class PausePhase implements Phase {

	private final PhaseResult.Delay wait;

	private final Phase behind;

	private boolean waited;

	PausePhase(PhaseResult.Delay wait, Phase behind) {
		this.wait = wait;
		this.behind = behind;
	}

	@Override
	public boolean mayBeAtServer() {
		return this.behind.mayBeAtServer();
	}

	@Override
	public PhaseResult go() {
		if (this.waited) {
			return new PhaseResult.Next(this.behind);
		}
		this.waited = true;
		return this.wait;
	}

}
