package io.github.openairun.test.slice;

import java.time.Duration;
import java.util.Map;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import io.github.openairun.Run;
import io.github.openairun.RunHandle;
import io.github.openairun.RunListener;
import io.github.openairun.RunOperations;
import io.github.openairun.RunRequest;
import io.github.openairun.RunResult;
import io.github.openairun.RunStatus;
import io.github.openairun.RunTimeoutException;
import io.github.openairun.RunUsage;
import io.github.openairun.ThreadOperations;
import io.github.openairun.ToolDefinition;
import io.github.openairun.test.simulator.OpenAiSimulator;
import io.github.openairun.test.simulator.RecordedCall;
import io.github.openairun.test.simulator.SimulatedTime;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static io.github.openairun.test.simulator.MessageMatcher.message;
import static io.github.openairun.test.simulator.ToolCallScript.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The words of scripts and of assertions, which mean the same on both wires.
 */
abstract class AbstractScriptedRunTests {

	private static final Duration LONG = Duration.ofMinutes(11);

	@Autowired
	OpenAiSimulator simulator;

	@Autowired
	RunOperations runs;

	@Autowired
	ThreadOperations threads;

	@Autowired
	SimulatedTime time;

	@Test
	void recordsCallsRoundByRound() {
		this.simulator.when(anyMessage())
			.calls(call("weather", Map.of("city", "Oslo")), call("weather", Map.of("city", "Rome")))
			.call("inhabitants", Map.of("city", "Oslo"))
			.reply("Done");
		this.runs.execute("support", "Compare");
		assertThat(this.simulator).hasRuns(1)
			.lastRun()
			.calledTools("weather", "weather", "inhabitants")
			.calledTool("weather", (args) -> assertThat(args).containsEntry("city", "Rome"))
			.submitted("Rain in Rome")
			.calledTool("inhabitants")
			.submitted((output) -> assertThat(output).isEqualTo("709037"))
			.completedIn(2)
			.replied("Done");
		assertThat(this.simulator.runs().get(0).calls()).extracting(RecordedCall::round).containsExactly(1, 1, 2);
		assertThat(this.simulator).gotNothingUnexpected().gotNoSecrets();
	}

	@Test
	void recordsWhatWasOffered() {
		this.simulator.when(anyMessage()).reply("Hello");
		this.runs.execute("support", "Hi");
		assertThat(this.simulator).lastRun()
			.offered("asker", "hang", "inhabitants", "weather")
			.offered("weather",
					(tool) -> assertThat(tool).extracting(ToolDefinition::description, ToolDefinition::strict)
						.containsExactly("Tells the weather in a city", true))
			.completedIn(0);
	}

	@Test
	void saysWhatIsWrong() {
		this.simulator.when(anyMessage()).call("weather", Map.of("city", "Oslo")).reply("Hello");
		this.runs.execute("support", "Hi");
		assertThatFailureOf(() -> assertThat(this.simulator).lastRun().calledTool("inhabitants"))
			.withMessageContaining("Expected a call of 'inhabitants', but there are [weather{\"city\":\"Oslo\"}");
		assertThatFailureOf(() -> assertThat(this.simulator).lastRun()
			.calledTool("weather", (args) -> assertThat(args).containsEntry("city", "Rome")))
			.withMessageContaining("other arguments");
		assertThatFailureOf(() -> assertThat(this.simulator).lastRun().calledTool("weather").submitted("Sun"))
			.withMessageContaining("Rain in Oslo");
		assertThatFailureOf(() -> assertThat(this.simulator).lastRun().completedIn(2))
			.withMessageContaining("Expected 2 rounds");
		assertThatFailureOf(() -> assertThat(this.simulator).lastRun().offered("weather"))
			.withMessageContaining("inhabitants");
		assertThatFailureOf(() -> assertThat(this.simulator).lastRun().endedAs("failed"))
			.withMessageContaining("'completed'");
		assertThatFailureOf(() -> assertThat(this.simulator).hasRuns(2)).withMessageContaining("Expected 2 runs");
		assertThatFailureOf(() -> assertThat(this.simulator).gotNoSecrets("Oslo"))
			.withMessageContaining("the body shows secret no. 1")
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("Oslo"));
	}

	@Test
	void findsTheKeyWhereItDoesNotBelong() {
		this.simulator.when(anyMessage()).reply("Hello");
		this.runs.execute("support", "My key is sk-simulator");
		assertThatFailureOf(() -> assertThat(this.simulator).gotNoSecrets()).withMessageContaining("shows the API key")
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("sk-simulator"));
	}

	@Test
	void choosesByAssistantToolsAndTurn() {
		this.simulator.when(message().assistant("sales")).reply("sales");
		this.simulator.when(message().offers("none")).reply("none");
		this.simulator.when(message().turn(2)).reply("second");
		this.simulator.when(message().offers("weather").assistant("support")).reply("first");
		String thread = this.threads.create().id();
		RunRequest request = RunRequest.assistant("support").thread(thread).message("Hi").build();
		assertThat(this.runs.execute(request).text()).isEqualTo("first");
		assertThat(this.runs.execute(request).text()).isEqualTo("second");
		assertThat(this.runs.execute("sales", "Hi").text()).isEqualTo("sales");
	}

	@Test
	void countsTokensAsToldInEachTurn() {
		this.simulator.when(anyMessage()).usage(100, 10).call("weather", Map.of("city", "Oslo")).reply("Hello");
		RunResult result = this.runs.execute("support", "Hi");
		assertThat(result.run().usage()).extracting(RunUsage::promptTokens, RunUsage::completionTokens)
			.containsExactly(200L, 20L);
	}

	@Test
	void isCancelledBySomebodyElse() {
		this.simulator.when(anyMessage()).cancel();
		assertThat(this.runs.execute("support", "Hi").run().status()).isEqualTo(RunStatus.CANCELLED);
	}

	@Test
	void tenMinutesOfABlockingDriveTakeNoTime() {
		this.simulator.when(anyMessage()).queuedFor(LONG).reply("Too late");
		assertThatExceptionOfType(RunTimeoutException.class).isThrownBy(() -> this.runs.execute("support", "Hi"));
	}

	@Test
	void waitsOfAStreamTakeNoTime() {
		this.simulator.when(anyMessage())
			.firstDeltaAfter(Duration.ofMinutes(1))
			.betweenDeltas(Duration.ofMinutes(1))
			.reply("one two three");
		StringBuilder text = new StringBuilder();
		RunResult result = this.runs.execute(RunRequest.assistant("support").message("Hi").build(), new RunListener() {

			@Override
			public void textDelta(Run run, String messageId, String delta) {
				text.append(delta);
			}

		});
		assertThat(result.text()).isEqualTo("one two three").isEqualTo(text.toString());
	}

	@Test
	void waitsOfADriveInTheBackgroundTakeNoTime() {
		this.simulator.when(anyMessage()).queuedFor(Duration.ofMinutes(5)).reply("Hello");
		RunHandle run = this.runs.start(RunRequest.assistant("support").message("Hi").build());
		assertThat(run.result()).succeedsWithin(Duration.ofSeconds(5))
			.satisfies((result) -> assertThat(result.text()).isEqualTo("Hello"));
	}

	@Test
	void aDriveInTheBackgroundWaitsForTheHandOfTheTest() {
		this.simulator.when(anyMessage()).queuedFor(Duration.ofMinutes(5)).reply("Hello");
		this.time.stop();
		RunHandle run = this.runs.start(RunRequest.assistant("support").message("Hi").build());
		this.time.awaitWaiting();
		assertThat(run.result()).isNotCompleted();
		this.time.advance(Duration.ofMinutes(5));
		assertThat(run.result()).succeedsWithin(Duration.ofSeconds(5))
			.satisfies((result) -> assertThat(result.text()).isEqualTo("Hello"));
	}

	private static ThrowableAssertAlternative<AssertionError> assertThatFailureOf(ThrowingCallable assertion) {
		return assertThatExceptionOfType(AssertionError.class).isThrownBy(assertion);
	}

}
