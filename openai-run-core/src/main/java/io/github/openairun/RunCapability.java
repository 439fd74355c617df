package io.github.openairun;

/**
 * A feature that some wires have and others lack.
 *
 * @since 0.1.0
 */
public enum RunCapability {

	/** Listing the runs of a thread. */
	LIST_RUNS,

	/** Changing the metadata of a run that exists. */
	MODIFY_RUN,

	/** Runs that the server ends by itself after some time, with {@code expires_at}. */
	RUN_EXPIRY,

	/** Assistants that live on the server, so that a run names one by its id. */
	SERVER_ASSISTANTS,

	/** Creating, modifying and deleting assistants on the server. */
	MANAGE_ASSISTANTS

}
