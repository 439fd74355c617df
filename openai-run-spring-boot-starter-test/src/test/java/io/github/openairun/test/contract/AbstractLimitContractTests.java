package io.github.openairun.test.contract;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.github.openairun.Message;
import io.github.openairun.Run;
import io.github.openairun.RunInterruptedException;
import io.github.openairun.RunLimitExceededException;
import io.github.openairun.RunLimits;
import io.github.openairun.RunRequest;
import io.github.openairun.RunStatus;
import io.github.openairun.RunTimeoutException;
import io.github.openairun.ThreadBusyException;
import io.github.openairun.test.simulator.RunScript;
import io.github.openairun.test.simulator.Wire;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * What ends the wait for a run that does not end by itself, or for a thread that is busy.
 */
abstract class AbstractLimitContractTests extends AbstractContractTests {

	AbstractLimitContractTests(Wire wire) {
		super(wire);
	}

	@Test
	void deadlineEndsWaitAndLeavesRunLoadable() {
		assumeServerKeepsRuns();
		this.simulator.when(anyMessage()).reply("Hi");
		RunRequest request = request("Hello").limits(RunLimits.defaults().withTimeout(Duration.ofSeconds(2))).build();
		assertThatExceptionOfType(RunTimeoutException.class).isThrownBy(() -> this.runs.execute(request))
			.satisfies((ex) -> {
				assertThat(waited()).isEqualTo(Duration.ofSeconds(2));
				assertThat(ex.run().status()).isEqualTo(RunStatus.IN_PROGRESS);
				Run loaded = this.runs.load(ex.run().id(), ex.run().threadId());
				assertThat(loaded.status()).isEqualTo(RunStatus.IN_PROGRESS);
				assertThat(this.runs.resume(loaded.id(), loaded.threadId()).text()).isEqualTo("Hi");
			});
	}

	@Test
	void interruptEndsWaitAndLeavesRunLoadable() {
		assumeServerKeepsRuns();
		this.simulator.when(anyMessage()).reply("Hi");
		Run run = newRun("Hello");
		this.time.onPause(() -> Thread.currentThread().interrupt());
		assertThatExceptionOfType(RunInterruptedException.class)
			.isThrownBy(() -> this.runs.resume(run.id(), run.threadId()))
			.satisfies((ex) -> assertThat(ex.run().id()).isEqualTo(run.id()));
		assertThat(Thread.interrupted()).isTrue();
		this.time.onPause(() -> {
		});
		assertThat(this.runs.resume(run.id(), run.threadId()).text()).isEqualTo("Hi");
	}

	@Test
	void tooManyRoundsCancelRun() {
		assertStopped(RunLimits.defaults().withMaxRounds(2), "2 times");
		assertThat(this.application.tools().invocations()).hasSize(2);
	}

	@Test
	void tooManyCallsCancelRun() {
		assertStopped(RunLimits.defaults().withMaxCalls(3), "3 tool calls");
		assertThat(this.application.tools().invocations()).hasSize(3);
	}

	/** Wire {@code assistants} reports the tokens of a run when it has ended. */
	@Test
	void tooManyTokensCancelRun() {
		assumeThat(this.wire).isEqualTo(Wire.RESPONSES);
		assertStopped(RunLimits.defaults().withMaxTokens(1), "the limit is 1 for a whole run");
		assertThat(this.application.tools().invocations()).isEmpty();
	}

	private void assertStopped(RunLimits limits, String problem) {
		RunScript script = this.simulator.when(anyMessage());
		for (int i = 0; i < 10; i++) {
			script.call("findOrder", Map.of("number", Integer.toString(i)));
		}
		assertThatExceptionOfType(RunLimitExceededException.class)
			.isThrownBy(() -> this.runs.execute(request("Hello").limits(limits).build()))
			.withMessageContaining(problem)
			.satisfies((ex) -> assertCancelled(ex.run()));
	}

	@Test
	void sameCallAgainAndAgainCancelsRun() {
		RunScript script = this.simulator.when(anyMessage());
		for (int i = 0; i < 10; i++) {
			script.call("findOrder", Map.of("number", "17"));
		}
		assertThatExceptionOfType(RunLimitExceededException.class)
			.isThrownBy(() -> this.runs.execute("support", "Hello"))
			.withMessageContaining("findOrder")
			.satisfies((ex) -> assertCancelled(ex.run()));
		assertThat(this.application.tools().invocations()).hasSize(3);
	}

	private void assertCancelled(Run run) {
		this.time.pass(QUEUED);
		assertThat(this.runs.load(run.id(), run.threadId()).status()).isEqualTo(RunStatus.CANCELLED);
		this.threads.addMessage(run.threadId(), Message.user("Hello again"));
	}

	@Test
	void secondRunWaitsForFirst() {
		this.simulator.when(anyMessage()).reply("Hi");
		Run first = newRun("Hello");
		assertThat(this.runs.execute(request("again").thread(first.threadId()).build()).text()).isEqualTo("Hi");
		assertThat(this.runs.refresh(first).status()).isEqualTo(RunStatus.COMPLETED);
	}

	@Test
	void messageWaitsForRun() {
		this.simulator.when(anyMessage()).reply("Hi");
		Run run = newRun("Hello");
		Message added = this.threads.addMessage(run.threadId(), Message.user("One more thing"));
		assertThat(this.threads.loadMessage(added.id(), run.threadId()).text()).isEqualTo("One more thing");
		assertThat(this.runs.refresh(run).status()).isEqualTo(RunStatus.COMPLETED);
	}

	@Test
	void threadOfRunThatWaitsForOutputsIsBusy() {
		this.simulator.when(anyMessage()).call("findOrder", Map.of("number", "17")).reply("Done");
		Run waiting = afterTurn(newRun("Hello"));
		assertThatExceptionOfType(ThreadBusyException.class)
			.isThrownBy(() -> this.runs.execute(request("again").thread(waiting.threadId()).build()))
			.satisfies((ex) -> assertThat(ex.threadId()).isEqualTo(waiting.threadId()))
			.satisfies((ex) -> assertThat(ex.blockingRunId()).isEqualTo(waiting.id()));
		assertThat(this.runs.resume(waiting.id(), waiting.threadId()).text()).isEqualTo("Done");
		assertThat(this.application.tools().invocations()).hasSize(1);
	}

	@Test
	void threadIsBusyForAnotherApplicationToo() {
		this.simulator.when(anyMessage()).call("findOrder", Map.of("number", "17")).reply("Done");
		Run waiting = afterTurn(newRun("Hello"));
		assertThatExceptionOfType(ThreadBusyException.class)
			.isThrownBy(() -> startApplication().runs().create("support", waiting.threadId()))
			.satisfies((ex) -> assertThat(ex.threadId()).isEqualTo(waiting.threadId()));
	}

	@Test
	void busyThreadIsWaitedForAtMostHalfAMinute() {
		this.simulator.when(anyMessage()).call("findOrder", Map.of("number", "17")).reply("Done");
		Run waiting = afterTurn(newRun("Hello"));
		assertThatExceptionOfType(ThreadBusyException.class)
			.isThrownBy(() -> this.runs.create("support", waiting.threadId()));
		assertThat(waited()).isEqualTo(Duration.ofSeconds(30));
	}

	private Duration waited() {
		return this.time.pauses().stream().reduce(Duration.ZERO, Duration::plus);
	}

}
