package io.github.openairun.thread;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Chooses the items of a thread that a model receives. The thread keeps all of them.
 * <p>
 * Servers refuse a call without its output, and an output without its call.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ThreadWindow {

	/**
	 * Choose items.
	 * @param items the items of the thread that servers can receive, oldest first
	 * @return some of them, in the same order
	 */
	List<StoredItem> select(List<StoredItem> items);

	/**
	 * Return a window on all items.
	 * @return the window
	 */
	static ThreadWindow all() {
		return (items) -> items;
	}

	/**
	 * Return a window on the newest items. Messages of the system and of the developer
	 * stay. A call and its output are chosen together or not at all, and so is everything
	 * behind the newest message of the user, even if that is more than the bounds allow.
	 * @param maxItems the most items, or {@code null} for any number
	 * @param maxInputTokens the most tokens, estimated as a quarter of the characters, or
	 * {@code null} for any number
	 * @return the window
	 */
	static ThreadWindow newest(@Nullable Integer maxItems, @Nullable Integer maxInputTokens) {
		return (maxItems == null && maxInputTokens == null) ? all() : new NewestItems(maxItems, maxInputTokens);
	}

}
