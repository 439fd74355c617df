package io.github.openairun.engine;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.openairun.PendingCall;
import io.github.openairun.Run;
import io.github.openairun.approval.ApprovalStore;
import io.github.openairun.tool.ToolCallRecorder;

/**
 * Records a drive so that it can go on in another process. One journal belongs to one
 * drive, which waits for each of its methods: what a method has recorded when it returns
 * is what another process knows.
 * <p>
 * Every method may throw {@link DriveLostException} because another process executes the
 * run. Any other exception ends the drive as a failure of the server does: its run is
 * left alone, and the drive can go on from the record.
 * <p>
 * What must be recorded for a drive to go on is its newest {@link DriveProgress}, and
 * since then the calls that have begun and their outputs, which
 * {@link DriveProgress#begun} and {@link DriveProgress#answered} add to it.
 *
 * @since 0.1.0
 */
public interface DriveJournal {

	/** Records nothing. */
	DriveJournal NONE = new DriveJournal() {
	};

	/**
	 * The run is about to be created. Called again before the request is repeated.
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
	 * Return where the calls of the run wait that need an approval or give their output
	 * later. A store that returns calls to another process knows them from there.
	 * @return the store, or {@code null} for that of the other runs
	 */
	default @Nullable ApprovalStore approvals() {
		return null;
	}

	/**
	 * Calls of the run wait, and nothing else can be done: the drive returns
	 * {@link DriveResult.Suspended}. It goes on when it is driven again after a decision,
	 * or when one of the calls expires.
	 * @param run the run that made the calls
	 * @param progress the progress
	 * @param calls the calls that wait; at least one
	 */
	default void suspended(Run run, DriveProgress progress, List<PendingCall> calls) {
	}

	/**
	 * The server works on the run, and the drive is about to pause before it polls it. A
	 * journal whose owner drives the run again after the pause, or as soon as a webhook
	 * reports the end of the response, can end the drive here: it returns
	 * {@link DriveResult.Paused}, and holds no thread in the meantime.
	 * @param run the run
	 * @param responseId the response that the server works on, or {@code null} on a wire
	 * without responses
	 * @param progress the progress, which must be recorded if the drive ends here
	 * @param pause how long the pause is
	 * @return whether the drive ends here
	 */
	default boolean pausing(Run run, @Nullable String responseId, DriveProgress progress, Duration pause) {
		return false;
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
	 * Calls have outputs that the recorder has not recorded: timeouts, and errors of
	 * calls for which no handler was called. Called as soon as they exist.
	 * @param run the run that waits for the outputs
	 * @param round the number of the round
	 * @param answers the calls with their outputs; at least one
	 * @return the outputs that count, one for each: if the recorder has recorded a call
	 * after all, because its handler ended just after its timeout, that output
	 */
	default List<ToolAnswer> answered(Run run, int round, List<ToolAnswer> answers) {
		return answers;
	}

	/**
	 * The outputs of all calls are about to be submitted. Called again before the request
	 * is repeated.
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
