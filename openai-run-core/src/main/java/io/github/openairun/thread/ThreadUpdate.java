package io.github.openairun.thread;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * One change of a thread, which a {@link ThreadStore} makes as a whole or not at all.
 *
 * @since 0.1.0
 */
public final class ThreadUpdate {

	private final StoredThread thread;

	private Map<String, String> metadata;

	private @Nullable String activeRunId;

	private final List<StoredItem> added = new ArrayList<>();

	private final Set<String> removed = new LinkedHashSet<>();

	private @Nullable StoredRun run;

	private @Nullable String removedRunId;

	private ThreadUpdate(StoredThread thread) {
		this.thread = thread;
		this.metadata = thread.metadata();
		this.activeRunId = thread.activeRunId();
	}

	/**
	 * Begin a change that takes effect only if the thread still has the same version.
	 * @param thread the thread as it was read
	 * @return the change
	 */
	public static ThreadUpdate of(StoredThread thread) {
		return new ThreadUpdate(thread);
	}

	/**
	 * Replace the metadata.
	 * @param metadata the new metadata
	 * @return this change
	 */
	public ThreadUpdate metadata(Map<String, String> metadata) {
		this.metadata = Map.copyOf(metadata);
		return this;
	}

	/**
	 * Set the run that works on the thread or waits for tool outputs.
	 * @param runId the run's id, or {@code null} for none
	 * @return this change
	 */
	public ThreadUpdate activeRun(@Nullable String runId) {
		this.activeRunId = runId;
		return this;
	}

	/**
	 * Append items to the thread.
	 * @param items the items, in their order
	 * @return this change
	 */
	public ThreadUpdate add(List<StoredItem> items) {
		this.added.addAll(items);
		return this;
	}

	/**
	 * Remove items from the thread, before others are appended.
	 * @param itemIds the ids; unknown ones are ignored
	 * @return this change
	 */
	public ThreadUpdate remove(Collection<String> itemIds) {
		this.removed.addAll(itemIds);
		return this;
	}

	/**
	 * Add a run to the thread, or replace the run with the same id.
	 * @param run the run
	 * @return this change
	 */
	public ThreadUpdate run(StoredRun run) {
		this.run = run;
		return this;
	}

	/**
	 * Remove a run from the thread; its items stay unless they are removed as well.
	 * @param runId the run's id
	 * @return this change
	 */
	public ThreadUpdate removeRun(String runId) {
		this.removedRunId = runId;
		return this;
	}

	public String threadId() {
		return this.thread.id();
	}

	/**
	 * Return the version that the thread must have for the change to take effect.
	 * @return the version
	 */
	public long expectedVersion() {
		return this.thread.version();
	}

	/**
	 * Return the thread as it is after the change, with the next version.
	 * @return the thread
	 */
	public StoredThread result() {
		return new StoredThread(this.thread.id(), this.thread.createdAt(), this.metadata, this.activeRunId,
				this.thread.version() + 1);
	}

	public List<StoredItem> added() {
		return List.copyOf(this.added);
	}

	public Set<String> removed() {
		return Set.copyOf(this.removed);
	}

	/**
	 * Return the run to add or to replace.
	 * @return the run, or {@code null} if none changes
	 */
	public @Nullable StoredRun run() {
		return this.run;
	}

	/**
	 * Return the run to remove.
	 * @return the run's id, or {@code null} for none
	 */
	public @Nullable String removedRunId() {
		return this.removedRunId;
	}

}
