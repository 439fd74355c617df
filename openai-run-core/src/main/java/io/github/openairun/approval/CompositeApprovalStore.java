package io.github.openairun.approval;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.github.openairun.CallDecision;
import io.github.openairun.CursorPage;
import io.github.openairun.PendingCall;
import io.github.openairun.PendingCallQuery;

/**
 * Several stores as one, such as that of durable runs and that of the others. New calls
 * wait in the first one.
 *
 * @since 0.1.0
 */
public final class CompositeApprovalStore implements ApprovalStore {

	private final List<ApprovalStore> stores;

	/**
	 * Create a store.
	 * @param stores the stores; at least one
	 */
	public CompositeApprovalStore(List<? extends ApprovalStore> stores) {
		Assert.notEmpty(stores, "'stores' must not be empty");
		this.stores = List.copyOf(stores);
	}

	@Override
	public StoredCall park(StoredCall call, Runnable whenDecided) {
		return this.stores.get(0).park(call, whenDecided);
	}

	@Override
	public @Nullable StoredCall find(String id) {
		for (ApprovalStore store : this.stores) {
			StoredCall found = store.find(id);
			if (found != null) {
				return found;
			}
		}
		return null;
	}

	@Override
	public List<StoredCall> ofRun(String runId) {
		List<StoredCall> calls = new ArrayList<>();
		this.stores.forEach((store) -> calls.addAll(store.ofRun(runId)));
		return calls;
	}

	@Override
	public CursorPage<PendingCall> pending(PendingCallQuery query, Map<String, String> context) {
		if (this.stores.size() == 1) {
			return this.stores.get(0).pending(query, context);
		}
		List<CursorPage<PendingCall>> pages = new ArrayList<>();
		this.stores.forEach((store) -> pages.add(store.pending(query, context)));
		return PendingPages.merge(pages, query.limit());
	}

	@Override
	public @Nullable StoredCall decide(String id, CallDecision decision) {
		for (ApprovalStore store : this.stores) {
			StoredCall decided = store.decide(id, decision);
			if (decided != null) {
				return decided;
			}
		}
		return null;
	}

	@Override
	public long waiting() {
		return this.stores.stream().mapToLong(ApprovalStore::waiting).sum();
	}

}
