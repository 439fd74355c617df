package io.github.openairun.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.openairun.ApiConnectionException;
import io.github.openairun.BadRequestException;
import io.github.openairun.InvalidResponseException;
import io.github.openairun.ManualTaskScheduler;
import io.github.openairun.Message;
import io.github.openairun.Run;
import io.github.openairun.RunDriveException;
import io.github.openairun.RunInterruptedException;
import io.github.openairun.RunLimit;
import io.github.openairun.RunLimitExceededException;
import io.github.openairun.RunLimits;
import io.github.openairun.RunListener;
import io.github.openairun.RunResult;
import io.github.openairun.RunStatus;
import io.github.openairun.RunTimeoutException;
import io.github.openairun.ToolCall;
import io.github.openairun.ToolCallFailedException;
import io.github.openairun.ToolOutput;
import io.github.openairun.UnsupportedRunActionException;
import io.github.openairun.approval.InMemoryApprovalStore;
import io.github.openairun.tool.ToolBatch;
import io.github.openairun.wire.RunGateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;

class DriveTests {

	private final RunGateway gateway = Runs.gateway();

	private final ManualTaskScheduler time = ManualTaskScheduler.jumpingFrom(Runs.NOW);

	private final RunEngine engine = new RunEngine(RunEngine.Settings.defaults(), this.time);

	private final List<ToolBatch> batches = new ArrayList<>();

	private final List<String> events = new ArrayList<>();

	private RunLimits limits = RunLimits.defaults();

	private String lost = "";

	private ToolCallFailedException failure;

	@BeforeEach
	void answerMessages() {
		given(this.gateway.messages(any())).willReturn(List.of(Message.assistant("Shipped")));
	}

	@Test
	void answersEveryCallAndSubmitsAllOutputsAtOnce() {
		Run asking = Runs.asking("a", "b");
		given(this.gateway.refresh(any())).willReturn(asking, Runs.in(RunStatus.COMPLETED));
		given(this.gateway.submitToolOutputs(asking, Runs.outputs("a", "b")))
			.willReturn(Runs.in(RunStatus.IN_PROGRESS));
		RunResult result = drive(Runs.in(RunStatus.QUEUED));
		assertThat(result.text()).isEqualTo("Shipped");
		assertThat(this.batches).singleElement().satisfies((batch) -> {
			assertThat(batch.calls()).isEqualTo(asking.toolCalls());
			assertThat(batch.offered()).containsExactly("tool_a");
		});
		then(this.gateway).should().submitToolOutputs(asking, Runs.outputs("a", "b"));
		assertThat(this.events).containsExactly("queued", "requires_action", "in_progress", "completed", "ended");
	}

	@Test
	void listenersHearOfAllCallsBeforeTheyAreExecuted() {
		given(this.gateway.submitToolOutputs(any(), any())).willReturn(Runs.in(RunStatus.COMPLETED));
		drive(Runs.asking("a", "b"), new RunListener() {
			@Override
			public void toolCallStarted(Run run, ToolCall call) {
				assertThat(DriveTests.this.batches).isEmpty();
				DriveTests.this.events.add("started " + call.id());
			}
		});
		assertThat(this.events).containsExactly("started a", "started b");
	}

	@Test
	void aStaleSnapshotDoesNotInvokeAHandlerTwice() {
		Run asking = Runs.asking("a");
		given(this.gateway.submitToolOutputs(asking, Runs.outputs("a"))).willReturn(asking);
		given(this.gateway.refresh(any())).willReturn(asking, asking, Runs.in(RunStatus.COMPLETED));
		drive(asking);
		assertThat(this.batches).hasSize(1);
		then(this.gateway).should().submitToolOutputs(asking, Runs.outputs("a"));
	}

	@Test
	void anIdThatIsUsedAgainInALaterRoundIsANewCall() {
		given(this.gateway.responseId(any())).willAnswer((call) -> call.<Run>getArgument(0).continuation());
		Run first = asking("resp_1", "{\"path\":\"a\"}");
		Run second = asking("resp_2", "{\"path\":\"b\"}");
		Run same = asking("resp_3", "{\"path\":\"b\"}");
		given(this.gateway.submitToolOutputs(any(), any())).willReturn(second, same, Runs.in(RunStatus.COMPLETED));
		drive(first);
		assertThat(this.batches).hasSize(3);
	}

	@Test
	void anIdThatIsUsedAgainAfterTheRunWorkedIsANewCall() {
		Run asking = Runs.asking("a");
		given(this.gateway.submitToolOutputs(any(), any())).willReturn(Runs.in(RunStatus.QUEUED),
				Runs.in(RunStatus.COMPLETED));
		given(this.gateway.refresh(any())).willReturn(Runs.in(RunStatus.IN_PROGRESS), asking);
		drive(asking);
		assertThat(this.batches).hasSize(2);
	}

	private static Run asking(String responseId, String arguments) {
		return Runs.asking("call_0")
			.mutate()
			.continuation(responseId)
			.toolCalls(List.of(new ToolCall("call_0", "list", arguments)))
			.build();
	}

	@Test
	void aRunThatExpiredWhileItsHandlersWorkedIsReturnedAsExpired() {
		given(this.gateway.submitToolOutputs(any(), any())).willThrow(Runs.refused());
		given(this.gateway.refresh(any())).willReturn(Runs.in(RunStatus.EXPIRED));
		assertThat(drive(Runs.asking("a")).run().status()).isEqualTo(RunStatus.EXPIRED);
		assertThat(this.events).containsExactly("requires_action", "expired", "ended");
	}

	@Test
	void aRefusalOfOutputsThatAreStillWaitedForIsPassedOn() {
		given(this.gateway.submitToolOutputs(any(), any())).willThrow(Runs.refused());
		given(this.gateway.refresh(any())).willReturn(Runs.asking("a"));
		assertThatExceptionOfType(BadRequestException.class).isThrownBy(() -> drive(Runs.asking("a")));
		then(this.gateway).should().submitToolOutputs(any(), any());
	}

	@Test
	void anExecutorThatLosesACallIsRefused() {
		this.lost = "b";
		assertThatIllegalStateException().isThrownBy(() -> drive(Runs.asking("a", "b")))
			.withMessageContaining("exactly one output for each call");
		then(this.gateway).should(never()).submitToolOutputs(any(), any());
	}

	@ParameterizedTest
	@EnumSource(names = { "COMPLETED", "FAILED", "CANCELLED", "INCOMPLETE", "EXPIRED" })
	void returnsForEveryEnd(RunStatus status) {
		given(this.gateway.refresh(any())).willReturn(Runs.in(status));
		assertThat(drive(Runs.in(RunStatus.QUEUED)).run().status()).isEqualTo(status);
	}

	@Test
	void aStatusThatNobodyKnowsIsPolledUntilTheDeadline() {
		Run unknown = Runs.in(RunStatus.QUEUED).mutate().status("pondering").build();
		given(this.gateway.refresh(any())).willReturn(unknown);
		assertThatExceptionOfType(RunTimeoutException.class).isThrownBy(() -> drive(unknown))
			.satisfies((ex) -> assertThat(ex.run().statusText()).isEqualTo("pondering"))
			.withMessageContaining("pondering")
			.withMessageContaining("PT10M");
		assertThat(this.time.getClock().instant()).isEqualTo(Runs.NOW.plusSeconds(600));
		assertThat(this.time.delays()).hasSizeLessThan(150);
	}

	@Test
	void aServerThatFailsNowAndThenIsAskedAgain() {
		given(this.gateway.refresh(any())).willThrow(Runs.broken(), Runs.broken(), Runs.broken(), Runs.broken())
			.willReturn(Runs.in(RunStatus.IN_PROGRESS))
			.willThrow(Runs.broken())
			.willReturn(Runs.in(RunStatus.COMPLETED));
		assertThat(drive(Runs.in(RunStatus.QUEUED)).run().status()).isEqualTo(RunStatus.COMPLETED);
	}

	@Test
	void aServerThatFailsEachTimeIsTakenForGone() {
		given(this.gateway.refresh(any())).willThrow(Runs.broken());
		assertThatExceptionOfType(RunDriveException.class).isThrownBy(() -> drive(Runs.in(RunStatus.QUEUED)))
			.withCauseInstanceOf(ApiConnectionException.class)
			.withMessageContaining("run 'run_1' on thread 'thread_1' (status 'queued')")
			.satisfies((ex) -> assertThat(ex.run().status()).isEqualTo(RunStatus.QUEUED));
		then(this.gateway).should(times(5)).refresh(any());
	}

	@Test
	void messagesThatCannotBeReadLeaveTheEndedRunInHand() {
		given(this.gateway.messages(any())).willThrow(Runs.broken());
		assertThatExceptionOfType(RunDriveException.class).isThrownBy(() -> drive(Runs.in(RunStatus.COMPLETED)))
			.satisfies((ex) -> assertThat(ex.run().status()).isEqualTo(RunStatus.COMPLETED));
	}

	@Test
	void anInterruptEndsTheWaitAndLeavesTheRun() {
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(RunInterruptedException.class).isThrownBy(() -> drive(Runs.in(RunStatus.QUEUED)));
		assertThat(Thread.interrupted()).isTrue();
		then(this.gateway).should(never()).refresh(any());
	}

	@Test
	void anInterruptDuringAPollEndsTheWait() {
		given(this.gateway.refresh(any())).willAnswer((invocation) -> {
			Thread.currentThread().interrupt();
			throw Runs.broken();
		});
		assertThatExceptionOfType(RunInterruptedException.class).isThrownBy(() -> drive(Runs.in(RunStatus.QUEUED)));
		assertThat(Thread.interrupted()).isTrue();
		then(this.gateway).should().refresh(any());
	}

	@Test
	void aRunThatExceedsItsLimitsIsCancelled() {
		this.limits = this.limits.withMaxCalls(1);
		Run asking = Runs.asking("a", "b");
		given(this.gateway.cancel(asking)).willReturn(Runs.in(RunStatus.CANCELLED));
		assertThatExceptionOfType(RunLimitExceededException.class).isThrownBy(() -> drive(asking))
			.withMessageContaining("more than 1 tool calls")
			.satisfies((ex) -> assertThat(ex.run().status()).isEqualTo(RunStatus.CANCELLED));
		assertThat(this.batches).isEmpty();
	}

	@Test
	void aRunThatExceedsItsLimitsMayBeLeftWaiting() {
		this.limits = this.limits.withMaxCalls(1).withAction(RunLimit.Action.THROW);
		assertThatExceptionOfType(RunLimitExceededException.class).isThrownBy(() -> drive(Runs.asking("a", "b")))
			.satisfies((ex) -> assertThat(ex.run().status()).isEqualTo(RunStatus.REQUIRES_ACTION))
			.satisfies((ex) -> assertThat(ex.partialResult().messages()).extracting(Message::text)
				.containsExactly("Shipped"));
		then(this.gateway).should(never()).cancel(any());
	}

	@Test
	void messagesThatCannotBeReadDoNotHideTheLimit() {
		this.limits = this.limits.withMaxCalls(1).withAction(RunLimit.Action.THROW);
		given(this.gateway.messages(any())).willThrow(Runs.broken());
		assertThatExceptionOfType(RunLimitExceededException.class).isThrownBy(() -> drive(Runs.asking("a", "b")))
			.satisfies((ex) -> assertThat(ex.partialResult().messages()).isEmpty());
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aFailureThatStopsTheRunIsThrown(boolean cancelling) {
		Run asking = Runs.asking("a");
		given(this.gateway.cancel(asking)).willReturn(Runs.in(RunStatus.CANCELLED));
		this.failure = new ToolCallFailedException(asking, asking.toolCalls().get(0), cancelling,
				new IllegalStateException("boom"));
		assertThatExceptionOfType(ToolCallFailedException.class).isThrownBy(() -> drive(asking))
			.withCauseInstanceOf(IllegalStateException.class)
			.satisfies((ex) -> assertThat(ex.run().status())
				.isEqualTo(cancelling ? RunStatus.CANCELLED : RunStatus.REQUIRES_ACTION));
		then(this.gateway).should(times(cancelling ? 1 : 0)).cancel(any());
		then(this.gateway).should(never()).submitToolOutputs(any(), any());
	}

	@Test
	void aRunThatCannotBeCancelledStillReportsItsLimits() {
		this.limits = this.limits.withMaxCalls(1);
		given(this.gateway.cancel(any())).willThrow(Runs.broken());
		assertThatExceptionOfType(RunLimitExceededException.class).isThrownBy(() -> drive(Runs.asking("a", "b")))
			.satisfies((ex) -> assertThat(ex.run().status()).isEqualTo(RunStatus.REQUIRES_ACTION));
	}

	@Test
	void anActionThatIsNotServedFailsLoudly() {
		Run run = Runs.asking().mutate().unsupportedAction("mcp_approval_request").build();
		assertThatExceptionOfType(UnsupportedRunActionException.class).isThrownBy(() -> drive(run))
			.withMessageContaining("mcp_approval_request");
	}

	@Test
	void aListenerThatThrowsHurtsNothing() {
		given(this.gateway.refresh(any())).willReturn(Runs.in(RunStatus.COMPLETED));
		RunListener broken = new RunListener() {
			@Override
			public void statusChanged(Run run) {
				throw new IllegalStateException("broken listener");
			}
		};
		assertThat(drive(Runs.in(RunStatus.QUEUED), broken, recording()).text()).isEqualTo("Shipped");
		assertThat(this.events).containsExactly("queued", "completed", "ended");
	}

	@Test
	void aListenerThatThrowsAnErrorHurtsNothing() {
		RunListener broken = new RunListener() {
			@Override
			public void ended(RunResult result) {
				throw new AssertionError("broken listener");
			}
		};
		assertThat(drive(Runs.in(RunStatus.COMPLETED), broken, recording()).text()).isEqualTo("Shipped");
		assertThat(this.events).containsExactly("completed", "ended");
	}

	@Test
	void theRefusalOfOutputsIsThrownAlthoughThePollAfterItFails() {
		given(this.gateway.submitToolOutputs(any(), any())).willThrow(Runs.refused());
		given(this.gateway.refresh(any())).willThrow(Runs.broken());
		assertThatExceptionOfType(BadRequestException.class).isThrownBy(() -> drive(Runs.asking("a")))
			.satisfies((ex) -> assertThat(ex.getSuppressed()).hasOnlyElementsOfType(ApiConnectionException.class));
	}

	@Test
	void aServerThatReturnsAnotherRunEachTimeIsTakenForBroken() {
		AtomicInteger polls = new AtomicInteger();
		given(this.gateway.refresh(any()))
			.willAnswer((invocation) -> Run.builder("run_" + polls.incrementAndGet() + "0", "thread_1")
				.status(RunStatus.IN_PROGRESS)
				.createdAt(Runs.NOW)
				.build());
		assertThatExceptionOfType(RunDriveException.class).isThrownBy(() -> drive(Runs.in(RunStatus.QUEUED)))
			.withCauseInstanceOf(InvalidResponseException.class)
			.satisfies((ex) -> assertThat(ex.run().id()).isEqualTo("run_1"));
		assertThat(polls).hasValue(5);
		assertThat(this.time.delays()).hasSize(5).allMatch((delay) -> delay.toMillis() > 100);
	}

	private RunResult drive(Run run) {
		return drive(run, recording());
	}

	private RunResult drive(Run run, RunListener... listeners) {
		given(this.gateway.load("run_1", "thread_1")).willReturn(run);
		ToolRoundExecution.Scope tools = new ToolRoundExecution.Scope((any) -> List.of("tool_a"), Map.of(),
				() -> () -> {
				}, true);
		DrivePlan plan = new DrivePlan(new DrivePlan.Start.Resume("run_1", "thread_1"),
				new DrivePlan.DriveBounds(this.limits, PollPolicy.defaults(), false), tools, this::execute,
				new ListenerChain(List.of(listeners)));
		DriveServer server = new DriveServer(this.gateway, new BusyThreadPolicy(Duration.ofSeconds(30)),
				new InMemoryApprovalStore(), this.time.getClock());
		return this.engine.execute(new Drive(plan, server));
	}

	private CompletableFuture<List<ToolOutput>> execute(ToolBatch batch) {
		this.batches.add(batch);
		if (this.failure != null) {
			return CompletableFuture.failedFuture(this.failure);
		}
		return CompletableFuture.completedFuture(Runs.outputs(
				batch.calls().stream().map(ToolCall::id).filter((id) -> !id.equals(this.lost)).toArray(String[]::new)));
	}

	private RunListener recording() {
		return new RunListener() {
			@Override
			public void statusChanged(Run run) {
				DriveTests.this.events.add(run.statusText());
			}

			@Override
			public void ended(RunResult result) {
				DriveTests.this.events.add("ended");
			}
		};
	}

}
