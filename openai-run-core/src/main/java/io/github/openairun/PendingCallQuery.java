package io.github.openairun;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Which pending calls to list, those that have waited longest first.
 *
 * @param runId the run, or {@code null} for all
 * @param threadId the thread, or {@code null} for all
 * @param tool the name of the tool, or {@code null} for all
 * @param sinceBefore only calls that began to wait before this time, or {@code null} for
 * all
 * @param limit the most entries on the page, 1 to 100
 * @param after the cursor behind which the page begins, {@link CursorPage#lastId()} of
 * the page before, or {@code null}
 * @since 0.1.0
 */
public record PendingCallQuery(@Nullable String runId, @Nullable String threadId, @Nullable String tool,
		@Nullable Instant sinceBefore, int limit, @Nullable String after) {

	private static final int MAX_LIMIT = 100;

	public PendingCallQuery {
		Check.isTrue(limit >= 1 && limit <= MAX_LIMIT, "'limit' must be between 1 and 100, but is " + limit);
	}

	/**
	 * Return the query for the 100 calls that have waited longest.
	 * @return the query
	 */
	public static PendingCallQuery all() {
		return new PendingCallQuery(null, null, null, null, MAX_LIMIT, null);
	}

	/**
	 * Return the query for the calls of a run.
	 * @param runId the run's id
	 * @return the query
	 */
	public static PendingCallQuery run(String runId) {
		return new PendingCallQuery(Check.hasText(runId, "runId"), null, null, null, MAX_LIMIT, null);
	}

	/**
	 * Return the query for the calls of a thread.
	 * @param threadId the thread's id
	 * @return the query
	 */
	public static PendingCallQuery thread(String threadId) {
		return new PendingCallQuery(null, Check.hasText(threadId, "threadId"), null, null, MAX_LIMIT, null);
	}

	public PendingCallQuery tool(@Nullable String tool) {
		return new PendingCallQuery(this.runId, this.threadId, tool, this.sinceBefore, this.limit, this.after);
	}

	public PendingCallQuery sinceBefore(@Nullable Instant time) {
		return new PendingCallQuery(this.runId, this.threadId, this.tool, time, this.limit, this.after);
	}

	public PendingCallQuery limit(int limit) {
		return new PendingCallQuery(this.runId, this.threadId, this.tool, this.sinceBefore, limit, this.after);
	}

	public PendingCallQuery after(@Nullable String after) {
		return new PendingCallQuery(this.runId, this.threadId, this.tool, this.sinceBefore, this.limit, after);
	}

}
