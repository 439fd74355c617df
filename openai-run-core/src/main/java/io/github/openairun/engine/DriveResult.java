package io.github.openairun.engine;

import java.time.Instant;
import java.util.List;

import io.github.openairun.PendingCall;
import io.github.openairun.Run;
import io.github.openairun.RunResult;

/**
 * What a {@link RunDriver} returns: the run has ended, or the drive waits for something
 * that may take days.
 *
 * @since 0.1.0
 */
public sealed interface DriveResult {

	/**
	 * The run has ended.
	 *
	 * @param result the run with its messages
	 */
	record Ended(RunResult result) implements DriveResult {
	}

	/**
	 * The server works on the run, and the journal has ended the drive instead of a
	 * pause. The drive goes on when its newest record is driven again.
	 *
	 * @param run the run
	 * @param until when the run is to be polled
	 */
	record Paused(Run run, Instant until) implements DriveResult {
	}

	/**
	 * The run waits for outputs that a person or another system decides about. The drive
	 * goes on when the same record, completed by what was decided, is driven again.
	 *
	 * @param run the run, which requires action
	 * @param calls the calls that wait
	 */
	record Suspended(Run run, List<PendingCall> calls) implements DriveResult {

		public Suspended {
			calls = List.copyOf(calls);
		}

	}

}
