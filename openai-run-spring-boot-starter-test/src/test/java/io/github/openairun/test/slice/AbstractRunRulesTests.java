package io.github.openairun.test.slice;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;

import io.github.openairun.Run;
import io.github.openairun.RunHandle;
import io.github.openairun.RunLimitExceededException;
import io.github.openairun.RunListener;
import io.github.openairun.RunNotCompletedException;
import io.github.openairun.RunOperations;
import io.github.openairun.RunRequest;
import io.github.openairun.RunResult;
import io.github.openairun.RunStatus;
import io.github.openairun.ThreadOperations;
import io.github.openairun.test.simulator.Accepted;
import io.github.openairun.test.simulator.Fault;
import io.github.openairun.test.simulator.OpenAiSimulator;
import io.github.openairun.test.simulator.Operation;
import io.github.openairun.test.simulator.RunScript;
import io.github.openairun.test.simulator.SimulatedTime;
import io.github.openairun.test.simulator.StreamFaults;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static io.github.openairun.test.simulator.MessageMatcher.message;
import static io.github.openairun.test.simulator.ToolCallScript.call;
import static io.github.openairun.test.simulator.ToolCallScript.invented;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * What holds for runs on both wires, with nothing but what the test starter offers to
 * everybody.
 */
abstract class AbstractRunRulesTests {

	static final String SILENT = "openai.stream-idle-timeout=10s";

	static final Duration SILENCE = Duration.ofSeconds(10);

	static final Duration LIFE = Duration.ofMinutes(10);

	@Autowired
	OpenAiSimulator simulator;

	@Autowired
	RunOperations runs;

	@Autowired
	ThreadOperations threads;

	@Autowired
	SimulatedTime time;

	@Autowired
	ParcelTools tools;

	@AfterEach
	void nothingUnexpectedWasSent() {
		assertThat(this.simulator).gotNothingUnexpected().gotNoSecrets(ParcelTools.SECRET);
	}

	@Test
	void answersWithTheOutputOfAHandler() {
		this.simulator.when(message().contains("parcel 17"))
			.call("findParcel", Map.of("number", "17"))
			.reply((outputs) -> "It says " + outputs.get("findParcel"));
		assertThat(this.runs.execute("support", "Where is parcel 17?").text())
			.isEqualTo("It says {\"number\":\"17\",\"status\":\"shipped\"}");
		assertThat(this.simulator).lastRun().calledTool("findParcel").completedIn(1);
	}

	@Test
	void submitsTheOutputsOfARoundTogether() {
		this.simulator.when(anyMessage())
			.calls(call("findParcel", Map.of("number", "17")), call("countParcels", Map.of("customer", "Kim")))
			.call("findParcel", Map.of("number", "18"))
			.reply("Done");
		assertThat(this.runs.execute("support", "Hello").text()).isEqualTo("Done");
		assertThat(this.simulator).lastRun().calledTools("findParcel", "countParcels", "findParcel").completedIn(2);
		assertThat(this.simulator.accepted(Operation.SUBMIT_TOOL_OUTPUTS)).extracting(Accepted::callIds)
			.extracting((ids) -> ids.size())
			.containsExactly(2, 1);
	}

	@Test
	void everyCallHasItsAnswer() {
		this.simulator.when(anyMessage())
			.calls(call("findParcel", Map.of("number", "17")), call("findParcel", Map.of("number", "x")),
					invented("findParcl", Map.of()), call("explode", Map.of()))
			.reply("Done");
		assertThat(this.runs.execute("support", "Hello").text()).isEqualTo("Done");
		assertThat(this.simulator.runs().get(0).calls()).extracting((call) -> call.output())
			.satisfiesExactly((output) -> assertThat(output).contains("shipped"),
					(output) -> assertThat(output).contains("invalid_arguments", "must have digits only"),
					(output) -> assertThat(output).contains("unknown_tool", "findParcel"),
					(output) -> assertThat(output).contains("failed"));
	}

	@Test
	void readsStructuredOutput() {
		this.simulator.when(anyMessage()).replyJson(new Refund("17", 1250));
		RunRequest request = RunRequest.assistant("support").message("Refund order 17").build();
		assertThat(this.runs.execute(request, Refund.class).value()).isEqualTo(new Refund("17", 1250));
	}

	@Test
	void takesARefusalForNoText() {
		this.simulator.when(anyMessage()).refuse("I cannot help with that");
		RunResult result = this.runs.execute("support", "Hello");
		assertThat(result.refusal()).isEqualTo("I cannot help with that");
		assertThat(result.text()).isEmpty();
	}

	@ParameterizedTest
	@MethodSource
	void tellsHowARunHasEnded(Consumer<RunScript> ending, RunStatus status) {
		ending.accept(this.simulator.when(anyMessage()));
		RunResult result = this.runs.execute("support", "Hello");
		assertThat(result.run().status()).isEqualTo(status);
		assertThatExceptionOfType(RunNotCompletedException.class).isThrownBy(result::text)
			.satisfies((ex) -> assertThat(ex.run()).isEqualTo(result.run()));
	}

	static Stream<Arguments> tellsHowARunHasEnded() {
		return Stream.of(ending((script) -> script.fail("server_error", "Sorry"), RunStatus.FAILED),
				ending((script) -> script.incomplete("content_filter"), RunStatus.INCOMPLETE),
				ending(RunScript::cancel, RunStatus.CANCELLED));
	}

	private static Arguments ending(Consumer<RunScript> ending, RunStatus status) {
		return Arguments.of(ending, status);
	}

	@Test
	void doesNotRepeatASubmissionThatHasArrived() {
		this.simulator.when(anyMessage()).call("findParcel", Map.of("number", "17")).reply("Done");
		this.simulator.failNext(Operation.SUBMIT_TOOL_OUTPUTS, Fault.afterActing(500));
		assertThat(this.runs.execute("support", "Hello").text()).isEqualTo("Done");
		assertThat(this.simulator.accepted(Operation.SUBMIT_TOOL_OUTPUTS)).hasSize(1);
	}

	@Test
	void waitsAsLongAsTheServerWants() {
		this.simulator.when(anyMessage()).reply("Done");
		this.simulator.failNext(Operation.CREATE_RUN,
				Fault.beforeActing(429).retryAfterSeconds(Duration.ofSeconds(50)));
		Instant start = this.time.instant();
		assertThat(this.runs.execute(onThread()).text()).isEqualTo("Done");
		assertThat(Duration.between(start, this.time.instant())).isGreaterThan(Duration.ofSeconds(50));
	}

	@Test
	void endsARunThatAsksTooOften() {
		RunScript script = this.simulator.when(anyMessage());
		for (int i = 0; i < 21; i++) {
			script.call("findParcel", Map.of("number", String.valueOf(i)));
		}
		script.reply("Done");
		assertThatExceptionOfType(RunLimitExceededException.class)
			.isThrownBy(() -> this.runs.execute("support", "Hello"));
	}

	@Test
	void aHandlerThatHangsIsGivenUpByHand() throws InterruptedException {
		this.simulator.when(anyMessage()).call("hang", Map.of()).reply((outputs) -> outputs.get("hang"));
		RunHandle run = this.runs.start(onThread());
		assertThat(this.tools.hanging.tryAcquire(5, TimeUnit.SECONDS)).isTrue();
		assertThat(run.result()).isNotCompleted();
		this.time.advance(Duration.ofMinutes(5));
		assertThat(run.result()).succeedsWithin(Duration.ofSeconds(5))
			.extracting(RunResult::text)
			.asString()
			.contains("timeout", "did not respond within 300 s");
	}

	@Test
	void aStreamThatIsSilentIsGivenUpByHand() throws InterruptedException {
		this.simulator.when(anyMessage()).reply("one two three");
		this.simulator.failNext(Operation.CREATE_RUN, StreamFaults.stallAfter(3));
		Semaphore begun = new Semaphore(0);
		RunHandle run = this.runs.start(onThread(), new RunListener() {

			@Override
			public void statusChanged(Run run) {
				if (run.status() == RunStatus.IN_PROGRESS) {
					begun.release();
				}
			}

		});
		assertThat(begun.tryAcquire(5, TimeUnit.SECONDS)).isTrue();
		assertThat(run.result()).isNotCompleted();
		// What the run has told may be known here before the stream waits for more.
		await().pollInterval(Duration.ofMillis(300)).until(() -> {
			this.time.advance(SILENCE);
			return run.result().toCompletableFuture().isDone();
		});
		assertThat(run.result()).succeedsWithin(Duration.ofSeconds(5))
			.extracting(RunResult::text)
			.isEqualTo("one two three");
		assertThat(this.simulator.openAnswers()).isZero();
	}

	RunRequest onThread() {
		return RunRequest.assistant("support").thread(this.threads.create().id()).message("Hello").build();
	}

	/**
	 * Drive a run that stays in the queue, until ten minutes have passed by hand.
	 */
	RunHandle runAfterTenMinutes() {
		this.simulator.when(anyMessage()).queuedFor(Duration.ofHours(1)).reply("Too late");
		this.time.stop();
		RunHandle run = this.runs.start(onThread());
		this.time.awaitWaiting();
		this.time.advance(LIFE);
		return run;
	}

	/**
	 * Stop the time, and create a run that asks for outputs.
	 */
	Run waitingRun() {
		this.time.stop();
		this.simulator.when(anyMessage()).call("findParcel", Map.of("number", "17")).reply("Done");
		Run run = this.runs.create(onThread());
		while (!run.requiresAction()) {
			run = this.runs.refresh(run);
		}
		return run;
	}

	record Refund(String order, int cents) {
	}

}
