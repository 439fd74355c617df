package io.github.openairun.engine;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.openairun.Assistant;
import io.github.openairun.BadRequestException;
import io.github.openairun.InvalidResponseException;
import io.github.openairun.ManualTaskScheduler;
import io.github.openairun.Message;
import io.github.openairun.NotFoundException;
import io.github.openairun.RunException;
import io.github.openairun.RunHandle;
import io.github.openairun.RunInterruptedException;
import io.github.openairun.RunLimit;
import io.github.openairun.RunLimits;
import io.github.openairun.RunRejectedException;
import io.github.openairun.RunRequest;
import io.github.openairun.RunResult;
import io.github.openairun.RunStatus;
import io.github.openairun.RunTimeoutException;
import io.github.openairun.ThreadBusyException;
import io.github.openairun.WireNotServedException;
import io.github.openairun.approval.InMemoryApprovalStore;
import io.github.openairun.support.CallDepth;
import io.github.openairun.wire.RunCreation;
import io.github.openairun.wire.RunGateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.never;

@Timeout(30)
class RunEngineTests {

	private final RunGateway gateway = Runs.gateway();

	private ManualTaskScheduler time = ManualTaskScheduler.startingAt(Runs.NOW);

	private RunLimits limits = RunLimits.defaults();

	private RunEngine engine = engine(1, 1);

	@BeforeEach
	void letRunsWork() {
		given(this.gateway.load("run_1", "thread_1")).willReturn(Runs.in(RunStatus.IN_PROGRESS));
		given(this.gateway.refresh(any())).willReturn(Runs.in(RunStatus.COMPLETED));
		given(this.gateway.messages(any())).willReturn(List.of(Message.assistant("Shipped")));
	}

	@AfterEach
	void close() {
		this.engine.close();
	}

	private RunEngine engine(int maxRuns, int maxQueuedRuns) {
		return new RunEngine(new RunEngine.Settings(maxRuns, maxQueuedRuns, 2, Duration.ZERO), this.time);
	}

	@Test
	void aRunThatWaitsHoldsNoThread() {
		RunHandle handle = start();
		awaitPause();
		assertThat(this.time.delays().get(0)).isBetween(Duration.ofMillis(135), Duration.ofMillis(150));
		assertThat(handle.result().toCompletableFuture()).isNotDone();
		endPause();
		assertThat(handle.join().text()).isEqualTo("Shipped");
	}

	@Test
	void moreRunsThanMayBeDrivenWaitForTheirTurn() {
		RunHandle first = start();
		awaitPause();
		RunHandle second = start();
		assertThat(this.engine.activeRuns()).isEqualTo(1);
		assertThat(this.engine.queuedRuns()).isEqualTo(1);
		then(this.gateway).should().load("run_1", "thread_1");
		endPause();
		first.join();
		while (!second.result().toCompletableFuture().isDone()) {
			endPauseIfAny();
		}
		assertThat(second.join().text()).isEqualTo("Shipped");
	}

	@Test
	void aRunThatAHandlerHasStartedDoesNotWaitForTheRunOfThatHandler() {
		start();
		awaitPause();
		RunHandle second = start();
		RunHandle inner;
		try (CallDepth.Scope handler = CallDepth.enter(1)) {
			inner = start();
		}
		assertThat(this.engine.activeRuns()).isEqualTo(2);
		assertThat(this.engine.queuedRuns()).isEqualTo(1);
		while (!inner.result().toCompletableFuture().isDone() || !second.result().toCompletableFuture().isDone()) {
			endPauseIfAny();
		}
		assertThat(this.engine.activeRuns()).isZero();
	}

	@Test
	void moreRunsThanMayWaitAreRejectedWithTheRemedy() {
		start();
		start();
		assertThatExceptionOfType(RunRejectedException.class).isThrownBy(this::start)
			.withMessageContaining("openai.run.engine.max-runs")
			.withMessageContaining("openai.run.engine.max-queued-runs");
		assertThatExceptionOfType(RunRejectedException.class).isThrownBy(() -> this.engine.execute(drive()));
	}

	@Test
	void aCallerWaitsForItsTurn() {
		RunHandle first = start();
		awaitPause();
		CompletableFuture<RunResult> second = CompletableFuture.supplyAsync(() -> this.engine.execute(drive()));
		while (this.engine.queuedRuns() == 0) {
			Thread.onSpinWait();
		}
		assertThat(second).isNotDone();
		endPause();
		first.join();
		while (!second.isDone()) {
			endPauseIfAny();
		}
		assertThat(second.join().text()).isEqualTo("Shipped");
	}

	@Test
	void aRunThatIsCancelledWhileItWaitsForItsTurnIsNeverCreated() {
		start();
		awaitPause();
		RunCreation creation = new RunCreation(RunRequest.assistant("support").build(),
				Assistant.named("support").build(), List.of());
		RunHandle second = this.engine.start(drive(new DrivePlan.Start.Create(creation)));
		second.cancel();
		assertThatExceptionOfType(CompletionException.class)
			.isThrownBy(() -> second.result().toCompletableFuture().join())
			.withCauseInstanceOf(CancellationException.class);
		assertThat(this.engine.queuedRuns()).isZero();
		then(this.gateway).should(never()).create(any());
	}

	@Test
	void aRunThatIsTakenUpIsCancelledAtTheServerEvenBeforeItsTurn() {
		given(this.gateway.cancel(any())).willReturn(Runs.in(RunStatus.CANCELLED));
		start();
		awaitPause();
		RunHandle second = start();
		second.cancel();
		assertThat(second.join().run().status()).isEqualTo(RunStatus.CANCELLED);
		then(this.gateway).should().cancel(any());
	}

	@Test
	void cancellingEndsThePauseAtOnce() {
		given(this.gateway.cancel(any())).willReturn(Runs.in(RunStatus.CANCELLED));
		RunHandle handle = start();
		awaitPause();
		handle.cancel();
		assertThat(handle.join().run().status()).isEqualTo(RunStatus.CANCELLED);
		then(this.gateway).should(never()).refresh(any());
	}

	@Test
	void aRunThatNeverStopsCancellingIsGivenUp() {
		given(this.gateway.cancel(any())).willReturn(Runs.in(RunStatus.CANCELLING));
		given(this.gateway.refresh(any())).willAnswer((invocation) -> {
			this.time.advance(Duration.ofSeconds(31));
			return Runs.in(RunStatus.CANCELLING);
		});
		RunHandle handle = start();
		awaitPause();
		handle.cancel();
		while (!handle.result().toCompletableFuture().isDone()) {
			endPause();
		}
		assertThatExceptionOfType(RunTimeoutException.class).isThrownBy(handle::join)
			.withMessageContaining("cancelling")
			.withMessageContaining("PT30S");
	}

	@Test
	void aRunThatTakesTooLongIsCancelledIfItIsToBe() {
		this.time = ManualTaskScheduler.jumpingFrom(Runs.NOW);
		this.engine = engine(1, 1);
		this.limits = this.limits.withTimeoutAction(RunLimit.Action.CANCEL);
		given(this.gateway.cancel(any())).willReturn(Runs.in(RunStatus.CANCELLED));
		given(this.gateway.refresh(any())).willReturn(Runs.in(RunStatus.IN_PROGRESS));
		assertThatExceptionOfType(RunTimeoutException.class).isThrownBy(() -> this.engine.execute(drive()))
			.satisfies((ex) -> assertThat(ex.run().status()).isEqualTo(RunStatus.CANCELLED));
	}

	@Test
	void aShutdownEndsWhatIsDrivenAndWhatWaits() {
		RunHandle first = start();
		awaitPause();
		RunHandle second = start();
		this.engine.stop();
		for (RunHandle handle : List.of(first, second)) {
			assertThatExceptionOfType(RunInterruptedException.class).isThrownBy(handle::join)
				.withMessageContaining("shutdown");
		}
		assertThatExceptionOfType(RunRejectedException.class).isThrownBy(this::start)
			.withMessageContaining("shuts down");
		then(this.gateway).should(never()).cancel(any());
	}

	@Test
	void anEngineThatIsStartedAgainTakesRuns() {
		this.engine.stop();
		this.engine.start();
		RunHandle handle = start();
		awaitPause();
		endPause();
		assertThat(handle.join().text()).isEqualTo("Shipped");
	}

	@Test
	void aFailureOfTheDriveIsTheHandlesResult() {
		given(this.gateway.load("run_1", "thread_1")).willThrow(new IllegalStateException("boom"));
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> start().join()).withMessage("boom");
		assertThat(this.engine.activeRuns()).isZero();
	}

	@Test
	void anErrorOfOneRunLeavesTheOthersAlone() {
		this.engine = engine(2, 0);
		RunHandle other = start();
		awaitPause();
		given(this.gateway.load("run_1", "thread_1")).willThrow(new OutOfMemoryError("simulated"));
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> start().join())
			.withCauseInstanceOf(OutOfMemoryError.class);
		endPause();
		assertThat(other.join().text()).isEqualTo("Shipped");
	}

	@ParameterizedTest
	@ValueSource(classes = { BadRequestException.class, NotFoundException.class, WireNotServedException.class,
			InvalidResponseException.class })
	void aRefusedCancellationEndsAsACancelledRun(Class<? extends RunException> refusal) {
		given(this.gateway.cancel(any())).willThrow(refusal);
		given(this.gateway.refresh(any())).willThrow(NotFoundException.class);
		given(this.gateway.messages(any())).willThrow(NotFoundException.class);
		RunHandle handle = start();
		awaitPause();
		handle.cancel();
		while (!handle.result().toCompletableFuture().isDone()) {
			endPauseIfAny();
		}
		assertThat(handle.join().run().status()).isEqualTo(RunStatus.CANCELLED);
	}

	@Test
	void aRefusedCancellationLeavesARunThatHasEnded() {
		given(this.gateway.cancel(any())).willThrow(Runs.refused());
		RunHandle handle = start();
		awaitPause();
		handle.cancel();
		while (!handle.result().toCompletableFuture().isDone()) {
			endPauseIfAny();
		}
		assertThat(handle.join().run().status()).isEqualTo(RunStatus.COMPLETED);
	}

	@Test
	void idsAreKnownBeforeTheResult() {
		given(this.gateway.create(any())).willReturn(Runs.in(RunStatus.QUEUED));
		given(this.gateway.onThread(any())).willAnswer((invocation) -> {
			RunCreation creation = invocation.getArgument(0);
			return creation.with(creation.request().mutate().thread("thread_1").build());
		});
		RunHandle handle = this.engine.start(drive(creation(null)));
		assertThat(handle.runId().toCompletableFuture().join()).isEqualTo("run_1");
		assertThat(handle.threadId().toCompletableFuture()).isCompletedWithValue("thread_1");
		assertThat(handle.result().toCompletableFuture()).isNotDone();
	}

	@Test
	void aThreadThatIsBusyBeforeTheCreationIsWaitedFor() {
		given(this.gateway.onThread(any())).willThrow(new ThreadBusyException("thread_1", null, Runs.refused()))
			.willAnswer((invocation) -> invocation.getArgument(0));
		given(this.gateway.create(any())).willReturn(Runs.in(RunStatus.COMPLETED));
		RunHandle handle = this.engine.start(drive(creation("thread_1")));
		while (!handle.result().toCompletableFuture().isDone()) {
			endPauseIfAny();
		}
		assertThat(handle.join().text()).isEqualTo("Shipped");
		then(this.gateway).should().create(any());
	}

	@Test
	void theIdOfANamedThreadIsKnownAtOnce() {
		start();
		awaitPause();
		RunHandle queued = this.engine.start(drive(creation("thread_7")));
		assertThat(queued.threadId().toCompletableFuture()).isCompletedWithValue("thread_7");
		assertThat(queued.runId().toCompletableFuture()).isNotDone();
	}

	@Test
	void idsOfARunThatIsNotCreatedFailAsTheResult() {
		given(this.gateway.create(any())).willThrow(Runs.refused());
		RunHandle handle = this.engine.start(drive(creation(null)));
		assertThatExceptionOfType(BadRequestException.class).isThrownBy(handle::join);
		for (CompletionStage<String> id : List.of(handle.runId(), handle.threadId())) {
			assertThatExceptionOfType(CompletionException.class).isThrownBy(() -> id.toCompletableFuture().join())
				.withCauseInstanceOf(BadRequestException.class);
		}
	}

	private static DrivePlan.Start creation(String threadId) {
		RunRequest request = RunRequest.assistant("support").thread(threadId).build();
		return new DrivePlan.Start.Create(new RunCreation(request, Assistant.named("support").build(), List.of()));
	}

	@Test
	void nobodyButTheEngineCompletesTheResult() {
		RunHandle handle = start();
		awaitPause();
		handle.result().toCompletableFuture().cancel(true);
		endPause();
		assertThat(handle.join().text()).isEqualTo("Shipped");
		then(this.gateway).should().refresh(any());
	}

	private RunHandle start() {
		return this.engine.start(drive());
	}

	private Drive drive() {
		return drive(new DrivePlan.Start.Resume("run_1", "thread_1"));
	}

	private Drive drive(DrivePlan.Start start) {
		ToolRoundExecution.Scope tools = new ToolRoundExecution.Scope((run) -> List.of(), Map.of(), () -> () -> {
		}, true, CallDepth.current());
		DrivePlan plan = new DrivePlan(start, new DrivePlan.DriveBounds(this.limits, PollPolicy.defaults(), false),
				tools, (batch) -> CompletableFuture.completedFuture(List.of()), new ListenerChain(List.of()));
		return new Drive(plan, new DriveServer(this.gateway, BusyThreadPolicy.defaults(), new InMemoryApprovalStore(),
				this.time.getClock()));
	}

	/** Wait until a run waits for the time to pass. */
	private void awaitPause() {
		while (this.time.size() == 0) {
			Thread.onSpinWait();
		}
	}

	private void endPauseIfAny() {
		if (this.time.size() > 0) {
			this.time.advance(Duration.ofMillis(200));
		}
	}

	private void endPause() {
		this.time.advance(Duration.ofSeconds(1));
	}

}
