package io.github.openairun.test.docs;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

import io.github.openairun.BadRequestException;
import io.github.openairun.RunHandle;
import io.github.openairun.RunOperations;
import io.github.openairun.RunRequest;
import io.github.openairun.RunStatus;
import io.github.openairun.RunTimeoutException;
import io.github.openairun.ToolOutcome;
import io.github.openairun.test.OpenAiRunTest;
import io.github.openairun.test.ToolTestResult;
import io.github.openairun.test.ToolTester;
import io.github.openairun.test.simulator.OpenAiSimulator;
import io.github.openairun.test.simulator.SimulatedTime;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static io.github.openairun.test.simulator.MessageMatcher.message;
import static io.github.openairun.test.simulator.ToolCallScript.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@OpenAiRunTest(tools = OrderTools.class)
class TestingExamplesTests {

	@Autowired
	OpenAiSimulator simulator;

	@Autowired
	RunOperations runs;

	@Autowired
	ToolTester toolTester;

	@Autowired
	SimulatedTime time;

	@Test
	void scripts() {
		OpenAiSimulator simulator = this.simulator;
		simulator.when(message().contains("order").assistant("support").offers("findOrder").turn(1))
			.calls(call("findOrder", Map.of("number", "17")), call("findOrder", Map.of("number", "18")))
			.call("findOrder", new OrderQuery("19"))
			.usage(120, 40)
			.reply((outputs) -> outputs.getAll("findOrder").size() + " orders");
		assertThat(this.runs.execute("support", "Where are my orders?").text()).isEqualTo("3 orders");
	}

	@ParameterizedTest
	@CsvSource({ "refund,COMPLETED", "password,COMPLETED", "weather,FAILED", "novel,INCOMPLETE", "stop,CANCELLED",
			"later,FAILED" })
	void endings(String message, RunStatus status) {
		OpenAiSimulator simulator = this.simulator;
		simulator.when(message().contains("refund")).replyJson(new Refund("17", 1250));
		simulator.when(message().contains("password")).refuse("I cannot help with that");
		simulator.when(message().contains("weather")).fail("rate_limit_exceeded", "Too many requests");
		simulator.when(message().contains("novel")).incomplete("max_output_tokens");
		simulator.when(message().contains("stop")).cancel();
		simulator.when(message().contains("later")).expire();
		assertThat(this.runs.execute("support", message).run().status()).isEqualTo(status);
	}

	@Test
	void whatIsRefused() {
		OpenAiSimulator simulator = this.simulator;
		RunRequest request = RunRequest.assistant("support").message("Hello").extraBody("colour", "red").build();
		assertThatExceptionOfType(BadRequestException.class).isThrownBy(() -> this.runs.execute(request))
			.satisfies((ex) -> assertThat(ex.param()).isEqualTo("colour"));
		assertThat(simulator.refusals()).singleElement().asString().contains("-> 400: Unknown parameter: 'colour'");
	}

	@Test
	void whatIsUnmatched() {
		OpenAiSimulator simulator = this.simulator;
		simulator.when(message().contains("order 17").offers("cancelOrder")).reply("Cancelled");
		simulator.when(message().contains("weather")).reply("Rain");
		assertThat(this.runs.execute("support", "Where is order 17?").run().status()).isEqualTo(RunStatus.FAILED);
		assertThat(simulator.unmatched()).containsExactly(
				"The simulator has no script for the message \"Where is order 17?\". Nearest: message contains "
						+ "\"order 17\" and comes with tools [cancelOrder] (the run is offered [findOrder]); "
						+ "message contains \"weather\" (no text that contains \"weather\")");
		simulator.reset();
	}

	@Test
	void whatWasPlayed() {
		OpenAiSimulator simulator = this.simulator;
		simulator.when(message().contains("order 17")).call("findOrder", Map.of("number", "17")).reply("Shipped");
		this.runs.execute("support", "Where is order 17?");
		assertThat(simulator).lastRun()
			.offered("findOrder")
			.calledTool("findOrder", (args) -> assertThat(args).containsEntry("number", "17"))
			.submitted("{\"number\":\"17\",\"status\":\"shipped\"}")
			.completedIn(1)
			.replied("Shipped");
		assertThat(simulator).gotNothingUnexpected().gotNoSecrets();
	}

	@Test
	void aHandlerAlone() {
		ToolTestResult result = this.toolTester.call("findOrder", "{\"number\":\"17\"}");
		assertThat(result.output()).isEqualTo("{\"number\":\"17\",\"status\":\"shipped\"}");
		assertThat(result.schema()).contains("digits only");
		assertThat(this.toolTester.call("findOrder", "{}").outcome()).isEqualTo(ToolOutcome.INVALID_ARGUMENTS);
	}

	@Test
	void theContractOfTheTools() {
		assertThat(this.toolTester).matchesSnapshot("tools/orders.json");
	}

	@Test
	void waitsTakeNoTime() {
		this.simulator.when(anyMessage()).queuedFor(Duration.ofMinutes(11)).reply("Too late");
		assertThatExceptionOfType(RunTimeoutException.class).isThrownBy(() -> this.runs.execute("support", "Hello"));
	}

	@Test
	void timeIsMovedByHand() {
		this.simulator.when(anyMessage()).queuedFor(Duration.ofMinutes(5)).reply("Done");
		this.time.stop();
		RunHandle run = this.runs.start(RunRequest.assistant("support").message("Hello").build());
		this.time.awaitWaiting();
		this.time.advance(Duration.ofMinutes(5));
		assertThat(run.result()).succeedsWithin(Duration.ofSeconds(5));
	}

	record Refund(String order, int cents) {
	}

	record OrderQuery(String number) {
	}

}
