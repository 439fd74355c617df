package io.github.openairun;

import org.jspecify.annotations.Nullable;

/**
 * Which page of a list to fetch.
 *
 * @param limit the most entries on the page, 1 to 100
 * @param order the order by time of creation
 * @param after the cursor behind which the page begins, or {@code null}
 * @param before the cursor before which the page ends, or {@code null}; wire
 * {@code responses} does not know it
 * @since 0.1.0
 */
public record PageQuery(int limit, Order order, @Nullable String after, @Nullable String before) {

	public PageQuery {
		Check.isTrue(limit >= 1 && limit <= 100, "'limit' must be between 1 and 100, but is " + limit);
		Check.notNull(order, "order");
	}

	/**
	 * Return the query for the newest 20 entries, newest first.
	 * @return the query
	 */
	public static PageQuery newestFirst() {
		return new PageQuery(20, Order.DESC, null, null);
	}

	/**
	 * Return the query for the oldest 20 entries, oldest first.
	 * @return the query
	 */
	public static PageQuery oldestFirst() {
		return new PageQuery(20, Order.ASC, null, null);
	}

	public PageQuery limit(int limit) {
		return new PageQuery(limit, this.order, this.after, this.before);
	}

	public PageQuery after(@Nullable String after) {
		return new PageQuery(this.limit, this.order, after, this.before);
	}

	public PageQuery before(@Nullable String before) {
		return new PageQuery(this.limit, this.order, this.after, before);
	}

	/**
	 * The order of a list, by time of creation.
	 */
	public enum Order {

		/** Oldest first. */
		ASC,

		/** Newest first. */
		DESC

	}

}
