package io.github.openairun.approval;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.github.openairun.CallDecision;
import io.github.openairun.CursorPage;
import io.github.openairun.Decision;
import io.github.openairun.PendingCall;
import io.github.openairun.PendingCallQuery;

/**
 * Keeps the calls that wait, and the decisions about them. All methods may be called from
 * any thread; of several decisions about a call, exactly one is kept.
 *
 * @since 0.1.0
 */
public interface ApprovalStore {

	/**
	 * Let a call wait. If the store has a call of the same run, round, id and kind that
	 * was not withdrawn, nothing is added. A call of another kind is another one: a call
	 * may wait for an approval and then for its output.
	 * @param call the call, which waits
	 * @param whenDecided wakes the drive in this process after a decision, any number of
	 * times, on any thread, and at once if the call is decided already. A store that
	 * resumes its drives by other means does not need it
	 * @return the call that the store has: the given one, or the one it had before, which
	 * may be decided
	 */
	StoredCall park(StoredCall call, Runnable whenDecided);

	/**
	 * Find a call.
	 * @param id {@link PendingCall#id()}
	 * @return the call, waiting or decided, or {@code null} if there is none
	 */
	@Nullable StoredCall find(String id);

	/**
	 * Find the calls of a run.
	 * @param runId the run's id
	 * @return the calls, waiting or decided, in the order in which they began to wait
	 */
	List<StoredCall> ofRun(String runId);

	/**
	 * List the calls that wait, by {@link PendingCall#since()} and
	 * {@link PendingCall#id()}. The cursors are texts of {@link PendingCursor}.
	 * @param query which calls
	 * @param context attributes that {@link PendingCall#context()} must contain; empty
	 * for all calls
	 * @return the page
	 */
	CursorPage<PendingCall> pending(PendingCallQuery query, Map<String, String> context);

	/**
	 * Decide about a call, unless it is decided already. Once this method has returned,
	 * the decision is not lost, and the drive is woken.
	 * @param id {@link PendingCall#id()}
	 * @param decision the decision
	 * @return the call with the decision that counts: the given object itself if it was
	 * the first, or {@code null} if there is no such call
	 */
	@Nullable StoredCall decide(String id, CallDecision decision);

	/**
	 * Return how many calls wait.
	 * @return the number
	 */
	long waiting();

	/**
	 * Withdraw the calls of a run that still wait.
	 * @param runId the run's id
	 * @param at when
	 */
	default void withdraw(String runId, Instant at) {
		CallDecision decision = CallDecision.of(CallDecision.Verdict.WITHDRAWN, Decision.by(CallDecision.APPLICATION),
				at);
		for (StoredCall call : ofRun(runId)) {
			if (call.isWaiting()) {
				decide(call.call().id(), decision);
			}
		}
	}

}
