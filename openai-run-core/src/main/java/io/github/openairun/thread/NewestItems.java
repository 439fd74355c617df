package io.github.openairun.thread;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

/**
 * The window on the newest items.
 */
final class NewestItems implements ThreadWindow {

	private static final Set<String> PINNED = Set.of("system", "developer");

	private static final int CHARACTERS_PER_TOKEN = 4;

	private final long maxItems;

	private final long maxInputTokens;

	NewestItems(@Nullable Integer maxItems, @Nullable Integer maxInputTokens) {
		this.maxItems = (maxItems != null) ? maxItems : Long.MAX_VALUE;
		this.maxInputTokens = (maxInputTokens != null) ? maxInputTokens : Long.MAX_VALUE;
		Assert.isTrue(this.maxItems > 0, "'maxItems' must be positive");
		Assert.isTrue(this.maxInputTokens > 0, "'maxInputTokens' must be positive");
	}

	@Override
	public List<StoredItem> select(List<StoredItem> items) {
		boolean[] pinned = new boolean[items.size()];
		long itemsLeft = this.maxItems;
		long tokensLeft = this.maxInputTokens;
		for (int i = 0; i < items.size(); i++) {
			pinned[i] = isPinned(items.get(i));
			if (pinned[i]) {
				itemsLeft--;
				tokensLeft -= tokens(items.get(i));
			}
		}
		int newestQuestion = newestQuestion(items);
		int[] partners = partners(items);
		int begin = items.size();
		for (int i = items.size() - 1; i >= 0; i--) {
			if (!pinned[i]) {
				itemsLeft--;
				tokensLeft -= tokens(items.get(i));
				if (i < newestQuestion && (itemsLeft < 0 || tokensLeft < 0)) {
					break;
				}
			}
			begin = i;
		}
		return chosen(items, pinned, partners, begin);
	}

	private static List<StoredItem> chosen(List<StoredItem> items, boolean[] pinned, int[] partners, int begin) {
		List<StoredItem> chosen = new ArrayList<>();
		for (int i = 0; i < items.size(); i++) {
			boolean whole = partners[i] < 0 || partners[i] >= begin;
			if (pinned[i] || (i >= begin && whole)) {
				chosen.add(items.get(i));
			}
		}
		return chosen;
	}

	/** Return the place of the newest message of the user, or 0 if there is none. */
	private static int newestQuestion(List<StoredItem> items) {
		for (int i = items.size() - 1; i >= 0; i--) {
			if ("user".equals(items.get(i).role())) {
				return i;
			}
		}
		return 0;
	}

	/** Return for each call the place of its output, and the reverse, or -1. */
	private static int[] partners(List<StoredItem> items) {
		int[] partners = new int[items.size()];
		Arrays.fill(partners, -1);
		Map<String, Deque<Integer>> open = new HashMap<>();
		for (int i = 0; i < items.size(); i++) {
			String callId = items.get(i).callId();
			if (callId != null && isAnswer(items.get(i))) {
				Deque<Integer> calls = open.get(callId);
				Integer call = (calls != null) ? calls.poll() : null;
				if (call != null) {
					partners[i] = call;
					partners[call] = i;
				}
			}
			else if (callId != null) {
				open.computeIfAbsent(callId, (id) -> new ArrayDeque<>()).add(i);
			}
		}
		return partners;
	}

	private static boolean isAnswer(StoredItem item) {
		return item.type().endsWith("_output") || item.type().endsWith("_response");
	}

	private static boolean isPinned(StoredItem item) {
		return item.role() != null && PINNED.contains(item.role());
	}

	private static long tokens(StoredItem item) {
		return ((item.input() != null) ? item.input() : item.json()).length() / CHARACTERS_PER_TOKEN + 1;
	}

}
