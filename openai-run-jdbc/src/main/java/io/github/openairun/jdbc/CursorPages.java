package io.github.openairun.jdbc;

import java.util.List;
import java.util.function.Function;

import io.github.openairun.CursorPage;

/**
 * Creates pages from rows.
 */
final class CursorPages {

	private CursorPages() {
	}

	/**
	 * Return a page.
	 * @param found the rows of the page, and one more if there are more
	 * @param id returns the cursor of a row
	 * @param limit the most rows of the page
	 */
	static <T> CursorPage<T> of(List<T> found, Function<T, String> id, int limit) {
		List<T> page = (found.size() > limit) ? found.subList(0, limit) : found;
		return new CursorPage<>(page, page.isEmpty() ? null : id.apply(page.get(0)),
				page.isEmpty() ? null : id.apply(page.get(page.size() - 1)), found.size() > limit);
	}

}
