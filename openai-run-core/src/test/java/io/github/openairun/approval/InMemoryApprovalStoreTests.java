package io.github.openairun.approval;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import io.github.openairun.CallDecision;
import io.github.openairun.CallDecision.Verdict;
import io.github.openairun.Decision;
import io.github.openairun.PendingCall;
import io.github.openairun.ToolCall;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link InMemoryApprovalStore}.
 */
class InMemoryApprovalStoreTests {

	private final InMemoryApprovalStore store = new InMemoryApprovalStore();

	private static StoredCall call(String id, String round) {
		return new StoredCall(new PendingCall(id, PendingCall.Kind.APPROVAL, "run_1", "thread_1", null,
				new ToolCall("call_0", "refund", "{}"), null, Instant.EPOCH, null, Map.of()), round);
	}

	private static CallDecision decision() {
		return CallDecision.of(Verdict.DENIED, Decision.by("anna"), Instant.EPOCH);
	}

	@Test
	void decisionWakesTheDriveOnce() {
		AtomicInteger woken = new AtomicInteger();
		this.store.park(call("p1", "r1"), woken::incrementAndGet);
		assertThat(woken).hasValue(0);
		this.store.decide("p1", decision());
		this.store.decide("p1", decision());
		assertThat(woken).hasValue(1);
	}

	@Test
	void driveThatComesTooLateIsWokenAtOnce() {
		AtomicInteger woken = new AtomicInteger();
		this.store.park(call("p1", "r1"), () -> {
		});
		this.store.decide("p1", decision());
		this.store.park(call("p2", "r1"), woken::incrementAndGet);
		assertThat(woken).hasValue(1);
	}

	@Test
	void newestDriveIsWoken() {
		AtomicInteger first = new AtomicInteger();
		AtomicInteger second = new AtomicInteger();
		this.store.park(call("p1", "r1"), first::incrementAndGet);
		this.store.park(call("p2", "r1"), second::incrementAndGet);
		this.store.decide("p1", decision());
		assertThat(first).hasValue(0);
		assertThat(second).hasValue(1);
	}

	@Test
	void oldestDecisionsAreForgotten() {
		InMemoryApprovalStore small = new InMemoryApprovalStore(2);
		for (int i = 0; i < 4; i++) {
			small.park(call("p" + i, "r" + i), () -> {
			});
		}
		for (int i = 3; i > 0; i--) {
			small.decide("p" + i, decision());
		}
		assertThat(small.find("p3")).isNull();
		assertThat(small.ofRun("run_1")).extracting((call) -> call.call().id()).containsExactly("p0", "p1", "p2");
		assertThat(small.waiting()).isEqualTo(1);
	}

	@Test
	void callsOfADeletedThreadAreForgotten() {
		this.store.park(call("p1", "r1"), () -> {
		});
		this.store.withdraw("run_1", Instant.EPOCH);
		this.store.threadDeleted("thread_2");
		assertThat(this.store.ofRun("run_1")).hasSize(1);
		this.store.threadDeleted("thread_1");
		assertThat(this.store.ofRun("run_1")).isEmpty();
		assertThat(this.store.find("p1")).isNull();
	}

	@Test
	void callsOfARunInProgressAreForgottenWhenItEnds() {
		this.store.park(call("p1", "r1"), () -> {
		});
		this.store.decide("p1", decision());
		this.store.threadDeleted("thread_1");
		assertThat(this.store.ofRun("run_1")).as("for its drive").hasSize(1);
		this.store.withdraw("run_1", Instant.EPOCH);
		assertThat(this.store.ofRun("run_1")).isEmpty();
		this.store.park(call("p2", "r1"), () -> {
		});
		this.store.withdraw("run_1", Instant.EPOCH);
		assertThat(this.store.ofRun("run_1")).as("a deletion counts once").hasSize(1);
	}

}
