package io.github.openairun.jdbc;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import io.github.openairun.CallDecision;
import io.github.openairun.CallDecision.Verdict;
import io.github.openairun.CursorPage;
import io.github.openairun.Decision;
import io.github.openairun.PendingCall;
import io.github.openairun.PendingCallQuery;
import io.github.openairun.ToolCall;
import io.github.openairun.approval.ApprovalStore;
import io.github.openairun.approval.StoredCall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What every {@link ApprovalStore} must do. The store that a test gets is empty.
 */
abstract class AbstractApprovalStoreTests {

	private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

	static final Runnable NOBODY = () -> {
	};

	abstract ApprovalStore store();

	StoredCall park(StoredCall call) {
		return store().park(call, NOBODY);
	}

	static StoredCall call(String id, String runId, String round, String callId) {
		return call(id, runId, round, callId, "refund", NOW, Map.of());
	}

	private static StoredCall call(String id, String runId, String round, String callId, String tool, Instant since,
			Map<String, String> context) {
		return new StoredCall(new PendingCall(id, PendingCall.Kind.APPROVAL, runId, "thread_" + runId, "support",
				new ToolCall(callId, tool, "{\"amount\":10}", "shop"), "much money", since, since.plusSeconds(60),
				context), round);
	}

	private static CallDecision approvedBy(String who) {
		return CallDecision.of(Verdict.APPROVED, Decision.by(who).reason("fine").arguments("{\"amount\":5}"), NOW);
	}

	@Test
	void callWaitsWithEverythingThatIsKnown() {
		StoredCall call = call("p1", "run_1", "resp_1", "call_0", "refund", NOW, Map.of("tenant", "a"));
		assertThat(park(call)).isEqualTo(call);
		assertThat(store().find("p1")).isEqualTo(call);
		assertThat(store().ofRun("run_1")).containsExactly(call);
		assertThat(store().pending(PendingCallQuery.all(), Map.of()).data()).containsExactly(call.call());
		assertThat(store().waiting()).isEqualTo(1);
		assertThat(store().find("p2")).isNull();
		assertThat(store().ofRun("run_2")).isEmpty();
	}

	@Test
	void sameCallOfTheSameRoundWaitsOnce() {
		park(call("p1", "run_1", "resp_1", "call_0"));
		assertThat(park(call("p2", "run_1", "resp_1", "call_0")).call().id()).isEqualTo("p1");
		assertThat(store().find("p2")).isNull();
	}

	@Test
	void sameIdInAnotherRoundIsAnotherCall() {
		park(call("p1", "run_1", "resp_1", "call_0"));
		store().decide("p1", approvedBy("anna"));
		StoredCall second = call("p2", "run_1", "resp_2", "call_0");
		assertThat(park(second)).isEqualTo(second);
		assertThat(store().ofRun("run_1")).hasSize(2);
	}

	@Test
	void approvedCallMayWaitForItsOutput() {
		StoredCall approval = call("p1", "run_1", "resp_1", "call_0");
		park(approval);
		CallDecision decision = approvedBy("anna");
		store().decide("p1", decision);
		PendingCall call = approval.call();
		StoredCall output = new StoredCall(new PendingCall("p2", PendingCall.Kind.OUTPUT, "run_1", call.threadId(),
				call.assistant(), call.call(), null, NOW.plusSeconds(1), null, Map.of()), "resp_1");
		assertThat(park(output)).isEqualTo(output);
		assertThat(store().ofRun("run_1")).containsExactly(approval.decided(decision), output);
	}

	@Test
	void decisionIsKeptWithTheCall() {
		StoredCall call = call("p1", "run_1", "resp_1", "call_0");
		park(call);
		CallDecision decision = approvedBy("anna");
		StoredCall decided = store().decide("p1", decision);
		assertThat(decided).isNotNull();
		assertThat(decided.decision()).isSameAs(decision);
		assertThat(store().find("p1")).isEqualTo(call.decided(decision));
		assertThat(store().ofRun("run_1")).containsExactly(call.decided(decision));
		assertThat(store().pending(PendingCallQuery.all(), Map.of()).data()).isEmpty();
		assertThat(store().waiting()).isZero();
		assertThat(park(call("p2", "run_1", "resp_1", "call_0"))).isEqualTo(call.decided(decision));
	}

	@Test
	void everyKindOfDecisionIsKept() {
		for (Verdict verdict : Verdict.values()) {
			CallDecision decision = (verdict == Verdict.ANSWERED)
					? CallDecision.answered("{\"ok\":true}", Decision.by("anna"), NOW)
					: CallDecision.of(verdict, Decision.by("anna").reason("because"), NOW);
			park(call("p" + verdict, "run_1", "resp_" + verdict, "call_0"));
			store().decide("p" + verdict, decision);
			StoredCall found = store().find("p" + verdict);
			assertThat(found).isNotNull();
			assertThat(found.decision()).isEqualTo(decision);
		}
	}

	@Test
	void firstDecisionWins() {
		park(call("p1", "run_1", "resp_1", "call_0"));
		CallDecision first = approvedBy("anna");
		store().decide("p1", first);
		StoredCall second = store().decide("p1", CallDecision.of(Verdict.DENIED, Decision.by("ben"), NOW));
		assertThat(second).isNotNull();
		assertThat(second.decision()).isEqualTo(first);
		assertThat(store().decide("unknown", first)).isNull();
	}

	@Test
	void oneOfAHundredConcurrentDecisionsWins() throws Exception {
		park(call("p1", "run_1", "resp_1", "call_0"));
		int threads = 100;
		CountDownLatch ready = new CountDownLatch(threads);
		AtomicInteger winners = new AtomicInteger();
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		try {
			List<Future<StoredCall>> decided = new ArrayList<>();
			for (int i = 0; i < threads; i++) {
				CallDecision decision = approvedBy("person-" + i);
				decided.add(executor.submit(() -> {
					ready.countDown();
					ready.await();
					StoredCall call = store().decide("p1", decision);
					if (call != null && call.decision() == decision) {
						winners.incrementAndGet();
					}
					return call;
				}));
			}
			List<StoredCall> results = new ArrayList<>();
			for (Future<StoredCall> one : decided) {
				results.add(one.get());
			}
			assertThat(winners).hasValue(1);
			assertThat(results).doesNotContainNull().allMatch((call) -> call.equals(store().find("p1")));
		}
		finally {
			executor.shutdownNow();
		}
	}

	@Test
	void withdrawnCallMayWaitAgain() {
		park(call("p1", "run_1", "resp_1", "call_0"));
		park(call("p2", "run_1", "resp_1", "call_1"));
		park(call("p3", "run_2", "resp_1", "call_0"));
		store().decide("p2", approvedBy("anna"));
		store().withdraw("run_1", NOW);
		assertThat(store().pending(PendingCallQuery.all(), Map.of()).data()).extracting(PendingCall::id)
			.containsExactly("p3");
		StoredCall withdrawn = store().find("p1");
		assertThat(withdrawn).isNotNull();
		assertThat(withdrawn.isWithdrawn()).isTrue();
		StoredCall again = call("p4", "run_1", "resp_1", "call_0");
		assertThat(park(again)).isEqualTo(again);
	}

	@Test
	void pagesFollowTheOrderOfWaiting() {
		for (int i = 0; i < 7; i++) {
			park(call("p" + i, "run_" + i, "resp", "call_0", "refund", NOW.minusSeconds(i / 2), Map.of()));
		}
		List<String> ids = new ArrayList<>();
		PendingCallQuery query = PendingCallQuery.all().limit(3);
		CursorPage<PendingCall> page = store().pending(query, Map.of());
		while (true) {
			page.data().forEach((call) -> ids.add(call.id()));
			if (!page.hasMore()) {
				break;
			}
			page = store().pending(query.after(page.lastId()), Map.of());
		}
		assertThat(ids).containsExactly("p6", "p4", "p5", "p2", "p3", "p0", "p1");
		assertThat(page.data()).hasSize(1);
	}

	@Test
	void queryRestrictsTheCalls() {
		park(call("p1", "run_1", "resp", "call_0", "refund", NOW, Map.of()));
		park(call("p2", "run_1", "resp", "call_1", "sendMail", NOW.minusSeconds(10), Map.of()));
		park(call("p3", "run_2", "resp", "call_0", "refund", NOW.minusSeconds(20), Map.of()));
		assertThat(ids(PendingCallQuery.run("run_1"))).containsExactly("p2", "p1");
		assertThat(ids(PendingCallQuery.thread("thread_run_2"))).containsExactly("p3");
		assertThat(ids(PendingCallQuery.all().tool("refund"))).containsExactly("p3", "p1");
		assertThat(ids(PendingCallQuery.all().sinceBefore(NOW))).containsExactly("p3", "p2");
		assertThat(ids(PendingCallQuery.run("run_3"))).isEmpty();
	}

	private List<String> ids(PendingCallQuery query) {
		return store().pending(query, Map.of()).data().stream().map(PendingCall::id).toList();
	}

	@Test
	void contextRestrictsTheCalls() {
		park(call("p1", "run_1", "resp", "call_0", "refund", NOW, Map.of("tenant", "a", "user", "anna")));
		park(call("p2", "run_2", "resp", "call_0", "refund", NOW, Map.of("tenant", "b")));
		park(call("p3", "run_3", "resp", "call_0"));
		assertThat(store().pending(PendingCallQuery.all(), Map.of("tenant", "a")).data()).extracting(PendingCall::id)
			.containsExactly("p1");
		assertThat(store().pending(PendingCallQuery.all(), Map.of("tenant", "c")).data()).isEmpty();
	}

	@Test
	void strangeCursorIsRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> store().pending(PendingCallQuery.all().after("x"), Map.of()));
	}

}
