package io.github.openairun.wire;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

/**
 * Remembers which response is the newest of a run on wire {@code responses}.
 * <p>
 * There a run is a chain of responses and is known by the id of the first one; responses
 * point back to the first, but the first does not point to the newest. What is not
 * remembered is worked out from the items of the conversation, at the price of usage,
 * times and errors: a store may forget at any time. Implementations are safe for use by
 * many threads.
 */
public interface RunLinkStore {

	/**
	 * Find what is remembered of a run.
	 * @param threadId the thread that the run works on
	 * @param runId the run's id
	 * @return the link, or {@code null} if nothing is remembered
	 */
	@Nullable Link find(String threadId, String runId);

	/**
	 * Remember something of a run, provided that nobody else was faster.
	 * @param threadId the thread that the run works on
	 * @param runId the run's id
	 * @param expected the newest response as it was found, or {@code null} if nothing was
	 * remembered
	 * @param link what to remember
	 * @return whether it is remembered; {@code false} if the store holds another response
	 * than the expected one
	 */
	boolean advance(String threadId, String runId, @Nullable String expected, Link link);

	/**
	 * Find the run that works on a thread or waits for tool outputs.
	 * @param threadId the thread
	 * @return the run's id, or {@code null} if none is known
	 */
	@Nullable String activeRun(String threadId);

	/**
	 * Return a store in memory that remembers the 10,000 runs that were used last.
	 * @return the store
	 */
	static RunLinkStore inMemory() {
		return inMemory(10_000);
	}

	/**
	 * Return a store in memory.
	 * @param maxRuns how many runs it remembers; those used least recently are forgotten
	 * @return the store
	 */
	static RunLinkStore inMemory(int maxRuns) {
		return new InMemoryRunLinkStore(maxRuns);
	}

	/**
	 * What is remembered of a run.
	 *
	 * @param responseId the newest response of the run that is known
	 * @param phase what is known about it
	 */
	record Link(String responseId, Phase phase) {

		public Link {
			Assert.hasText(responseId, "'responseId' must not be empty");
			Assert.notNull(phase, "'phase' must not be null");
		}

	}

	/**
	 * What is known about the newest response of a run.
	 */
	enum Phase {

		/** It is the newest one, and the run goes on. */
		ACTIVE,

		/**
		 * There may be a newer one: a submission was refused or its answer was lost, or
		 * another application may have taken the run up.
		 */
		UNCERTAIN,

		/** It is the last one: the run has ended. */
		ENDED,

		/** The run was cancelled while it waited for tool outputs. */
		CANCELLED,

		/** The run was given up because its tool outputs did not come in time. */
		EXPIRED

	}

}
