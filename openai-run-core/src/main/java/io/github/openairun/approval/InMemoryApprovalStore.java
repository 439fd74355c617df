package io.github.openairun.approval;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.github.openairun.CallDecision;
import io.github.openairun.CursorPage;
import io.github.openairun.PendingCall;
import io.github.openairun.PendingCallQuery;
import io.github.openairun.ThreadDeletionListener;

/**
 * An {@link ApprovalStore} in the memory of the process. It forgets the oldest decided
 * calls when it holds too many of them, and never a call that waits. When a thread is
 * deleted, it forgets the calls of the thread, those of a run in progress as soon as that
 * run ends.
 *
 * @since 0.1.0
 */
public final class InMemoryApprovalStore implements ApprovalStore, ThreadDeletionListener {

	private static final int MAX_DECIDED = 10_000;

	private final int maxDecided;

	private final Map<String, Entry> entries = new HashMap<>();

	private final Map<String, List<Entry>> byRun = new HashMap<>();

	private final NavigableMap<PendingCursor, PendingCall> waiting = new TreeMap<>();

	/** The decided calls, the oldest decision first. */
	private final Map<String, Entry> decided = new LinkedHashMap<>();

	/** The runs in progress, whose drives read the decisions. */
	private final Set<String> inProgress = new HashSet<>();

	/** The runs in progress whose threads were deleted. */
	private final Set<String> deleted = new HashSet<>();

	/** Create a store that remembers 10,000 decisions. */
	public InMemoryApprovalStore() {
		this(MAX_DECIDED);
	}

	/**
	 * Create a store.
	 * @param maxDecided how many decided calls it remembers; at least 1
	 */
	public InMemoryApprovalStore(int maxDecided) {
		Assert.isTrue(maxDecided >= 1, "'maxDecided' must be at least 1");
		this.maxDecided = maxDecided;
	}

	@Override
	public StoredCall park(StoredCall call, Runnable whenDecided) {
		Assert.isTrue(call.isWaiting(), "'call' must not be decided");
		StoredCall stored;
		synchronized (this) {
			Entry known = find(call);
			if (known == null) {
				add(new Entry(call, whenDecided));
				return call;
			}
			stored = known.call;
			if (stored.isWaiting()) {
				known.whenDecided = whenDecided;
				return stored;
			}
		}
		whenDecided.run();
		return stored;
	}

	private @Nullable Entry find(StoredCall call) {
		for (Entry entry : this.byRun.getOrDefault(call.call().runId(), List.of())) {
			PendingCall known = entry.call.call();
			if (entry.call.round().equals(call.round()) && known.call().id().equals(call.call().call().id())
					&& known.kind() == call.call().kind() && !entry.call.isWithdrawn()) {
				return entry;
			}
		}
		return null;
	}

	private void add(Entry entry) {
		PendingCall call = entry.call.call();
		Assert.state(this.entries.putIfAbsent(call.id(), entry) == null, "The id of the pending call is in use");
		this.byRun.computeIfAbsent(call.runId(), (runId) -> new ArrayList<>()).add(entry);
		this.waiting.put(PendingCursor.of(call), call);
		this.inProgress.add(call.runId());
	}

	@Override
	public synchronized @Nullable StoredCall find(String id) {
		Entry entry = this.entries.get(id);
		return (entry != null) ? entry.call : null;
	}

	@Override
	public synchronized List<StoredCall> ofRun(String runId) {
		return this.byRun.getOrDefault(runId, List.of())
			.stream()
			.map((entry) -> entry.call)
			.sorted(Comparator.comparing((StoredCall call) -> call.call().since()))
			.toList();
	}

	@Override
	public synchronized CursorPage<PendingCall> pending(PendingCallQuery query, Map<String, String> context) {
		String after = query.after();
		NavigableMap<PendingCursor, PendingCall> behind = (after != null)
				? this.waiting.tailMap(PendingCursor.parse(after), false) : this.waiting;
		return PendingPages.page(behind.values().stream().filter((call) -> PendingPages.matches(call, query, context)),
				query.limit());
	}

	@Override
	public @Nullable StoredCall decide(String id, CallDecision decision) {
		Runnable whenDecided;
		StoredCall stored;
		synchronized (this) {
			Entry entry = this.entries.get(id);
			if (entry == null || !entry.call.isWaiting()) {
				return (entry != null) ? entry.call : null;
			}
			stored = entry.call.decided(decision);
			entry.call = stored;
			whenDecided = entry.whenDecided;
			entry.whenDecided = Entry.NOBODY;
			this.waiting.remove(PendingCursor.of(stored.call()));
			this.decided.put(id, entry);
			forgetOldest();
		}
		whenDecided.run();
		return stored;
	}

	private void forgetOldest() {
		if (this.decided.size() > this.maxDecided) {
			forget(this.decided.values().iterator().next());
		}
	}

	private void forget(Entry entry) {
		PendingCall call = entry.call.call();
		this.entries.remove(call.id());
		this.decided.remove(call.id());
		this.waiting.remove(PendingCursor.of(call));
		List<Entry> calls = Objects.requireNonNull(this.byRun.get(call.runId()));
		calls.remove(entry);
		if (calls.isEmpty()) {
			this.byRun.remove(call.runId());
			this.inProgress.remove(call.runId());
			this.deleted.remove(call.runId());
		}
	}

	/**
	 * Withdraw the calls of a run that still wait, because the run has ended.
	 */
	@Override
	public void withdraw(String runId, Instant at) {
		ApprovalStore.super.withdraw(runId, at);
		synchronized (this) {
			this.inProgress.remove(runId);
			if (this.deleted.contains(runId)) {
				forget(runId);
			}
		}
	}

	private void forget(String runId) {
		List.copyOf(this.byRun.getOrDefault(runId, List.of())).forEach(this::forget);
	}

	@Override
	public synchronized void threadDeleted(String threadId) {
		List<String> runs = this.byRun.values()
			.stream()
			.map((calls) -> calls.get(0).call.call())
			.filter((call) -> call.threadId().equals(threadId))
			.map(PendingCall::runId)
			.toList();
		for (String runId : runs) {
			if (this.inProgress.contains(runId)) {
				this.deleted.add(runId);
			}
			else {
				forget(runId);
			}
		}
	}

	@Override
	public synchronized long waiting() {
		return this.waiting.size();
	}

	private static final class Entry {

		/** Nobody is woken by a call that is decided. */
		private static final Runnable NOBODY = () -> {
		};

		private StoredCall call;

		private Runnable whenDecided;

		Entry(StoredCall call, Runnable whenDecided) {
			this.call = call;
			this.whenDecided = whenDecided;
		}

	}

}
