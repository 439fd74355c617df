package io.github.openairun;

import org.jspecify.annotations.Nullable;

/**
 * Completes the outputs that handlers have deferred, from any thread and, with a store,
 * on any node. A token is accepted once.
 *
 * <pre class="code">
 * void reportArrived(String token, Report report) {
 * 	this.outputs.complete(token, report);
 * }
 * </pre>
 *
 * @since 0.1.0
 */
public interface DeferredOutputs {

	/**
	 * Complete a call with its output.
	 * @param token the token of the {@link DeferredOutput}
	 * @param value the output; a {@code String} is sent as it is, anything else as JSON
	 * @throws PendingCallNotFoundException if there is no such token
	 * @throws CallDecidedException if the call is complete, or the run does not wait any
	 * more
	 */
	void complete(String token, @Nullable Object value);

	/**
	 * Complete a call with an error: there will be no output.
	 * @param token the token of the {@link DeferredOutput}
	 * @param reason the reason, which the model reads
	 * @throws PendingCallNotFoundException if there is no such token
	 * @throws CallDecidedException if the call is complete, or the run does not wait any
	 * more
	 */
	void fail(String token, String reason);

}
