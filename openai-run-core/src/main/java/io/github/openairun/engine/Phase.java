package io.github.openairun.engine;

import java.time.Instant;
import java.util.List;

import io.github.openairun.PendingCall;
import io.github.openairun.Run;
import io.github.openairun.RunResult;

/**
 * A phase of a drive.
 */
interface Phase {

	/**
	 * Take a step without blocking.
	 * @return the result of the step
	 */
	PhaseResult go();

	/** Stop all work of this phase, such as handlers or an open stream. */
	default void stop() {
	}

	/** Return whether the server may have the run although the drive has no snapshot. */
	default boolean mayBeAtServer() {
		return false;
	}

	/** Return whether the pause of this phase ends early because a poll is requested. */
	default boolean isToPoll() {
		return false;
	}

	/**
	 * The result of a step.
	 */
	sealed interface PhaseResult {

		/** Another phase, at once. */
		record Next(Phase phase) implements PhaseResult {
		}

		/** The same phase, after a pause. */
		record Delay(DrivePause pause) implements PhaseResult {
		}

		/** The end of the drive, but not of its run, which waits. */
		record Suspended(Run run, List<PendingCall> calls) implements PhaseResult {
		}

		/** The end of the drive, but not of its run, which the server works on. */
		record Left(Run run, Instant until) implements PhaseResult {
		}

		/** The end of the drive. */
		record End(RunResult result) implements PhaseResult {
		}

	}

}
