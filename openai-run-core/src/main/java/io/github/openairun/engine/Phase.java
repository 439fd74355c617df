package io.github.openairun.engine;

import io.github.openairun.RunResult;

/**
 * Where a drive stands.
 */
interface Phase {

	/**
	 * Take a step, without waiting.
	 * @return how it goes on
	 */
	Turn go();

	/** Leave nothing at work. */
	default void stop() {
	}

	/** Return whether the server may have the run although it is not known here yet. */
	default boolean mayBeAtServer() {
		return false;
	}

	/**
	 * How it goes on after a step.
	 */
	sealed interface Turn {

		/** With another phase, at once. */
		record Next(Phase phase) implements Turn {
		}

		/** With the same phase, after a pause. */
		record Wait(Pause pause) implements Turn {
		}

		/** Not at all. */
		record End(RunResult result) implements Turn {
		}

	}

}
