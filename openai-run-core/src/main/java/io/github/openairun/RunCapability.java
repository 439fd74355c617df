package io.github.openairun;

/**
 * Something that one wire can do and another cannot.
 */
public enum RunCapability {

	/** Listing the runs of a thread. */
	LIST_RUNS,

	/** Changing the metadata of a run that exists. */
	MODIFY_RUN,

	/** Runs that the server ends by itself after some time, with {@code expires_at}. */
	RUN_EXPIRY,

	/** Creating, modifying and deleting assistants on the server. */
	MANAGE_ASSISTANTS

}
