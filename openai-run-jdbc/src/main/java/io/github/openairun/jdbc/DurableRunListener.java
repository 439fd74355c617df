package io.github.openairun.jdbc;

import io.github.openairun.RunResult;

/**
 * Receives the ends of durable runs; for beans of the application.
 * <p>
 * Each method is called in a transaction, at least once, on any node. If it throws, the
 * transaction is rolled back and the method is called again later; the run itself never
 * runs again. The same is published as {@link DurableRunEvent} in the same transaction.
 *
 * <pre class="code">
 * &#064;Component
 * class Replies implements DurableRunListener {
 *
 * 	private final Mails mails;
 *
 * 	Replies(Mails mails) {
 * 		this.mails = mails;
 * 	}
 *
 * 	&#064;Override
 * 	public void ended(DurableRun run, RunResult result) {
 * 		this.mails.save(new Mail(run.metadata().get("complaint"), result.text()));
 * 	}
 *
 * }
 * </pre>
 *
 * @since 0.1.0
 */
public interface DurableRunListener {

	/**
	 * The run has ended at the server, with any terminal status.
	 * @param run the durable run
	 * @param result the run with its messages
	 */
	default void ended(DurableRun run, RunResult result) {
	}

	/**
	 * The run could not be executed to its end, or was cancelled before it was created.
	 * @param run the durable run, with the failure
	 */
	default void failed(DurableRun run) {
	}

	/**
	 * The run waits for a person or another system.
	 * @param run the durable run
	 */
	default void suspended(DurableRun run) {
	}

}
