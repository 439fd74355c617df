package io.github.openairun.thread;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.openairun.CursorPage;
import io.github.openairun.PageQuery;

/**
 * Stores the threads that the application keeps: their items, and their runs.
 * <p>
 * The caller chooses all ids. A store holds JSON as text and does not read it. Every
 * change of an existing thread is one {@link ThreadUpdate}, which takes effect as a
 * whole, and only if the thread has the expected version: nothing is locked between two
 * calls, and of two changes at once one is refused. Reading never waits for a change.
 * Implementations are safe for use by many threads; failures of the underlying storage
 * are unchecked exceptions.
 *
 * @since 0.1.0
 */
public interface ThreadStore {

	/**
	 * Add a new thread.
	 * @param thread the thread, with an id that no other thread has
	 * @param items the items that it begins with, in their order
	 * @throws ThreadStoreFullException if the store holds as much as it may
	 */
	void create(StoredThread thread, List<StoredItem> items);

	/**
	 * Find a thread.
	 * @param threadId the thread's id
	 * @return the thread, or {@code null} if there is none
	 */
	@Nullable StoredThread find(String threadId);

	/**
	 * Change a thread.
	 * @param update the change
	 * @return whether the change took effect; {@code false} if the thread has another
	 * version than expected, or does not exist any more
	 * @throws ThreadStoreFullException if the thread holds as many items as it may
	 */
	boolean update(ThreadUpdate update);

	/**
	 * Delete a thread with its items and runs.
	 * @param threadId the thread's id
	 * @return whether the thread existed
	 */
	boolean delete(String threadId);

	/**
	 * Return all items of a thread.
	 * @param threadId the thread's id
	 * @return the items, oldest first; empty if there is no such thread
	 */
	List<StoredItem> items(String threadId);

	/**
	 * Find an item.
	 * @param threadId the thread's id
	 * @param itemId the item's id
	 * @return the item, or {@code null} if the thread has none with that id
	 */
	@Nullable StoredItem findItem(String threadId, String itemId);

	/**
	 * List the items of one type.
	 * @param threadId the thread's id
	 * @param type the type of the items, such as {@code message}
	 * @param query the page; its cursors are ids of items, and an unknown one is an empty
	 * page
	 * @return the page; empty if there is no such thread
	 */
	CursorPage<StoredItem> items(String threadId, String type, PageQuery query);

	/**
	 * Find a run.
	 * @param threadId the id of its thread
	 * @param runId the run's id
	 * @return the run, or {@code null} if the thread has none with that id
	 */
	@Nullable StoredRun findRun(String threadId, String runId);

	/**
	 * List the runs of a thread by the order in which they were added.
	 * @param threadId the thread's id
	 * @param query the page; its cursors are ids of runs, and an unknown one is an empty
	 * page
	 * @return the page; empty if there is no such thread
	 */
	CursorPage<StoredRun> runs(String threadId, PageQuery query);

	/**
	 * Return what the store is called in messages to developers.
	 * @return the name
	 */
	default String name() {
		return getClass().getSimpleName();
	}

}
