package io.github.openairun.jdbc;

import org.springframework.util.Assert;

/**
 * Application event about a durable run, published in a transaction, at least once.
 *
 * @param kind what has happened
 * @param run the durable run, with its result if it has ended
 * @since 0.1.0
 */
public record DurableRunEvent(Kind kind, DurableRun run) {

	public DurableRunEvent {
		Assert.notNull(kind, "'kind' must not be null");
		Assert.notNull(run, "'run' must not be null");
	}

	/**
	 * What has happened.
	 */
	public enum Kind {

		/** The run has ended at the server, with any terminal status. */
		ENDED,

		/**
		 * The run could not be driven to its end, or was cancelled before it was created.
		 */
		FAILED,

		/** The run waits for a person or another system. */
		SUSPENDED

	}

}
