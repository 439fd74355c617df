package io.github.openairun.approval;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.github.openairun.CallDecision;
import io.github.openairun.CursorPage;
import io.github.openairun.Decision;
import io.github.openairun.PendingCall;
import io.github.openairun.PendingCallQuery;
import io.github.openairun.ToolCall;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CompositeApprovalStore}.
 */
class CompositeApprovalStoreTests {

	private final ApprovalStore first = new InMemoryApprovalStore();

	private final ApprovalStore second = new InMemoryApprovalStore();

	private final ApprovalStore store = new CompositeApprovalStore(List.of(this.first, this.second));

	private static StoredCall call(int number) {
		return new StoredCall(new PendingCall("p" + number, PendingCall.Kind.APPROVAL, "run_" + number, "thread_1",
				null, new ToolCall("call_0", "refund", "{}"), null, Instant.EPOCH.plusSeconds(number), null, Map.of()),
				"r1");
	}

	@Test
	void callsOfAllStoresAreOneList() {
		for (int i = 0; i < 6; i++) {
			((i % 2 == 0) ? this.first : this.second).park(call(i), () -> {
			});
		}
		CursorPage<PendingCall> page = this.store.pending(PendingCallQuery.all().limit(4), Map.of());
		assertThat(page.data()).extracting(PendingCall::id).containsExactly("p0", "p1", "p2", "p3");
		assertThat(page.hasMore()).isTrue();
		CursorPage<PendingCall> rest = this.store.pending(PendingCallQuery.all().after(page.lastId()), Map.of());
		assertThat(rest.data()).extracting(PendingCall::id).containsExactly("p4", "p5");
		assertThat(rest.hasMore()).isFalse();
		assertThat(this.store.waiting()).isEqualTo(6);
	}

	@Test
	void callIsDecidedInItsStore() {
		this.second.park(call(1), () -> {
		});
		CallDecision decision = CallDecision.of(CallDecision.Verdict.DENIED, Decision.by("anna"), Instant.EPOCH);
		StoredCall decided = this.store.decide("p1", decision);
		assertThat(decided).isEqualTo(this.second.find("p1"));
		assertThat(this.store.find("p1")).isEqualTo(decided);
		assertThat(this.store.ofRun("run_1")).containsExactly(decided);
	}

}
