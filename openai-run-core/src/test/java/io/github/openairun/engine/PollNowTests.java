package io.github.openairun.engine;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.openairun.ManualTaskScheduler;
import io.github.openairun.Message;
import io.github.openairun.RunHandle;
import io.github.openairun.RunLimits;
import io.github.openairun.RunResult;
import io.github.openairun.RunStatus;
import io.github.openairun.approval.InMemoryApprovalStore;
import io.github.openairun.support.CallDepth;
import io.github.openairun.wire.RunGateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;

/**
 * Polls that are requested because the server has reported the end of a response. The
 * time never passes unless a test says so.
 */
@Timeout(30)
class PollNowTests {

	private final RunGateway gateway = Runs.gateway();

	private final ManualTaskScheduler time = ManualTaskScheduler.startingAt(Runs.NOW);

	private final RunEngine engine = new RunEngine(new RunEngine.Settings(2, 0, 2, Duration.ZERO), this.time);

	@BeforeEach
	void letRunsWork() {
		given(this.gateway.load("run_1", "thread_1")).willReturn(Runs.in(RunStatus.IN_PROGRESS));
		given(this.gateway.refresh(any())).willReturn(Runs.in(RunStatus.COMPLETED));
		given(this.gateway.messages(any())).willReturn(List.of(Message.assistant("Shipped")));
		given(this.gateway.responseId(any())).willReturn("resp_1");
	}

	@AfterEach
	void close() {
		this.engine.close();
	}

	@Test
	void thePauseEndsAtOnce() {
		RunHandle handle = this.engine.start(drive());
		awaitPause();
		assertThat(this.engine.pollNow("resp_1")).isTrue();
		assertThat(handle.join().text()).isEqualTo("Shipped");
		assertThat(this.time.size()).isZero();
	}

	@Test
	void aCallerThatWaitsPollsAsWell() {
		CompletableFuture<RunResult> result = CompletableFuture.supplyAsync(() -> this.engine.execute(drive()));
		awaitPause();
		assertThat(this.engine.pollNow("resp_1")).isTrue();
		assertThat(result.join().text()).isEqualTo("Shipped");
	}

	@Test
	void aReportThatIsFasterThanTheResponseToTheRequestIsKept() {
		assertThat(this.engine.pollNow("resp_1")).isFalse();
		assertThat(this.engine.start(drive()).join().text()).isEqualTo("Shipped");
		assertThat(this.time.delays()).isEmpty();
	}

	@Test
	void otherRunsGoOnWaiting() {
		RunHandle handle = this.engine.start(drive());
		awaitPause();
		assertThat(this.engine.pollNow("resp_2")).isFalse();
		assertThat(handle.result().toCompletableFuture()).isNotDone();
		then(this.gateway).should(never()).refresh(any());
		this.time.advance(Duration.ofSeconds(1));
		assertThat(handle.join().text()).isEqualTo("Shipped");
	}

	@Test
	void oneReportLeadsToOnePoll() {
		given(this.gateway.refresh(any())).willReturn(Runs.in(RunStatus.IN_PROGRESS), Runs.in(RunStatus.COMPLETED));
		RunHandle handle = this.engine.start(drive());
		awaitPause();
		this.engine.pollNow("resp_1");
		while (this.time.delays().size() < 2) {
			Thread.onSpinWait();
		}
		then(this.gateway).should().refresh(any());
		this.time.advance(Duration.ofSeconds(1));
		assertThat(handle.join().text()).isEqualTo("Shipped");
		then(this.gateway).should(times(2)).refresh(any());
	}

	@Test
	void aWireWithoutResponsesIsPolledAsEver() {
		given(this.gateway.responseId(any())).willReturn(null);
		RunHandle handle = this.engine.start(drive());
		awaitPause();
		assertThat(this.engine.pollNow("resp_1")).isFalse();
		assertThat(handle.result().toCompletableFuture()).isNotDone();
		this.time.advance(Duration.ofSeconds(1));
		assertThat(handle.join().text()).isEqualTo("Shipped");
	}

	@Test
	void anIdIsRequired() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.engine.pollNow(""))
			.withMessageContaining("'responseId'");
	}

	@Test
	void reportsAboutRunsOfOtherInstancesAreForgotten() {
		ResponseHints hints = new ResponseHints();
		for (int i = 0; i < 1001; i++) {
			hints.add("resp_" + i);
			hints.add("resp_1");
		}
		assertThat(hints.contains("resp_0")).isFalse();
		assertThat(hints.contains("resp_1")).isTrue();
		assertThat(hints.contains("resp_1000")).isTrue();
		hints.remove("resp_1");
		assertThat(hints.contains("resp_1")).isFalse();
	}

	private Drive drive() {
		ToolRoundExecution.Scope tools = new ToolRoundExecution.Scope((run) -> List.of(), Map.of(), () -> () -> {
		}, true, CallDepth.current());
		DrivePlan plan = new DrivePlan(new DrivePlan.Start.Resume("run_1", "thread_1"),
				new DrivePlan.DriveBounds(RunLimits.defaults(), PollPolicy.defaults(), false), tools,
				(batch) -> CompletableFuture.completedFuture(List.of()), new ListenerChain(List.of()));
		return new Drive(plan, new DriveServer(this.gateway, BusyThreadPolicy.defaults(), new InMemoryApprovalStore(),
				this.time.getClock()));
	}

	/** Wait until a run waits for the time to pass. */
	private void awaitPause() {
		while (this.time.size() == 0) {
			Thread.onSpinWait();
		}
	}

}
