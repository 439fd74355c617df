package io.github.openairun.approval;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.github.openairun.CallDecision;
import io.github.openairun.CursorPage;
import io.github.openairun.PendingCall;
import io.github.openairun.PendingCallQuery;

/**
 * An {@link ApprovalStore} in the memory of the process. It forgets the oldest decided
 * calls when it holds too many of them, and never a call that waits.
 *
 * @since 0.1.0
 */
public final class InMemoryApprovalStore implements ApprovalStore {

	private static final int MAX_DECIDED = 10_000;

	private final int maxDecided;

	private final Map<String, Entry> entries = new HashMap<>();

	private final Map<String, List<Entry>> byRun = new HashMap<>();

	private final NavigableMap<PendingCursor, PendingCall> waiting = new TreeMap<>();

	/** The decided calls, the oldest decision first. */
	private final Map<String, Entry> decided = new LinkedHashMap<>();

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
			String oldest = this.decided.keySet().iterator().next();
			Entry entry = Objects.requireNonNull(this.decided.remove(oldest));
			this.entries.remove(oldest);
			this.byRun.computeIfPresent(entry.call.call().runId(), (runId, calls) -> {
				calls.remove(entry);
				return calls.isEmpty() ? null : calls;
			});
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
