package io.github.openairun.wire;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

/**
 * Stores which response of a run is the newest on wire {@code responses}.
 * <p>
 * There a run is a chain of responses and has the id of the first one; responses refer to
 * the first, but the first does not refer to the newest. A run without a link is
 * reconstructed from the items of the conversation, without usage, times and errors: a
 * store may remove links at any time. Implementations must be thread-safe.
 *
 * @since 0.1.0
 */
public interface RunLinkStore {

	/**
	 * Find the link of a run.
	 * @param threadId the thread that the run works on
	 * @param runId the run's id
	 * @return the link, or {@code null} if none is stored
	 */
	@Nullable Link find(String threadId, String runId);

	/**
	 * Store the link of a run if the stored one is the expected one (compare and set).
	 * @param threadId the thread that the run works on
	 * @param runId the run's id
	 * @param expected the newest response as it was found, or {@code null} if no link was
	 * stored
	 * @param link the new link
	 * @return whether the link is stored; {@code false} if the store contains another
	 * response than the expected one
	 */
	boolean advance(String threadId, String runId, @Nullable String expected, Link link);

	/**
	 * Find the run that works on a thread or waits for tool outputs.
	 * @param threadId the thread
	 * @return the run's id, or {@code null} if none is known
	 */
	@Nullable String activeRun(String threadId);

	/**
	 * Delete the links of all runs of a thread, which was deleted.
	 * @param threadId the thread
	 */
	default void delete(String threadId) {
	}

	/**
	 * Return a store in memory for the 10,000 runs that were used last.
	 * @return the store
	 */
	static RunLinkStore inMemory() {
		return inMemory(10_000);
	}

	/**
	 * Return a store in memory.
	 * @param maxRuns the number of runs; those used least recently are removed
	 * @return the store
	 */
	static RunLinkStore inMemory(int maxRuns) {
		return new InMemoryRunLinkStore(maxRuns);
	}

	/**
	 * The link from a run to its newest response.
	 *
	 * @param responseId the newest response of the run that is known
	 * @param phase the state of that response
	 */
	record Link(String responseId, ResponsePhase phase) {

		public Link {
			Assert.hasText(responseId, "'responseId' must not be empty");
			Assert.notNull(phase, "'phase' must not be null");
		}

	}

	/**
	 * The state of the newest response of a run.
	 */
	enum ResponsePhase {

		/** It is the newest one, and the run has not ended. */
		ACTIVE,

		/**
		 * There may be a newer one: a submission was refused or its response was lost, or
		 * another application may have resumed the run.
		 */
		UNCERTAIN,

		/** It is the last one: the run has ended. */
		ENDED,

		/** The run was cancelled while it waited for tool outputs. */
		CANCELLED,

		/** The run was abandoned because its tool outputs were too late. */
		EXPIRED

	}

}
