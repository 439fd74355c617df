package io.github.openairun.engine;

/**
 * A pause before another phase.
 */
final class WaitPhase implements Phase {

	private final Turn.Wait wait;

	private final Phase behind;

	private boolean waited;

	WaitPhase(Turn.Wait wait, Phase behind) {
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
