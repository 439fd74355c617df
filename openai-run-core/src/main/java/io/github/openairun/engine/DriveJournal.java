package io.github.openairun.engine;

import java.util.List;

import io.github.openairun.Run;
import io.github.openairun.tool.ToolCallRecorder;

/**
 * Records a drive so that it can go on in another process. One journal belongs to one
 * drive, which waits for each of its methods: what a method has recorded when it returns
 * is what another process knows.
 * <p>
 * Every method may throw {@link DriveLostException} because another process drives the
 * run. Any other exception ends the drive like one of the server: its run is left alone,
 * and the drive can go on from the record.
 * <p>
 * What must be recorded for a drive to go on is its newest {@link DriveProgress}, and
 * since then the calls that have begun and their outputs, which
 * {@link DriveProgress#begun} and {@link DriveProgress#answered} add to it.
 */
public interface DriveJournal {

	/** Records nothing. */
	DriveJournal NONE = new DriveJournal() {
	};

	/**
	 * The run is about to be created.
	 * @param progress the progress, with the deadline and the thread
	 */
	default void creating(DriveProgress progress) {
	}

	/**
	 * The run exists.
	 * @param run the run
	 * @param progress the progress
	 */
	default void created(Run run, DriveProgress progress) {
	}

	/**
	 * Handlers are about to be called.
	 * @param run the run that waits for their outputs
	 * @param round the number of the round, beginning with 1
	 * @return records the calls of handlers
	 */
	default ToolCallRecorder recorder(Run run, int round) {
		return ToolCallRecorder.NONE;
	}

	/**
	 * Calls have outputs that the recorder has not recorded: errors of handlers,
	 * timeouts, and calls for which no handler was called.
	 * @param run the run that waits for the outputs
	 * @param round the number of the round
	 * @param answers the calls with their outputs; at least one
	 * @return the outputs that count, in the same order: if the recorder has recorded a
	 * call after all, because its handler ended just after its timeout, that output
	 */
	default List<ToolAnswer> answered(Run run, int round, List<ToolAnswer> answers) {
		return answers;
	}

	/**
	 * The outputs of all calls are about to be submitted.
	 * @param run the run that waits for them
	 * @param progress the progress, with all outputs
	 */
	default void submitting(Run run, DriveProgress progress) {
	}

	/**
	 * The server has the outputs of a round.
	 * @param run the run after the submission
	 * @param progress the progress, whose round is over
	 */
	default void submitted(Run run, DriveProgress progress) {
	}

}
