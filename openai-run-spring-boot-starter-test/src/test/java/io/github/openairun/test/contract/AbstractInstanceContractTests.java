package io.github.openairun.test.contract;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;

import io.github.openairun.PageQuery;
import io.github.openairun.ResumeRequest;
import io.github.openairun.Run;
import io.github.openairun.RunException;
import io.github.openairun.RunLimits;
import io.github.openairun.RunListener;
import io.github.openairun.RunResult;
import io.github.openairun.RunStatus;
import io.github.openairun.ToolCall;
import io.github.openairun.ToolOutput;
import io.github.openairun.test.simulator.Operation;
import io.github.openairun.test.simulator.Wire;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static io.github.openairun.test.simulator.MessageMatcher.message;
import static io.github.openairun.test.simulator.ToolCallScript.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * What several applications, or several callers in one, see of the same run.
 */
abstract class AbstractInstanceContractTests extends AbstractContractTests {

	AbstractInstanceContractTests(Wire wire) {
		super(wire);
	}

	@Test
	void anotherApplicationTakesUpRunThatWaitsForOutputs() {
		this.simulator.when(anyMessage())
			.calls(call("findOrder", Map.of("number", "17")), call("findOrder", Map.of("number", "18")))
			.call("quoteRefund", Map.of("number", "17", "reason", "LATE"))
			.reply((outputs) -> "Refund " + outputs.get("quoteRefund"));
		Run run = afterTurn(newRun("Hello"));
		Application other = startApplication();
		assertThat(other.runs().resume(run.id(), run.threadId()).text()).isEqualTo("Refund 12.50 for 17");
		assertThat(other.tools().invocations()).containsExactlyInAnyOrder("findOrder 17", "findOrder 18",
				"quoteRefund 17 LATE");
		assertThat(this.application.tools().invocations()).isEmpty();
	}

	@Test
	void resumedRunHasTheContextTheToolsAndTheLimitsOfItsRequest() {
		this.simulator.when(anyMessage())
			.calls(call("findOrder", Map.of("number", "17")),
					call("quoteRefund", Map.of("number", "17", "reason", "LATE")))
			.reply("Done");
		for (boolean background : List.of(false, true)) {
			Run run = afterTurn(newRun("Hello"));
			Application other = startApplication();
			ResumeRequest request = ResumeRequest.run(run.id(), run.threadId())
				.context(Map.of("tenant", "acme"))
				.tools("findOrder")
				.limits(RunLimits.defaults().withTimeout(Duration.ofMinutes(1)))
				.build();
			RunResult result = background ? other.runs().resumeAsync(request).join() : other.runs().resume(request);
			assertThat(result.text()).isEqualTo("Done");
			assertThat(other.tools().invocations()).containsExactly("findOrder 17");
			assertThat(other.tools().contexts()).singleElement().satisfies((context) -> {
				assertThat(context.attributes()).isEqualTo(Map.of("tenant", "acme"));
				assertThat(context.deadline()).isBefore(this.time.instant().plus(Duration.ofMinutes(2)));
			});
		}
	}

	@Test
	void resumeRefusesToolsThatDoNotExist() {
		Run run = newRun("Hello");
		assertNothingSent(() -> assertThatIllegalArgumentException()
			.isThrownBy(() -> this.runs.resume(ResumeRequest.run(run).tools("findOder").build()))
			.withMessageContaining("'findOder'"));
	}

	@Test
	void anotherApplicationTakesUpRunInProgress() {
		this.simulator.when(anyMessage()).call("findOrder", Map.of("number", "17")).reply("Done");
		Run run = newRun("Hello");
		this.time.pass(QUEUED);
		Application other = startApplication();
		assertThat(other.runs().resume(run.id(), run.threadId()).text()).isEqualTo("Done");
		assertThat(other.tools().invocations()).containsExactly("findOrder 17");
	}

	@Test
	void anotherApplicationTakesUpRunInLaterRound() {
		Run asking = twoRounds();
		this.runs.submitToolOutputs(asking, new ToolOutput(asking.toolCalls().get(0).id(), "shipped"));
		this.time.pass(TURN);
		Application other = startApplication();
		assertThat(other.runs().resume(asking.id(), asking.threadId()).text()).isEqualTo("shipped, then shipped");
		assertThat(other.tools().invocations()).containsExactly("findOrder 2");
	}

	/**
	 * Nothing need tell another application that outputs are on their way, so it may
	 * answer a call again; but the server takes outputs once.
	 */
	@Test
	void anotherApplicationTakesUpRunWhoseOutputsAreOnTheirWay() {
		Run asking = twoRounds();
		this.runs.submitToolOutputs(asking, new ToolOutput(asking.toolCalls().get(0).id(), "shipped"));
		Application other = startApplication();
		assertThat(other.runs().resume(asking.id(), asking.threadId()).text()).isEqualTo("shipped, then shipped");
		assertThat(other.tools().invocations()).endsWith("findOrder 2").doesNotHaveDuplicates();
	}

	@Test
	void twoApplicationsMayDriveTheSameRun() {
		Run asking = twoRounds();
		Application other = startApplication();
		Run seen = other.runs().load(asking.id(), asking.threadId());
		this.runs.submitToolOutput(asking, asking.toolCalls().get(0).id(), "shipped");
		this.time.pass(TURN);
		Run now = other.runs().refresh(seen);
		assertThat(now.status()).isEqualTo(RunStatus.REQUIRES_ACTION);
		assertThat(now.toolCalls()).extracting("arguments").containsExactly("{\"number\":\"2\"}");
		other.runs().submitToolOutput(now, now.toolCalls().get(0).id(), "shipped");
		assertThat(this.runs.resume(asking.id(), asking.threadId()).text()).isEqualTo("shipped, then shipped");
		assertThat(this.runs.load(asking.id(), asking.threadId()).status()).isEqualTo(RunStatus.COMPLETED);
	}

	@Test
	void applicationDoesNotAnswerAgainWhatAnotherOneHasAnswered() {
		Run asking = twoRounds();
		Application other = startApplication();
		Run seen = other.runs().load(asking.id(), asking.threadId());
		other.runs().submitToolOutput(seen, seen.toolCalls().get(0).id(), "shipped");
		this.time.pass(TURN);
		assertThat(this.runs.resume(asking.id(), asking.threadId()).text()).isEqualTo("shipped, then shipped");
		assertThat(this.application.tools().invocations()).containsExactly("findOrder 2");
	}

	@Test
	void applicationSeesThatAnotherOneHasBroughtTheRunToItsEnd() {
		Run asking = twoRounds();
		startApplication().runs().resume(asking.id(), asking.threadId());
		assertThat(this.runs.resume(asking.id(), asking.threadId()).text()).isEqualTo("shipped, then shipped");
		assertThat(this.application.tools().invocations()).isEmpty();
	}

	@Test
	void applicationSeesThatAnotherOneHasCancelledTheWaitingRun() {
		Run asking = twoRounds();
		Application other = startApplication();
		other.runs().cancel(other.runs().load(asking.id(), asking.threadId()));
		this.time.pass(TURN);
		assertThat(this.runs.resume(asking.id(), asking.threadId()).run().status()).isEqualTo(RunStatus.CANCELLED);
		assertThat(this.application.tools().invocations()).isEmpty();
	}

	/** Return snapshots of two runs that wait now: as it waits, and as it was created. */
	private List<Run> olderSnapshots() {
		Run waiting = twoRounds();
		Run created = newRun("Hello");
		this.time.pass(TURN);
		return List.of(waiting, created);
	}

	@Test
	void olderSnapshotsShowThatAnotherApplicationHasBroughtTheRunToItsEnd() {
		List<Run> snapshots = olderSnapshots();
		Application other = startApplication();
		for (Run run : snapshots) {
			other.runs().resume(run.id(), run.threadId());
			assertThat(this.runs.refresh(run).status()).isEqualTo(RunStatus.COMPLETED);
			assertThat(this.runs.steps(run, PageQuery.oldestFirst()).data()).hasSize(3);
		}
	}

	@Test
	void outputsOfCallsThatAnotherApplicationHasAnsweredAreNotSubmitted() {
		Run asking = twoRounds();
		startApplication().runs().resume(asking.id(), asking.threadId());
		int submissions = this.simulator.accepted(Operation.SUBMIT_TOOL_OUTPUTS).size();
		Throwable refusal = catchThrowable(
				() -> this.runs.submitToolOutput(asking, asking.toolCalls().get(0).id(), "shipped"));
		if (refusal != null) {
			assertThat(refusal).isInstanceOf(RunException.class);
		}
		assertThat(this.simulator.accepted(Operation.SUBMIT_TOOL_OUTPUTS)).hasSize(submissions);
		assertThat(this.runs.load(asking.id(), asking.threadId()).status()).isEqualTo(RunStatus.COMPLETED);
	}

	@Test
	void cancellationReachesTheRoundToWhichAnotherApplicationHasTakenTheRun() {
		List<Run> snapshots = olderSnapshots();
		Application other = startApplication();
		for (Run run : snapshots) {
			Run asking = other.runs().load(run.id(), run.threadId());
			other.runs().submitToolOutput(asking, asking.toolCalls().get(0).id(), "shipped");
			this.time.pass(TURN);
			this.runs.cancel(run);
			this.time.pass(TURN);
			Run now = startApplication().runs().load(run.id(), run.threadId());
			assertThat(now.status()).as(run.statusText()).isEqualTo(RunStatus.CANCELLED);
			assertThat(now.toolCalls()).isEmpty();
		}
	}

	@Test
	void cancellationLeavesARunThatAnotherApplicationHasBroughtToItsEnd() {
		List<Run> snapshots = olderSnapshots();
		Application other = startApplication();
		for (Run run : snapshots) {
			other.runs().resume(run.id(), run.threadId());
			assertThat(this.runs.cancel(run).status()).as(run.statusText()).isEqualTo(RunStatus.COMPLETED);
			assertThat(this.runs.load(run.id(), run.threadId()).status()).isEqualTo(RunStatus.COMPLETED);
		}
	}

	@Test
	void cancellationByTheFirstSnapshotReachesALaterResponse() {
		assumeServerKeepsRuns();
		twoRounds();
		Run created = newRun("Hello");
		Run asking = afterTurn(created);
		this.runs.submitToolOutput(asking, asking.toolCalls().get(0).id(), "shipped");
		this.runs.cancel(created);
		assertThat(afterTurn(asking).status()).isEqualTo(RunStatus.CANCELLED);
	}

	/**
	 * Handlers are called in both, as nothing need tell one what the other does; but the
	 * one that is late does not fail.
	 */
	@Test
	void applicationFollowsRunThatAnotherOneAnswersWhileItsHandlersWork() {
		Run asking = twoRounds();
		Application other = startApplication();
		RunResult result = this.runs.resume(ResumeRequest.run(asking).build(),
				onFirstCall(() -> other.runs().resume(asking.id(), asking.threadId())));
		assertThat(result.text()).isEqualTo("shipped, then shipped");
		assertThat(this.application.tools().invocations()).containsExactly("findOrder 1");
		assertThat(other.tools().invocations()).containsExactly("findOrder 1", "findOrder 2");
		assertThat(this.simulator.accepted(Operation.SUBMIT_TOOL_OUTPUTS)).hasSize(2);
	}

	@Test
	void applicationFollowsRunThatAnotherOneCancelsWhileItsHandlersWork() {
		Run asking = twoRounds();
		Application other = startApplication();
		RunResult result = this.runs.resume(ResumeRequest.run(asking).build(), onFirstCall(() -> {
			other.runs().cancel(other.runs().load(asking.id(), asking.threadId()));
			this.time.pass(Duration.ofSeconds(5));
		}));
		assertThat(result.run().status()).isEqualTo(RunStatus.CANCELLED);
		assertThat(this.simulator.accepted(Operation.SUBMIT_TOOL_OUTPUTS)).isEmpty();
	}

	@Test
	void applicationFollowsRunThatItCancelsWhileItsHandlersWork() {
		Run asking = twoRounds();
		RunResult result = this.runs.resume(ResumeRequest.run(asking).build(),
				onFirstCall(() -> this.runs.cancel(asking)));
		assertThat(result.run().status()).isEqualTo(RunStatus.CANCELLED);
	}

	private static RunListener onFirstCall(Runnable action) {
		return new RunListener() {

			private final AtomicBoolean done = new AtomicBoolean();

			@Override
			public void toolCallStarted(Run run, ToolCall call) {
				if (this.done.compareAndSet(false, true)) {
					action.run();
				}
			}

		};
	}

	private Run twoRounds() {
		this.simulator.when(anyMessage())
			.call("findOrder", Map.of("number", "1"))
			.call("findOrder", Map.of("number", "2"))
			.reply((outputs) -> String.join(", then ",
					outputs.getAll("findOrder")
						.stream()
						.map((output) -> output.contains("shipped") ? "shipped" : "?")
						.toList()));
		return afterTurn(newRun("Hello"));
	}

	@Test
	void anotherApplicationSeesRunThatEnded() {
		this.simulator.when(anyMessage()).call("findOrder", Map.of("number", "1")).reply("Done");
		Run ended = this.runs.execute("support", "Hello").run();
		Application other = startApplication();
		assertThat(other.runs().load(ended.id(), ended.threadId()).status()).isEqualTo(RunStatus.COMPLETED);
		assertThat(other.runs().resume(ended.id(), ended.threadId()).text()).isEqualTo("Done");
		assertThat(other.tools().invocations()).isEmpty();
	}

	@Test
	void formerRunOfThreadKeepsItsOwnReply() {
		this.simulator.when(message().contains("one")).call("findOrder", Map.of("number", "1")).reply("First");
		this.simulator.when(message().contains("two")).call("findOrder", Map.of("number", "2")).reply("Second");
		String thread = newThread();
		Run first = this.runs.execute(request("one").thread(thread).build()).run();
		this.runs.execute(request("two").thread(thread).build());
		assertThat(startApplication().runs().resume(first.id(), thread).text()).isEqualTo("First");
		assertThat(this.runs.resume(first.id(), thread).text()).isEqualTo("First");
	}

}
