package io.github.openairun.test.contract;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.github.openairun.Message;
import io.github.openairun.Run;
import io.github.openairun.RunCapability;
import io.github.openairun.RunNotCompletedException;
import io.github.openairun.RunResult;
import io.github.openairun.RunStatus;
import io.github.openairun.ToolOutput;
import io.github.openairun.ToolOutputMismatchException;
import io.github.openairun.UnsupportedRunActionException;
import io.github.openairun.test.simulator.Exchange;
import io.github.openairun.test.simulator.Fault;
import io.github.openairun.test.simulator.Operation;
import io.github.openairun.test.simulator.Wire;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static io.github.openairun.test.simulator.MessageMatcher.message;
import static io.github.openairun.test.simulator.ToolCallScript.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Every way in which a run ends, or does not.
 */
abstract class AbstractEndingContractTests extends AbstractContractTests {

	AbstractEndingContractTests(Wire wire) {
		super(wire);
	}

	@Test
	void failedRunTellsItsError() {
		this.simulator.when(anyMessage()).fail("rate_limit_exceeded", "Come back later");
		RunResult result = this.runs.execute("support", "Hello");
		assertThat(result.run().status()).isEqualTo(RunStatus.FAILED);
		assertThat(result.run().lastError().code()).isEqualTo("rate_limit_exceeded");
		assertThat(result.run().lastError().message()).isEqualTo("Come back later");
		assertThat(result.messages()).isEmpty();
		assertThatExceptionOfType(RunNotCompletedException.class).isThrownBy(result::text)
			.withMessageContaining("rate_limit_exceeded")
			.satisfies((ex) -> assertThat(ex.run()).isSameAs(result.run()));
	}

	@Test
	void failureAfterCallsIsTold() {
		this.simulator.when(anyMessage()).call("findOrder", Map.of("number", "17")).fail("server_error", "Oops");
		RunResult result = this.runs.execute("support", "Hello");
		assertThat(result.run().lastError().code()).isEqualTo("server_error");
		Run loaded = this.runs.load(result.run().id(), result.run().threadId());
		assertThat(loaded.status()).isEqualTo(RunStatus.FAILED);
	}

	@Test
	void callsOfIncompleteRunAreNotMade() {
		this.simulator.when(anyMessage())
			.incomplete("max_completion_tokens", call("findOrder", Map.of("number", "17")));
		RunResult result = this.runs.execute("support", "Hello");
		assertThat(result.run().status()).isEqualTo(RunStatus.INCOMPLETE);
		assertThat(result.run().incompleteReason()).isEqualTo("max_completion_tokens");
		assertThat(result.run().toolCalls()).isEmpty();
		assertThat(this.application.tools().invocations()).isEmpty();
		assertThatExceptionOfType(RunNotCompletedException.class).isThrownBy(result::text)
			.withMessageContaining("max_completion_tokens");
	}

	@Test
	void filteredRunIsIncomplete() {
		// OpenAI's document of wire 'assistants' does not know this reason.
		this.conforming = false;
		this.simulator.when(anyMessage()).incomplete("content_filter");
		assertThat(this.runs.execute("support", "Hello").run().incompleteReason()).isEqualTo("content_filter");
	}

	@Test
	void runWithoutOutputsExpires() {
		assumeSupported(RunCapability.RUN_EXPIRY);
		this.simulator.when(anyMessage()).call("findOrder", Map.of("number", "17")).reply("Done");
		Run run = afterTurn(newRun("Hello"));
		assertThat(run.expiresAt()).isNotNull();
		this.time.pass(Duration.ofMinutes(11));
		assertThat(this.runs.refresh(run).status()).isEqualTo(RunStatus.EXPIRED);
		assertThat(this.runs.resume(run.id(), run.threadId()).run().status()).isEqualTo(RunStatus.EXPIRED);
		assertThat(this.application.tools().invocations()).isEmpty();
	}

	@Test
	void runWithoutOutputsWaitsWhereRunsDoNotExpire() {
		assumeUnsupported(RunCapability.RUN_EXPIRY);
		this.simulator.when(anyMessage()).call("findOrder", Map.of("number", "17")).reply("Done");
		Run run = afterTurn(newRun("Hello"));
		assertThat(run.expiresAt()).isNull();
		this.time.pass(Duration.ofMinutes(11));
		assertThat(this.runs.refresh(run).status()).isEqualTo(RunStatus.REQUIRES_ACTION);
		assertThat(this.runs.resume(run.id(), run.threadId()).text()).isEqualTo("Done");
	}

	@Test
	void unknownStatusIsKeptAndLookedAtAgain() {
		assumeServerKeepsRuns();
		this.conforming = false;
		this.simulator.when(anyMessage()).reply("Hi");
		Run run = newRun("Hello");
		Exchange creation = creations().get(0);
		String body = creation.responseBody().replace("\"status\":\"queued\"", "\"status\":\"pondering\"");
		assertThat(body).isNotEqualTo(creation.responseBody());
		this.simulator.failNext(Operation.GET_RUN, Fault.beforeActing(200).withBody(body).times(2));
		Run odd = this.runs.refresh(run);
		assertThat(odd.status()).isEqualTo(RunStatus.UNKNOWN);
		assertThat(odd.statusText()).isEqualTo("pondering");
		assertThat(odd.status().isTerminal()).isFalse();
		assertThat(this.runs.resume(run.id(), run.threadId()).text()).isEqualTo("Hi");
	}

	@Test
	void unknownFieldsAndMissingOnesHurtNothing() {
		assumeServerKeepsRuns();
		this.conforming = false;
		this.simulator.when(anyMessage()).reply("Hi");
		Run run = newRun("Hello");
		String body = creations().get(0)
			.responseBody()
			.replaceAll("\"(last_error|usage|error|temperature|top_p)\":(null|[0-9.]+),?", "")
			.replaceFirst("\\{", "{\"bogus\":{\"a\":[1]},")
			.replaceFirst("\"tools\":\\[", "\"tools\":[{\"type\":\"telepathy\",\"range\":3},");
		this.simulator.failNext(Operation.GET_RUN, Fault.beforeActing(200).withBody(body));
		assertThat(this.runs.refresh(run).status()).isEqualTo(RunStatus.QUEUED);
	}

	@Test
	void runThatWaitsForSomethingElseIsLeftAlone() {
		assumeServerKeepsRuns();
		this.conforming = false;
		this.simulator.when(anyMessage()).call("findOrder", Map.of("number", "17")).reply("Done");
		Run asking = afterTurn(newRun("Hello"));
		String body = lastLook().responseBody()
			.replace("\"type\":\"submit_tool_outputs\"", "\"type\":\"submit_screenshot\"")
			.replace("\"type\":\"function_call\"", "\"type\":\"custom_tool_call\"");
		this.simulator.failNext(Operation.GET_RUN, Fault.beforeActing(200).withBody(body));
		assertThatExceptionOfType(UnsupportedRunActionException.class)
			.isThrownBy(() -> this.runs.resume(asking.id(), asking.threadId()))
			.satisfies((ex) -> assertThat(ex.run().requiresAction()).isTrue())
			.satisfies((ex) -> assertThat(ex.run().unsupportedAction()).isNotEmpty());
		assertThat(this.application.tools().invocations()).isEmpty();
		assertThat(this.runs.resume(asking.id(), asking.threadId()).text()).isEqualTo("Done");
	}

	@Test
	void cancelsQueuedRun() {
		assumeServerKeepsRuns();
		this.simulator.when(message().contains("order")).reply("Hi");
		assertCancelled(newRun("order"));
	}

	@Test
	void cancelsRunInProgress() {
		assumeServerKeepsRuns();
		this.simulator.when(message().contains("order")).reply("Hi");
		Run run = newRun("order");
		this.time.pass(QUEUED);
		assertCancelled(this.runs.refresh(run));
	}

	@Test
	void cancelsRunThatWaitsForOutputs() {
		this.simulator.when(message().contains("order")).call("findOrder", Map.of("number", "17")).reply("Done");
		Run run = afterTurn(newRun("order"));
		assertCancelled(run);
		assertThatExceptionOfType(RuntimeException.class)
			.isThrownBy(() -> this.runs.submitToolOutputs(run, new ToolOutput(run.toolCalls().get(0).id(), "shipped")));
	}

	@Test
	void cancelsRunInLaterRound() {
		assumeServerKeepsRuns();
		this.simulator.when(message().contains("order")).call("findOrder", Map.of("number", "17")).reply("Done");
		Run asking = afterTurn(newRun("order"));
		assertCancelled(this.runs.submitToolOutput(asking, asking.toolCalls().get(0).id(), "shipped"));
	}

	/**
	 * Cancel a run; afterwards its thread takes messages and runs again.
	 */
	private void assertCancelled(Run run) {
		this.simulator.when(message().contains("again")).reply("Welcome back");
		Run cancelled = this.runs.cancel(run);
		assertThat(cancelled.status()).isIn(RunStatus.CANCELLING, RunStatus.CANCELLED);
		assertThat(cancelled.toolCalls()).isEmpty();
		this.time.pass(QUEUED);
		assertThat(this.runs.refresh(cancelled).status()).isEqualTo(RunStatus.CANCELLED);
		assertThat(this.runs.load(run.id(), run.threadId()).status()).isEqualTo(RunStatus.CANCELLED);
		assertThat(this.runs.resume(run.id(), run.threadId()).run().status()).isEqualTo(RunStatus.CANCELLED);
		this.threads.addMessage(run.threadId(), Message.user("Hello"));
		RunResult next = this.runs.execute(request("Hello again").thread(run.threadId()).build());
		assertThat(next.text()).isEqualTo("Welcome back");
	}

	@Test
	void cancellationIsSeenByAnotherApplication() {
		this.simulator.when(anyMessage()).call("findOrder", Map.of("number", "17")).reply("Done");
		Run run = afterTurn(newRun("Hello"));
		this.runs.cancel(run);
		this.time.pass(QUEUED);
		Run seen = startApplication().runs().load(run.id(), run.threadId());
		assertThat(seen.status()).isEqualTo(RunStatus.CANCELLED);
	}

	@Test
	void cancelOfEndedRunReturnsItAsItIs() {
		this.simulator.when(anyMessage()).reply("Hi");
		Run snapshot = newRun("Hello");
		Run ended = afterTurn(snapshot);
		assertThat(this.runs.cancel(ended).status()).isEqualTo(RunStatus.COMPLETED);
		assertThat(this.runs.cancel(snapshot).status()).isEqualTo(RunStatus.COMPLETED);
	}

	@Test
	void executeReturnsForRunThatSomebodyCancels() {
		assumeServerKeepsRuns();
		this.simulator.when(anyMessage()).reply("Hi");
		Run run = newRun("Hello");
		this.time.onPause(() -> {
			this.time.onPause(() -> {
			});
			this.runs.cancel(run);
		});
		RunResult result = this.runs.resume(run.id(), run.threadId());
		assertThat(result.run().status()).isEqualTo(RunStatus.CANCELLED);
		assertThatExceptionOfType(RunNotCompletedException.class).isThrownBy(result::text);
	}

	@Test
	void endedRunTakesNoOutputs() {
		this.simulator.when(anyMessage()).call("findOrder", Map.of("number", "17")).reply("Done");
		Run ended = this.runs.execute("support", "Hello").run();
		assertThat(ended.requiresAction()).isFalse();
		assertNothingSent(() -> assertThatExceptionOfType(ToolOutputMismatchException.class)
			.isThrownBy(() -> this.runs.submitToolOutputs(ended, new ToolOutput("call_1", "late"))));
	}

}
