package io.github.openairun.thread;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.github.openairun.CursorPage;
import io.github.openairun.PageQuery;

/**
 * A {@link ThreadStore} in the memory of one process, which loses everything when the
 * process ends.
 * <p>
 * It is bounded: a thread that has not been used for the idle timeout is deleted; a
 * thread with an active run is kept for a day at least. A new thread above the maximum
 * number of threads, and an item above the maximum number of items of its thread, are
 * refused. Threads share no lock.
 *
 * @since 0.1.0
 */
public final class InMemoryThreadStore implements ThreadStore {

	/** Longer than anybody drives a run; whoever waits longer raises the idle timeout. */
	private static final Duration ACTIVE_RUN = Duration.ofDays(1);

	private final Bounds bounds;

	private final Clock clock;

	private final Map<String, Entry> threads = new ConcurrentHashMap<>();

	private final AtomicInteger size = new AtomicInteger();

	/**
	 * Create a store.
	 * @param bounds how much it holds
	 * @param clock the clock of the idle timeout
	 */
	public InMemoryThreadStore(Bounds bounds, Clock clock) {
		Assert.notNull(bounds, "'bounds' must not be null");
		Assert.notNull(clock, "'clock' must not be null");
		this.bounds = bounds;
		this.clock = clock;
	}

	@Override
	public void create(StoredThread thread, List<StoredItem> items) {
		checkItems(thread.id(), items.size());
		reserve();
		Entry entry = new Entry(thread, items, this.clock.instant());
		if (this.threads.putIfAbsent(thread.id(), entry) != null) {
			this.size.decrementAndGet();
			throw new IllegalStateException("There is a thread '" + thread.id() + "' already");
		}
	}

	/** Take a place before it is filled, so that no two callers take the last one. */
	private void reserve() {
		if (this.size.incrementAndGet() <= this.bounds.maxThreads()) {
			return;
		}
		this.threads.keySet().forEach(this::entry);
		if (this.size.get() > this.bounds.maxThreads()) {
			this.size.decrementAndGet();
			throw new ThreadStoreFullException(("The store of threads in memory holds %s threads, which is its limit. "
					+ "Delete threads, raise 'openai.run.thread-store.max-threads', lower "
					+ "'openai.run.thread-store.idle-timeout', or define a ThreadStore bean")
				.formatted(this.bounds.maxThreads()));
		}
	}

	private void checkItems(String threadId, int count) {
		if (count > this.bounds.maxItems()) {
			throw new ThreadStoreFullException(
					("Thread '%s' would have %s items, but the store of threads in memory holds %s items of a thread. "
							+ "Begin another thread, raise 'openai.run.thread-store.max-items', or define a "
							+ "ThreadStore bean")
						.formatted(threadId, count, this.bounds.maxItems()));
		}
	}

	/** Return the entry of a thread, unless the thread has expired. */
	private @Nullable Entry entry(String threadId) {
		Entry entry = this.threads.get(threadId);
		if (entry == null) {
			return null;
		}
		synchronized (entry) {
			if (entry.isExpired(this.clock.instant(), this.bounds.idleTimeout())) {
				remove(entry);
				return null;
			}
			return entry;
		}
	}

	/** Remove a thread; the caller holds the lock of the entry, so nobody updates it. */
	private boolean remove(Entry entry) {
		boolean removed = this.threads.remove(entry.state.thread().id(), entry);
		if (removed) {
			this.size.decrementAndGet();
		}
		return removed;
	}

	private @Nullable Entry used(String threadId) {
		Entry entry = entry(threadId);
		if (entry != null) {
			entry.usedAt = this.clock.instant();
		}
		return entry;
	}

	@Override
	public @Nullable StoredThread find(String threadId) {
		Entry entry = used(threadId);
		return (entry != null) ? entry.state.thread() : null;
	}

	@Override
	public boolean update(ThreadUpdate update) {
		Entry entry = used(update.threadId());
		if (entry == null) {
			return false;
		}
		synchronized (entry) {
			State state = entry.state;
			boolean removed = this.threads.get(update.threadId()) != entry;
			if (removed || state.thread().version() != update.expectedVersion()) {
				return false;
			}
			State next = state.after(update);
			if (!update.added().isEmpty()) {
				checkItems(update.threadId(), next.items().size());
			}
			entry.state = next;
			return true;
		}
	}

	@Override
	public boolean delete(String threadId) {
		Entry entry = entry(threadId);
		if (entry == null) {
			return false;
		}
		synchronized (entry) {
			return remove(entry);
		}
	}

	private State state(String threadId) {
		Entry entry = used(threadId);
		return (entry != null) ? entry.state : State.NONE;
	}

	@Override
	public List<StoredItem> items(String threadId) {
		return state(threadId).items();
	}

	@Override
	public @Nullable StoredItem findItem(String threadId, String itemId) {
		return items(threadId).stream().filter((item) -> item.id().equals(itemId)).findFirst().orElse(null);
	}

	@Override
	public CursorPage<StoredItem> items(String threadId, String type, PageQuery query) {
		List<StoredItem> items = items(threadId).stream().filter((item) -> item.type().equals(type)).toList();
		return Pages.of(items, StoredItem::id, query);
	}

	@Override
	public @Nullable StoredRun findRun(String threadId, String runId) {
		return state(threadId).runs().get(runId);
	}

	@Override
	public CursorPage<StoredRun> runs(String threadId, PageQuery query) {
		return Pages.of(List.copyOf(state(threadId).runs().values()), StoredRun::id, query);
	}

	/**
	 * How much a store in memory holds.
	 *
	 * @param maxThreads the most threads
	 * @param maxItems the most items of a thread
	 * @param idleTimeout how long an unused thread is kept, and with an active run a day
	 * at least; zero for as long as the process lives
	 */
	public record Bounds(int maxThreads, int maxItems, Duration idleTimeout) {

		public Bounds {
			Assert.isTrue(maxThreads > 0, "'maxThreads' must be positive");
			Assert.isTrue(maxItems > 0, "'maxItems' must be positive");
			Assert.isTrue(!idleTimeout.isNegative(), "'idleTimeout' must not be negative");
		}

		/**
		 * Return 10,000 threads of 10,000 items each, kept for a day without use.
		 * @return the bounds
		 */
		public static Bounds defaults() {
			return new Bounds(10_000, 10_000, Duration.ofDays(1));
		}

	}

	/** A thread; readers take the immutable state, writers replace it one at a time. */
	private static final class Entry {

		private volatile State state;

		private volatile Instant usedAt;

		Entry(StoredThread thread, List<StoredItem> items, Instant usedAt) {
			this.state = new State(thread, List.copyOf(items), Map.of());
			this.usedAt = usedAt;
		}

		boolean isExpired(Instant now, Duration idleTimeout) {
			boolean active = this.state.thread().activeRunId() != null;
			Duration timeout = (active && idleTimeout.compareTo(ACTIVE_RUN) < 0) ? ACTIVE_RUN : idleTimeout;
			return !idleTimeout.isZero() && !now.isBefore(this.usedAt.plus(timeout));
		}

	}

	private record State(StoredThread thread, List<StoredItem> items, Map<String, StoredRun> runs) {

		static final State NONE = new State(new StoredThread("none", Instant.EPOCH, Map.of()), List.of(), Map.of());

		State after(ThreadUpdate update) {
			List<StoredItem> items = this.items;
			Set<String> removed = update.removed();
			List<StoredItem> added = update.added();
			if (!removed.isEmpty() || !added.isEmpty()) {
				items = new ArrayList<>(this.items.size() + added.size());
				items.addAll(this.items);
				if (!removed.isEmpty()) {
					items.removeIf((item) -> removed.contains(item.id()));
				}
				items.addAll(added);
				items = Collections.unmodifiableList(items);
			}
			Map<String, StoredRun> runs = this.runs;
			StoredRun run = update.run();
			if (run != null || update.removedRunId() != null) {
				runs = new LinkedHashMap<>(this.runs);
				runs.remove(update.removedRunId());
				if (run != null) {
					runs.put(run.id(), run);
				}
			}
			return new State(update.result(), items, runs);
		}

	}

}
