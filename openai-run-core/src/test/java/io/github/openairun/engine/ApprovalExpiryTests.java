package io.github.openairun.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.openairun.CallDecision;
import io.github.openairun.ManualTaskScheduler;
import io.github.openairun.PendingCall;
import io.github.openairun.Run;
import io.github.openairun.RunHandle;
import io.github.openairun.RunLimits;
import io.github.openairun.RunListener;
import io.github.openairun.RunResult;
import io.github.openairun.RunStatus;
import io.github.openairun.ToolCall;
import io.github.openairun.ToolOutput;
import io.github.openairun.approval.InMemoryApprovalStore;
import io.github.openairun.approval.StoredCall;
import io.github.openairun.tool.ToolBatch;
import io.github.openairun.tool.ToolExecutor;
import io.github.openairun.wire.RunGateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.never;

/**
 * The alarm of calls that wait in memory: nobody touches them, and only time passes.
 */
class ApprovalExpiryTests {

	private static final Duration TIMEOUT = Duration.ofHours(1);

	private final RunGateway gateway = Runs.gateway();

	private final ManualTaskScheduler time = ManualTaskScheduler.startingAt(Runs.NOW);

	private final RunEngine engine = new RunEngine(RunEngine.Settings.defaults(), this.time);

	private final InMemoryApprovalStore store = new InMemoryApprovalStore();

	private final CompletableFuture<List<PendingCall>> suspended = new CompletableFuture<>();

	private final List<ToolBatch> batches = new ArrayList<>();

	@BeforeEach
	void serveRuns() {
		given(this.gateway.messages(any())).willReturn(List.of());
		given(this.gateway.submitToolOutputs(any(), any())).willReturn(Runs.in(RunStatus.COMPLETED));
		given(this.gateway.cancel(any())).willReturn(Runs.in(RunStatus.CANCELLED));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "shop" })
	void callThatNobodyDecidesAboutIsDeniedWhenTheTimeIsUp(String server) throws Exception {
		Run asking = asking(server);
		RunHandle handle = start(asking, RunApprovals.OnExpiry.DENY);
		this.time.advance(TIMEOUT.minusMillis(1));
		assertThat(this.store.waiting()).isOne();
		assertThat(handle.result().toCompletableFuture()).isNotDone();
		this.time.advance(Duration.ofMillis(1));
		assertThat(end(handle).run().status()).isEqualTo(RunStatus.COMPLETED);
		assertThat(verdict()).isEqualTo(CallDecision.Verdict.EXPIRED);
		if (server.isEmpty()) {
			assertThat(this.batches).singleElement()
				.satisfies((batch) -> assertThat(batch.context().decisions().settled()).containsOnlyKeys("a"));
		}
		else {
			then(this.gateway).should()
				.submitToolOutputs(asking, List.of(ToolOutput.deny("a", "Nobody approved the call in time.")));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "shop" })
	void runIsCancelledWhenTheTimeIsUpIfItShall(String server) throws Exception {
		RunHandle handle = start(asking(server), RunApprovals.OnExpiry.CANCEL);
		this.time.advance(TIMEOUT);
		assertThat(end(handle).run().status()).isEqualTo(RunStatus.CANCELLED);
		assertThat(verdict()).isEqualTo(CallDecision.Verdict.EXPIRED);
		assertThat(this.batches).isEmpty();
		then(this.gateway).should(never()).submitToolOutputs(any(), any());
	}

	@Test
	void nothingIsScheduledForACallThatMayWaitForEver() throws Exception {
		RunHandle handle = start(asking(""), null, RunApprovals.OnExpiry.DENY);
		this.time.advance(Duration.ofDays(1000));
		assertThat(this.store.waiting()).isOne();
		handle.cancel();
		assertThat(end(handle).run().status()).isEqualTo(RunStatus.CANCELLED);
		assertThat(verdict()).isEqualTo(CallDecision.Verdict.WITHDRAWN);
	}

	private static Run asking(String server) {
		return Runs.asking(List.of(new ToolCall("a", "tool_a", "{}", server.isEmpty() ? null : server)));
	}

	private CallDecision.Verdict verdict() {
		return this.store.ofRun("run_1").stream().map(StoredCall::decision).findFirst().orElseThrow().verdict();
	}

	private static RunResult end(RunHandle handle) throws Exception {
		return handle.result().toCompletableFuture().get(10, TimeUnit.SECONDS);
	}

	private RunHandle start(Run asking, RunApprovals.OnExpiry onExpiry) throws Exception {
		return start(asking, TIMEOUT, onExpiry);
	}

	/** Start a run whose call waits, until the drive holds no thread any more. */
	private RunHandle start(Run asking, @Nullable Duration timeout, RunApprovals.OnExpiry onExpiry) throws Exception {
		given(this.gateway.load("run_1", "thread_1")).willReturn(asking);
		given(this.gateway.refresh(any())).willReturn(asking);
		RunApprovals settings = new RunApprovals(this.store, List.of(),
				new RunApprovals.Rules(timeout, onExpiry, RunApprovals.Round.READY));
		ToolRoundExecution.Scope tools = new ToolRoundExecution.Scope((run) -> List.of("tool_a"), Map.of(),
				() -> () -> {
				}, true);
		DrivePlan plan = new DrivePlan(new DrivePlan.Start.Resume("run_1", "thread_1"),
				new DrivePlan.DriveBounds(RunLimits.defaults(), PollPolicy.defaults(), false), tools, executor(),
				new ListenerChain(List.of(new RunListener() {
					@Override
					public void suspended(Run run, List<PendingCall> calls) {
						ApprovalExpiryTests.this.suspended.complete(calls);
					}
				})), DriveObservation.NONE, DrivePlan.Recording.NONE,
				new ApprovalScope(settings, (tool) -> true, (run) -> Set.of("tool_a")));
		DriveServer server = new DriveServer(this.gateway, new BusyThreadPolicy(Duration.ofSeconds(30)), this.store,
				this.time.getClock());
		RunHandle handle = this.engine.start(new Drive(plan, server));
		assertThat(this.suspended.get(10, TimeUnit.SECONDS)).hasSize(1);
		await().until(() -> this.engine.suspendedRuns() == 1 && this.engine.activeRuns() == 0);
		return handle;
	}

	private ToolExecutor executor() {
		return (batch) -> {
			this.batches.add(batch);
			return CompletableFuture
				.completedFuture(batch.calls().stream().map((call) -> new ToolOutput(call.id(), "expired")).toList());
		};
	}

}
