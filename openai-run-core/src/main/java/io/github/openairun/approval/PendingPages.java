package io.github.openairun.approval;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.github.openairun.CursorPage;
import io.github.openairun.PendingCall;
import io.github.openairun.PendingCallQuery;

/**
 * Cuts pages of pending calls.
 */
final class PendingPages {

	private PendingPages() {
	}

	static boolean matches(PendingCall call, PendingCallQuery query, Map<String, String> context) {
		return matches(query.runId(), call.runId()) && matches(query.threadId(), call.threadId())
				&& matches(query.tool(), call.tool())
				&& (query.sinceBefore() == null || call.since().isBefore(query.sinceBefore()))
				&& call.context().entrySet().containsAll(context.entrySet());
	}

	private static boolean matches(@Nullable String wanted, String actual) {
		return wanted == null || wanted.equals(actual);
	}

	/**
	 * Return the page of calls in their order.
	 * @param calls the calls behind the cursor of the query, in order
	 * @param limit the most entries
	 */
	static CursorPage<PendingCall> page(Stream<PendingCall> calls, int limit) {
		List<PendingCall> found = calls.limit(limit + 1L).toList();
		return page(found.subList(0, Math.min(limit, found.size())), found.size() > limit);
	}

	private static CursorPage<PendingCall> page(List<PendingCall> data, boolean hasMore) {
		if (data.isEmpty()) {
			return new CursorPage<>(List.of(), null, null, hasMore);
		}
		return new CursorPage<>(data, PendingCursor.of(data.get(0)).toString(),
				PendingCursor.of(data.get(data.size() - 1)).toString(), hasMore);
	}

	/** Merge the pages of several stores into one. */
	static CursorPage<PendingCall> merge(List<CursorPage<PendingCall>> pages, int limit) {
		List<PendingCall> all = new ArrayList<>();
		pages.forEach((page) -> all.addAll(page.data()));
		all.sort(Comparator.comparing(PendingCursor::of));
		boolean hasMore = all.size() > limit || pages.stream().anyMatch(CursorPage::hasMore);
		return page(all.subList(0, Math.min(limit, all.size())), hasMore);
	}

}
