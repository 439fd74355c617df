package io.github.openairun;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The calls that wait, and the decisions about them. The first decision about a call is
 * the only one; once all calls of a round are decided, the run goes on by itself.
 * <p>
 * This bean checks no permissions: protect the code that calls it.
 *
 * <pre class="code">
 * &#064;PreAuthorize("hasRole('SUPERVISOR')")
 * void approve(String id, Principal user) {
 * 	this.approvals.approve(id, Decision.by(user.getName()));
 * }
 * </pre>
 *
 * @since 0.1.0
 */
public interface ToolApprovals {

	/**
	 * List the calls that wait.
	 * @return the 100 calls that have waited longest, the first first
	 */
	default List<PendingCall> pending() {
		return pending(PendingCallQuery.all()).data();
	}

	/**
	 * List the calls that wait, page by page.
	 * @param query which calls
	 * @return the page
	 */
	CursorPage<PendingCall> pending(PendingCallQuery query);

	/**
	 * Return a call that waits.
	 * @param id the id of the pending call
	 * @return the call
	 * @throws PendingCallNotFoundException if there is no such call
	 * @throws CallDecidedException if it does not wait any more
	 */
	PendingCall get(String id);

	/**
	 * Let the handler be called, with the arguments of the model or with edited ones. The
	 * model is informed that they were edited.
	 * @param id the id of the pending call
	 * @param decision who decides
	 * @throws IllegalArgumentException if the edited arguments do not fit; the call keeps
	 * waiting
	 * @throws PendingCallNotFoundException if there is no such call
	 * @throws CallDecidedException if it is decided already
	 */
	void approve(String id, Decision decision);

	/**
	 * Deny the call: the model receives an error.
	 * @param id the id of the pending call
	 * @param decision who decides; the model reads the reason
	 * @throws PendingCallNotFoundException if there is no such call
	 * @throws CallDecidedException if it is decided already
	 */
	void deny(String id, Decision decision);

	/**
	 * Provide the output in place of the handler.
	 * @param id the id of the pending call
	 * @param value the output; a {@code String} is sent as it is, anything else as JSON
	 * @param decision who provides it
	 * @throws IllegalArgumentException if the server has the tool, so that only it can
	 * answer
	 * @throws PendingCallNotFoundException if there is no such call
	 * @throws CallDecidedException if it is decided already
	 */
	void answer(String id, @Nullable Object value, Decision decision);

	/**
	 * Provide the output in place of the handler, in the name of the application.
	 * @param id the id of the pending call
	 * @param value the output; a {@code String} is sent as it is, anything else as JSON
	 */
	default void answer(String id, @Nullable Object value) {
		answer(id, value, Decision.by(CallDecision.APPLICATION));
	}

	/**
	 * Return every decision that is known about the calls of a run, those that timed out
	 * or were withdrawn included.
	 * @param runId the run's id
	 * @return the decided calls in the order in which they began to wait; empty if none
	 * is known
	 */
	List<DecidedCall> decisions(String runId);

	/**
	 * Return the same operations for those calls only whose request has the given
	 * context; the others are not found.
	 * @param context attributes of {@link RunRequest.Builder#context(Map)}, such as the
	 * tenant; texts only
	 * @return operations that see these calls only
	 */
	ToolApprovals withContext(Map<String, String> context);

}
