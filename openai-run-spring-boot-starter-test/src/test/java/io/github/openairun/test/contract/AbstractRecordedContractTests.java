package io.github.openairun.test.contract;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

import io.github.openairun.ResumeRequest;
import io.github.openairun.Run;
import io.github.openairun.RunLimit;
import io.github.openairun.RunLimitExceededException;
import io.github.openairun.RunLimits;
import io.github.openairun.RunListener;
import io.github.openairun.RunResult;
import io.github.openairun.RunTimeoutException;
import io.github.openairun.ToolOutcome;
import io.github.openairun.ToolOutput;
import io.github.openairun.engine.DriveLostException;
import io.github.openairun.engine.DriveResult;
import io.github.openairun.test.simulator.Operation;
import io.github.openairun.test.simulator.Wire;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static io.github.openairun.test.simulator.ToolCallScript.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/**
 * What holds for a run that is driven from a record: its answers, limits and deadline are
 * those of all processes.
 */
abstract class AbstractRecordedContractTests extends AbstractRecordedDriveTests {

	AbstractRecordedContractTests(Wire wire) {
		super(wire);
	}

	/** The limits that count calls and rounds. */
	enum CountedLimit {

		ROUNDS("it required tool outputs more than 1 times") {

			@Override
			RunLimits once(RunLimits limits) {
				return limits.withRounds(ONCE);
			}

		},

		CALLS("it made more than 1 tool calls") {

			@Override
			RunLimits once(RunLimits limits) {
				return limits.withCalls(ONCE);
			}

		},

		CALLS_PER_TOOL("it called tool 'lookUp' more than 1 times") {

			@Override
			RunLimits once(RunLimits limits) {
				return limits.withCallsPerTool(ONCE);
			}

		},

		IDENTICAL_CALLS("with the same arguments more than 1 times") {

			@Override
			RunLimits once(RunLimits limits) {
				return limits.withIdenticalCalls(ONCE);
			}

		};

		private static final RunLimit ONCE = new RunLimit(1, RunLimit.Action.CANCEL);

		private final String problem;

		CountedLimit(String problem) {
			this.problem = problem;
		}

		abstract RunLimits once(RunLimits limits);

	}

	@Test
	void aDriveCanEndInsteadOfEachPause() {
		KillableJournal.Database database = new KillableJournal.Database(
				process().driver().prepare(recorded().build()));
		Application process = process();
		DriveResult result;
		int pauses = 0;
		do {
			KillableJournal journal = new KillableJournal(database, 0).leaving();
			result = process.driver().drive(journal.record(), journal, RunListener.NONE);
			if (result instanceof DriveResult.Paused paused) {
				pauses++;
				assertThat(paused.run().status().isTerminal()).isFalse();
				assertThat(database.newest().progress().toJson()).contains("\"polls\":");
				this.time.pass(Duration.ofSeconds(1));
			}
		}
		while (!(result instanceof DriveResult.Ended));
		assertComplete(resultOf(result));
		for (String call : List.of("send 1", "lookUp 2", "send 4", "lookUp 5")) {
			assertThat(this.tools.count(call)).as(call).isEqualTo(1);
		}
		if (serverKeepsRuns()) {
			assertThat(pauses).isPositive();
		}
	}

	@Test
	void theModelIsToldThatTheOutcomeOfACallIsUnknown() {
		this.simulator.reset();
		this.simulator.when(anyMessage())
			.call("send", Map.of("number", "1"))
			.reply((outputs) -> String.valueOf(outputs.get("send")));
		Application first = process();
		KillableJournal.Database database = new KillableJournal.Database(first.driver().prepare(recorded().build()));
		// before and after creating, created, begin; before answer
		assertThat(drive(first, database, 7)).isNull();
		RunResult result = drive(process(), database, 0);
		assertThat(result).isNotNull();
		assertThat(result.text()).contains("\"kind\":\"interrupted\"").contains("Whether it took effect is not known");
		assertThat(this.tools.invocations()).containsExactly("send 1");
	}

	@Test
	void everyAnswerIsRecordedWhileOtherCallsWork() {
		this.simulator.reset();
		this.simulator.when(anyMessage())
			.calls(call("work", Map.of("hours", 1)), call("failToSend", Map.of()), call("failToLookUp", Map.of()),
					call("failToBook", Map.of()), call("lookUp", Map.of()))
			.reply((outputs) -> outputs.get("failToSend") + ", " + outputs.get("work"));
		FailingTools failing = new FailingTools();
		Consumer<AnnotationConfigApplicationContext> customizer = (context) -> {
			context.registerBean(RecordedTools.class, () -> this.tools);
			context.registerBean(FailingTools.class, () -> failing);
		};
		Application first = startApplication(customizer);
		KillableJournal.Database database = new KillableJournal.Database(first.driver()
			.prepare(request("Hello").tools("work", "failToSend", "failToLookUp", "failToBook", "lookUp").build()));
		KillableJournal journal = new KillableJournal(database, 0);
		CompletableFuture<DriveResult> killed = CompletableFuture
			.supplyAsync(() -> first.driver().drive(journal.record(), journal, RunListener.NONE));
		await().untilAsserted(() -> assertThat(database.outcomes()).containsOnly(
				Map.entry("failToSend", ToolOutcome.FAILED), Map.entry("failToLookUp", ToolOutcome.FAILED),
				Map.entry("failToBook", ToolOutcome.FAILED), Map.entry("lookUp", ToolOutcome.INVALID_ARGUMENTS)));
		assertThat(killed).isNotDone();
		journal.kill();
		failing.release.countDown();
		assertThat(killed).failsWithin(Duration.ofSeconds(20))
			.withThrowableOfType(ExecutionException.class)
			.withCauseInstanceOf(KillableJournal.Killed.class);
		RunResult result = drive(startApplication(customizer), database, 0);
		assertThat(result).isNotNull();
		assertThat(result.text()).contains("\"kind\":\"failed\"").endsWith(", done");
		assertThat(failing.invocations()).contains("work").containsOnlyOnce("send", "lookUp", "book");
		assertThat(database.ledger()).isEmpty();
	}

	@Test
	void limitsHoldForTheWholeLifeOfARun() {
		this.simulator.reset();
		this.simulator.when(anyMessage())
			.call("lookUp", Map.of("number", "1"))
			.call("lookUp", Map.of("number", "1"))
			.call("lookUp", Map.of("number", "1"))
			.reply("Done");
		RunLimits limits = RunLimits.defaults()
			.withIdenticalCalls(new RunLimit(2, RunLimit.Action.CANCEL))
			.withTimeout(Duration.ofMinutes(1));
		Application process = process();
		KillableJournal.Database database = new KillableJournal.Database(
				process.driver().prepare(recorded().limits(limits).build()));
		// before and after: creating, created, begin, answer, submitting, submitted
		assertThat(drive(process, database, 12)).isNull();
		Application second = process();
		assertThat(drive(second, database, 8)).isNull();
		assertThatExceptionOfType(RunLimitExceededException.class).isThrownBy(() -> drive(process(), database, 0))
			.withMessageContaining("with the same arguments more than 2 times");
		assertThat(this.tools.count("lookUp 1")).isEqualTo(2);
	}

	@ParameterizedTest
	@EnumSource(CountedLimit.class)
	void everyLimitHoldsForTheWholeLifeOfARun(CountedLimit limit) {
		this.simulator.reset();
		this.simulator.when(anyMessage())
			.call("lookUp", Map.of("number", "1"))
			.call("lookUp", Map.of("number", "1"))
			.reply("Done");
		Application process = process();
		KillableJournal.Database database = new KillableJournal.Database(
				process.driver().prepare(recorded().limits(limit.once(RunLimits.defaults())).build()));
		// before and after: creating, created, begin, answer, submitting, submitted
		assertThat(drive(process, database, 12)).isNull();
		assertThatExceptionOfType(RunLimitExceededException.class).isThrownBy(() -> drive(process(), database, 0))
			.withMessageContaining(limit.problem);
		assertThat(this.tools.invocations()).containsExactly("lookUp 1");
	}

	@Test
	void theTokensOfAllProcessesCount() {
		assumeServerKeepsRuns();
		assumeThat(this.wire).isEqualTo(Wire.RESPONSES);
		Application process = process();
		Run waiting = afterTurn(process.runs().create(recorded().thread(newThread()).build()));
		RunLimits limits = RunLimits.defaults()
			.withTokens(new RunLimit((int) waiting.usage().totalTokens() + 1, RunLimit.Action.CANCEL));
		KillableJournal.Database database = new KillableJournal.Database(
				process.driver().prepare(recorded().limits(limits).build()));
		die(process, new KillableJournal(database, 0).killAfter("submitted"));
		assertThatExceptionOfType(RunLimitExceededException.class).isThrownBy(() -> drive(process(), database, 0))
			.withMessageContaining("tokens, and the limit is");
	}

	@Test
	void roundsOfRefusedCallsCountInAllProcesses() {
		this.simulator.reset();
		this.simulator.when(anyMessage())
			.call("lookUp", Map.of("number", "1"))
			.call("lookUp", Map.of("number", "2"))
			.call("lookUp", Map.of("number", "3"))
			.call("lookUp", Map.of("number", "4"))
			.call("lookUp", Map.of("number", "5"))
			.reply("Done");
		RunLimits limits = RunLimits.defaults().withCalls(new RunLimit(1, RunLimit.Action.TELL_MODEL));
		KillableJournal.Database database = new KillableJournal.Database(
				process().driver().prepare(recorded().limits(limits).build()));
		for (int round = 2; round <= 4; round++) {
			die(process(), new KillableJournal(database, 0).killAfter("answered"));
		}
		assertThatExceptionOfType(RunLimitExceededException.class).isThrownBy(() -> drive(process(), database, 0))
			.withMessageContaining("after 3 rounds in which all were refused");
		assertThat(this.tools.invocations()).containsExactly("lookUp 1");
	}

	@Test
	void theDeadlineIsThatOfTheFirstProcess() {
		Application process = process();
		KillableJournal.Database database = new KillableJournal.Database(process.driver()
			.prepare(recorded().limits(RunLimits.defaults().withTimeout(Duration.ofMinutes(1))).build()));
		assertThat(drive(process, database, 4)).isNull();
		this.time.pass(Duration.ofMinutes(2));
		assertThatExceptionOfType(RunTimeoutException.class).isThrownBy(() -> drive(process, database, 0));
		assertThat(this.tools.invocations()).isEmpty();
	}

	@Test
	void aProcessThatHasLostTheRunStopsWithoutATrace() {
		Application process = process();
		KillableJournal.Database database = new KillableJournal.Database(process.driver().prepare(recorded().build()));
		KillableJournal lost = new KillableJournal(database, 0);
		AtomicBoolean taken = new AtomicBoolean();
		Recording listener = new Recording() {

			@Override
			public void statusChanged(Run run) {
				super.statusChanged(run);
				if (run.requiresAction() && taken.compareAndSet(false, true)) {
					drive(process(), database, 0);
				}
			}

		};
		assertThatExceptionOfType(DriveLostException.class)
			.isThrownBy(() -> process.driver().drive(lost.record(), lost, listener));
		assertThat(database.ledger()).containsExactly("book 3", "book 6");
		assertThat(this.tools.count("send 1")).isEqualTo(1);
		assertThat(exchanges(Operation.CANCEL_RUN)).isEmpty();
		assertThat(listener.events("failed", "ended")).isEmpty();
	}

	@Test
	void outputsThatAreKnownAreNotAskedForAgain() {
		Application process = process();
		Run waiting = afterTurn(process.runs().create(recorded().thread(newThread()).build()));
		ResumeRequest request = ResumeRequest.run(waiting)
			.tools("send", "lookUp", "book")
			.outputs(List.of(new ToolOutput(waiting.toolCalls().get(0).id(), "known"),
					new ToolOutput("call_of_another_round", "ignored")))
			.build();
		KillableJournal.Database database = new KillableJournal.Database(process.driver().prepare(request));
		assertThat(drive(process, database, 4)).isNull();
		RunResult result = drive(process(), database, 0);
		assertThat(result).isNotNull();
		assertComplete(result);
		assertThat(this.tools.count("send 1")).isZero();
		assertThat(this.tools.count("send 4")).isEqualTo(1);
	}

	@Test
	void outputsThatAreKnownAreNotAskedForAgainWithoutARecord() {
		this.simulator.reset();
		this.simulator.when(anyMessage())
			.calls(call("send", Map.of("number", "1")), call("lookUp", Map.of("number", "2")))
			.reply((outputs) -> outputs.get("send") + ", " + outputs.get("lookUp"));
		Application process = process();
		Run waiting = afterTurn(process.runs().create(recorded().thread(newThread()).build()));
		RunResult result = process.runs()
			.resume(ResumeRequest.run(waiting)
				.outputs(List.of(new ToolOutput(waiting.toolCalls().get(0).id(), "known")))
				.build());
		assertThat(result.text()).isEqualTo("known, found 2");
		assertThat(this.tools.invocations()).containsExactly("lookUp 2");
	}

}
