package io.github.openairun.jdbc;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

/**
 * Which durable runs to list.
 *
 * @param state only runs in this state, or {@code null} for all
 * @param tag only runs with this tag, or {@code null} for all
 * @param threadId only runs on this thread, or {@code null} for all
 * @param limit the most entries on the page, 1 to 100
 * @param after the cursor behind which the page begins, or {@code null}
 * @since 0.1.0
 */
public record DurableRunQuery(DurableRun.@Nullable State state, @Nullable String tag, @Nullable String threadId,
		int limit, @Nullable String after) {

	public DurableRunQuery {
		Assert.isTrue(limit >= 1 && limit <= 100, "'limit' must be between 1 and 100");
	}

	/**
	 * Return the query for the newest 20 runs.
	 * @return the query
	 */
	public static DurableRunQuery all() {
		return new DurableRunQuery(null, null, null, 20, null);
	}

	public DurableRunQuery state(DurableRun.@Nullable State state) {
		return new DurableRunQuery(state, this.tag, this.threadId, this.limit, this.after);
	}

	public DurableRunQuery tag(@Nullable String tag) {
		return new DurableRunQuery(this.state, tag, this.threadId, this.limit, this.after);
	}

	public DurableRunQuery thread(@Nullable String threadId) {
		return new DurableRunQuery(this.state, this.tag, threadId, this.limit, this.after);
	}

	public DurableRunQuery limit(int limit) {
		return new DurableRunQuery(this.state, this.tag, this.threadId, limit, this.after);
	}

	public DurableRunQuery after(@Nullable String after) {
		return new DurableRunQuery(this.state, this.tag, this.threadId, this.limit, after);
	}

}
