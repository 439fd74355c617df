package io.github.openairun.thread;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

import io.github.openairun.CursorPage;
import io.github.openairun.PageQuery;

/**
 * Cuts pages out of lists.
 */
final class Pages {

	private Pages() {
	}

	/**
	 * Return a page.
	 * @param oldestFirst all entries
	 * @param id returns the cursor of an entry
	 */
	static <T> CursorPage<T> of(List<T> oldestFirst, Function<T, String> id, PageQuery query) {
		List<T> entries = new ArrayList<>(oldestFirst);
		if (query.order() == PageQuery.Order.DESC) {
			Collections.reverse(entries);
		}
		List<String> ids = entries.stream().map(id).toList();
		int from = 0;
		int to = entries.size();
		if (query.after() != null) {
			int after = ids.indexOf(query.after());
			from = (after < 0) ? to : after + 1;
		}
		if (query.before() != null) {
			int before = ids.indexOf(query.before());
			to = (before < 0) ? from : Math.max(from, before);
		}
		int end = Math.min(to, from + query.limit());
		List<T> page = List.copyOf(entries.subList(from, end));
		return new CursorPage<>(page, page.isEmpty() ? null : ids.get(from), page.isEmpty() ? null : ids.get(end - 1),
				end < to);
	}

}
