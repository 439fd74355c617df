package io.github.openairun.jdbc;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.Test;

import io.github.openairun.CallDecision;
import io.github.openairun.CallDecision.Verdict;
import io.github.openairun.Decision;
import io.github.openairun.approval.ApprovalStore;
import io.github.openairun.approval.StoredCall;
import io.github.openairun.engine.DriveLostException;
import io.github.openairun.engine.DriveRecord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link JdbcApprovalStore}, where the drive of each run has the run's id.
 */
abstract class AbstractJdbcApprovalStoreTests extends AbstractApprovalStoreTests {

	private final List<String> woken = new CopyOnWriteArrayList<>();

	abstract JdbcAccess database();

	@Override
	JdbcApprovalStore store() {
		return new JdbcApprovalStore(database(), this.woken::add, Clock.systemUTC());
	}

	@Override
	StoredCall park(StoredCall call) {
		String runId = call.call().runId();
		DriveRows rows = new DriveRows(database(), Clock.systemUTC());
		if (rows.find("id", runId) == null) {
			rows.insert(drive(runId));
		}
		return storeOf(runId, 0).park(call, NOBODY);
	}

	private ApprovalStore storeOf(String runId, long version) {
		return store().of(new DriveRows.Fence(runId, version));
	}

	private static DriveRow drive(String runId) {
		Instant now = Instant.now();
		DriveRecord record = DriveRecord
			.fromJson("{\"version\":1,\"resumed\":{\"runId\":\"" + runId + "\",\"threadId\":\"thread_1\"}}");
		return new DriveRow(runId, null, DurableRun.State.SUSPENDED, 0, null, "thread_1", runId, null, null, 0, null, 0,
				false, now, now.plusSeconds(60), now, now, null, null, null, record, null, null);
	}

	@Test
	void lastDecisionOfADriveThatWaitsWakesIt() {
		park(call("p1", "run_1", "resp_1", "call_0"));
		park(call("p2", "run_1", "resp_1", "call_1"));
		CallDecision decision = CallDecision.of(Verdict.DENIED, Decision.by("anna"), Instant.EPOCH);
		store().decide("p1", decision);
		assertThat(this.woken).isEmpty();
		store().decide("p2", decision);
		assertThat(this.woken).containsExactly("run_1");
	}

	@Test
	void driveThatAnotherNodeHasTakenOverLetsNoCallWait() {
		park(call("p1", "run_1", "resp_1", "call_0"));
		assertThatExceptionOfType(DriveLostException.class)
			.isThrownBy(() -> storeOf("run_1", 1).park(call("p2", "run_1", "resp_2", "call_0"), NOBODY));
		assertThat(store().find("p2")).isNull();
	}

}
