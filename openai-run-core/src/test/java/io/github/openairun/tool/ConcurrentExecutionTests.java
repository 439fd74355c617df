package io.github.openairun.tool;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.openairun.RunInterruptedException;
import io.github.openairun.ToolOutput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ToolRound}, {@link CallDispatcher} and {@link Gates}.
 */
@Timeout(120)
class ConcurrentExecutionTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private final CapturedLog log = new CapturedLog();

	private RoundFixture rounds = new RoundFixture((builder) -> {
	});

	@AfterEach
	void close() {
		this.rounds.close();
		this.log.close();
	}

	@Test
	void callsOfARoundRunSideBySideAndAreAnsweredInTheirOrder() {
		CompletableFuture<List<ToolOutput>> round = this.rounds.begin("run_1", "slow", "quick", "slow");
		this.rounds.awaitWaiting(2);
		this.rounds.handlers.open.countDown();
		assertThat(RoundFixture.outputs(round)).containsExactly("slow 1", "quick 2", "slow 3");
	}

	@Test
	void aSlowCallDelaysNoOtherBeyondItsOwnTimeout() {
		CompletableFuture<List<ToolOutput>> round = this.rounds.begin("run_1", "deaf", "quick");
		this.rounds.awaitWaiting(1);
		while (!this.rounds.handlers.events.contains("2") || this.rounds.scheduler.size() > 1) {
			Thread.onSpinWait();
		}
		this.rounds.pass(TIMEOUT);
		assertThat(RoundFixture.outputs(round)).satisfiesExactly(
				(first) -> assertThat(first).isEqualTo("{\"error\":{\"kind\":\"timeout\",\"message\":\"The tool did "
						+ "not respond within 30 s and was interrupted. Whether it took effect is not known; find out "
						+ "before you call it again.\",\"reference\":\"ref-1\"}}"),
				(second) -> assertThat(second).isEqualTo("quick 2"));
		assertThat(this.log).asString()
			.contains("WARN Tool 'deaf' did not respond within 30 s on call '1' (reference ref-1)",
					"BlockingHandlers.deaf(");
	}

	@Test
	void aHandlerThatTakesTooLongIsInterrupted() {
		CompletableFuture<List<ToolOutput>> round = this.rounds.begin("run_1", "slow");
		this.rounds.awaitWaiting(1);
		this.rounds.pass(TIMEOUT);
		this.rounds.awaitInterrupts(1);
		assertThat(RoundFixture.outputs(round)).singleElement().asString().contains("\"kind\":\"timeout\"");
	}

	@Test
	void aHandlersOwnTimeoutCounts() {
		CompletableFuture<List<ToolOutput>> round = this.rounds.begin("run_1", "slow", "slowWithItsOwnTimeout");
		this.rounds.awaitWaiting(2);
		this.rounds.pass(Duration.ofSeconds(5));
		this.rounds.awaitInterrupts(1);
		this.rounds.handlers.open.countDown();
		assertThat(RoundFixture.outputs(round)).satisfiesExactly((first) -> assertThat(first).isEqualTo("slow 1"),
				(second) -> assertThat(second).contains("within 5 s"));
	}

	@Test
	void aHandlerWithoutATimeoutTakesAsLongAsTheDrive() {
		CompletableFuture<List<ToolOutput>> round = this.rounds.begin("run_1",
				RoundContext.builder().deadline(ToolContextFixture.NOW.plusSeconds(90)), "slowForever");
		this.rounds.awaitWaiting(1);
		this.rounds.pass(Duration.ofSeconds(89));
		assertThat(round).isNotDone();
		this.rounds.pass(Duration.ofSeconds(1));
		assertThat(RoundFixture.outputs(round)).singleElement().asString().contains("within 90 s");
	}

	@Test
	void noHandlerTakesLongerThanTheDrive() {
		CompletableFuture<List<ToolOutput>> round = this.rounds.begin("run_1",
				RoundContext.builder().deadline(ToolContextFixture.NOW.plusMillis(1500)), "slow");
		this.rounds.awaitWaiting(1);
		this.rounds.pass(Duration.ofMillis(1500));
		assertThat(RoundFixture.outputs(round)).singleElement().asString().contains("within 1500 ms");
	}

	@Test
	void anAnsweredCallLeavesNoTimerBehind() {
		assertThat(RoundFixture.outputs(this.rounds.begin("run_1", "quick", "quick"))).hasSize(2);
		// Whoever answers stops the timer, just after the answer is there.
		while (this.rounds.scheduler.size() > 0) {
			Thread.onSpinWait();
		}
		assertThat(this.rounds.scheduler.size()).isZero();
	}

	@Test
	void callsOfNestedRunsHavePlacesOfTheirOwnAtEachDepth() {
		restart((builder) -> builder.maxConcurrency(1, 1));
		CompletableFuture<List<ToolOutput>> outer = this.rounds.begin("run_1", "slow");
		this.rounds.awaitWaiting(1);
		for (int depth = 1; depth < 5; depth++) {
			this.rounds.begin("run_slow_" + depth, RoundContext.builder().depth(depth), "slow");
			this.rounds.awaitWaiting(1);
		}
		assertThat(RoundFixture.outputs(this.rounds.begin("run_5", RoundContext.builder().depth(5), "quick")))
			.containsExactly("quick 1");
		CompletableFuture<List<ToolOutput>> second = this.rounds.begin("run_6", RoundContext.builder().depth(4),
				"quick");
		assertThat(second).isNotDone();
		this.rounds.handlers.open.countDown();
		assertThat(RoundFixture.outputs(outer)).containsExactly("slow 1");
		assertThat(RoundFixture.outputs(second)).containsExactly("quick 1");
	}

	@Test
	void aLateResultIsDroppedAndLogged() {
		restart((builder) -> builder.maxConcurrency(1, 1));
		CompletableFuture<List<ToolOutput>> round = this.rounds.begin("run_1", "deaf");
		this.rounds.awaitWaiting(1);
		this.rounds.pass(TIMEOUT);
		assertThat(RoundFixture.outputs(round)).singleElement().asString().contains("\"kind\":\"timeout\"");
		CompletableFuture<List<ToolOutput>> next = this.rounds.begin("run_2", "quick");
		this.rounds.handlers.open.countDown();
		assertThat(RoundFixture.outputs(next)).containsExactly("quick 1");
		assertThat(this.log).asString()
			.contains("INFO Tool 'deaf' ended too late on call '1' (reference ref-1); its result is dropped");
		assertThat(this.rounds.handlers.events).hasSize(2);
	}

	@Test
	void aPermitComesBackOnlyWhenTheThreadHasEnded() {
		restart((builder) -> builder.maxConcurrency(1, 1));
		CompletableFuture<List<ToolOutput>> round = this.rounds.begin("run_1", "deaf");
		this.rounds.awaitWaiting(1);
		this.rounds.pass(TIMEOUT);
		RoundFixture.outputs(round);
		CompletableFuture<List<ToolOutput>> other = this.rounds.begin("run_2", "quick", "quick");
		awaitTimers(2);
		this.rounds.pass(TIMEOUT);
		assertThat(RoundFixture.outputs(other)).allSatisfy((output) -> assertThat(output)
			.contains("\"kind\":\"timeout\"", "The tool could not be started within 30 s; it had no effect."));
		assertThat(this.rounds.handlers.events).isEmpty();
		this.rounds.handlers.open.countDown();
		assertThat(RoundFixture.outputs(this.rounds.begin("run_2", "quick"))).containsExactly("quick 1");
		assertThat(this.rounds.handlers.events).containsExactly("1", "1");
	}

	@Test
	void callsOfOneRunAreLimited() {
		restart((builder) -> builder.maxConcurrency(3, 2));
		CompletableFuture<List<ToolOutput>> round = this.rounds.begin("run_1", "slow", "slow", "slow", "quick");
		this.rounds.awaitWaiting(2);
		CompletableFuture<List<ToolOutput>> other = this.rounds.begin("run_2", "slow");
		this.rounds.awaitWaiting(1);
		awaitTimers(5);
		assertThat(this.rounds.handlers.waiting.availablePermits()).isZero();
		assertThat(this.rounds.handlers.events).isEmpty();
		this.rounds.handlers.open.countDown();
		assertThat(RoundFixture.outputs(round)).containsExactly("slow 1", "slow 2", "slow 3", "quick 4");
		assertThat(RoundFixture.outputs(other)).containsExactly("slow 1");
	}

	@Test
	void callsOfAllRunsAreLimited() {
		restart((builder) -> builder.maxConcurrency(2, 2));
		CompletableFuture<List<ToolOutput>> first = this.rounds.begin("run_1", "slow");
		CompletableFuture<List<ToolOutput>> second = this.rounds.begin("run_2", "slow");
		this.rounds.awaitWaiting(2);
		CompletableFuture<List<ToolOutput>> third = this.rounds.begin("run_3", "quick");
		awaitTimers(3);
		assertThat(this.rounds.handlers.events).isEmpty();
		this.rounds.handlers.open.countDown();
		assertThat(RoundFixture.outputs(third)).containsExactly("quick 1");
		assertThat(RoundFixture.outputs(first)).containsExactly("slow 1");
		assertThat(RoundFixture.outputs(second)).containsExactly("slow 1");
	}

	@Test
	void nothingIsRememberedOfRunsThatHaveNoCalls() {
		restart((builder) -> builder.maxConcurrency(2, 1).executor(Runnable::run, () -> {
		}));
		RoundFixture.outputs(this.rounds.begin("run_1", "quick", "quick", "quick"));
		assertThat(this.rounds.executor().dispatcher().runs()).isZero();
		assertThat(this.rounds.executor().dispatcher().pending()).isZero();
	}

	@Test
	void aHandlerThatIsNotParallelRunsAlone() {
		CompletableFuture<List<ToolOutput>> round = this.rounds.begin("run_1", "quick", "alone", "quick");
		this.rounds.awaitWaiting(1);
		assertThat(this.rounds.handlers.events).containsExactly("1");
		this.rounds.handlers.open.countDown();
		assertThat(RoundFixture.outputs(round)).containsExactly("quick 1", "slow 2", "quick 3");
		assertThat(this.rounds.handlers.events).containsExactly("1", "2", "3");
	}

	@Test
	void callsOfARunThatIsNotParallelRunOneAfterTheOther() {
		CompletableFuture<List<ToolOutput>> round = this.rounds.begin("run_1", RoundContext.builder().parallel(false),
				"slow", "quick");
		this.rounds.awaitWaiting(1);
		assertThat(this.rounds.handlers.events).isEmpty();
		this.rounds.handlers.open.countDown();
		assertThat(RoundFixture.outputs(round)).containsExactly("slow 1", "quick 2");
		assertThat(this.rounds.handlers.events).containsExactly("1", "2");
	}

	@Test
	void aRefusedCallIsNotExecutedAndSaysWhy() {
		CompletableFuture<List<ToolOutput>> round = this.rounds.begin("run_1",
				RoundContext.builder().refusals(Map.of("1", "Enough of that.")), "quick", "quick");
		assertThat(RoundFixture.outputs(round))
			.containsExactly("{\"error\":{\"kind\":\"limit_exceeded\",\"message\":\"Enough of that.\"}}", "quick 2");
		assertThat(this.rounds.handlers.events).containsExactly("2");
	}

	@Test
	void aRefusedCallAloneIsNotExecutedEither() {
		restart((builder) -> builder.timeout(Duration.ZERO));
		CompletableFuture<List<ToolOutput>> round = this.rounds.begin("run_1",
				RoundContext.builder().refusals(Map.of("1", "Enough of that.")), "quick");
		assertThat(RoundFixture.outputs(round)).singleElement().asString().contains("limit_exceeded");
		assertThat(this.rounds.handlers.events).isEmpty();
	}

	@Test
	void aCallThatNoThreadTakesIsAnswered() {
		Executor full = (task) -> {
			throw new RejectedExecutionException("full");
		};
		restart((builder) -> builder.executor(full, () -> {
		}));
		assertThat(RoundFixture.outputs(this.rounds.begin("run_1", "quick", "quick")))
			.allSatisfy((output) -> assertThat(output).contains("\"kind\":\"failed\"").doesNotContain("full"));
		assertThat(this.rounds.executor().dispatcher().runs()).isZero();
	}

	@Test
	void cancellingTheOutputsAbandonsAllCalls() {
		CompletableFuture<List<ToolOutput>> round = this.rounds.begin("run_1", "slow", "alone", "quick");
		this.rounds.awaitWaiting(1);
		round.cancel(true);
		this.rounds.awaitInterrupts(1);
		assertThat(this.log).asString().contains("INFO Call '1' for tool 'slow' is abandoned (reference ref-1)");
		assertThat(this.rounds.handlers.events).isEmpty();
		assertThat(this.rounds.scheduler.size()).isZero();
	}

	@Test
	void aShutdownFreesWhoeverWaitsAndSubmitsNothing() {
		CompletableFuture<List<ToolOutput>> round = this.rounds.begin("run_1", "slow", "quick");
		this.rounds.awaitWaiting(1);
		this.rounds.executor().close();
		this.rounds.awaitInterrupts(1);
		assertThatExceptionOfType(CompletionException.class).isThrownBy(() -> RoundFixture.outputs(round))
			.withCauseInstanceOf(RunInterruptedException.class);
	}

	private void restart(Consumer<ToolExecutorBuilder> customizer) {
		this.rounds.close();
		this.rounds = new RoundFixture(customizer);
	}

	/** Wait until so many calls have begun to wait for a thread or their handler. */
	private void awaitTimers(int count) {
		while (this.rounds.scheduler.size() < count) {
			Thread.onSpinWait();
		}
	}

}
