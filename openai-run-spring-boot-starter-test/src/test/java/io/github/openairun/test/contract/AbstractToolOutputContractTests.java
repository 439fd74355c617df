package io.github.openairun.test.contract;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.github.openairun.PageQuery;
import io.github.openairun.Run;
import io.github.openairun.RunStatus;
import io.github.openairun.RunStep;
import io.github.openairun.ToolCall;
import io.github.openairun.ToolOutput;
import io.github.openairun.ToolOutputMismatchException;
import io.github.openairun.test.simulator.Operation;
import io.github.openairun.test.simulator.Wire;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static io.github.openairun.test.simulator.ToolCallScript.call;
import static io.github.openairun.test.simulator.ToolCallScript.raw;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

/**
 * What answers the calls of a run by hand, and what tells about them afterwards.
 */
abstract class AbstractToolOutputContractTests extends AbstractContractTests {

	AbstractToolOutputContractTests(Wire wire) {
		super(wire);
	}

	private Run twoCalls() {
		this.simulator.when(anyMessage())
			.calls(call("findOrder", Map.of("number", "17")), call("quoteRefund", Map.of("number", "18")))
			.reply((outputs) -> outputs.get("findOrder") + " | " + outputs.get("quoteRefund"));
		return afterTurn(newRun("Hello"));
	}

	private String reply(Run run) {
		return this.runs.resume(run.id(), run.threadId()).text();
	}

	@Test
	void tellsEveryPendingCall() {
		Run run = twoCalls();
		assertThat(run.requiresAction()).isTrue();
		assertThat(run.toolCalls()).extracting(ToolCall::name).containsExactly("findOrder", "quoteRefund");
		assertThat(run.toolCalls()).extracting(ToolCall::arguments)
			.containsExactly("{\"number\":\"17\"}", "{\"number\":\"18\"}");
		assertThat(run.toolCalls()).extracting(ToolCall::id).doesNotHaveDuplicates();
		assertThat(run.unsupportedAction()).isNull();
	}

	@Test
	void keepsArgumentsThatAreNotJson() {
		this.simulator.when(anyMessage()).call("findOrder", raw("{\"number\":")).reply("Hi");
		Run run = afterTurn(newRun("Hello"));
		assertThat(run.toolCalls()).extracting(ToolCall::arguments).containsExactly("{\"number\":");
	}

	@Test
	void submitsSeveralOutputsInOneRequest() {
		Run run = twoCalls();
		run = this.runs.submitToolOutputs(run, new ToolOutput(run.toolCalls().get(0).id(), "shipped"),
				new ToolOutput(run.toolCalls().get(1).id(), "12.50"));
		assertThat(run.requiresAction()).isFalse();
		assertThat(exchanges(Operation.SUBMIT_TOOL_OUTPUTS)).hasSize(1);
		assertThat(reply(run)).isEqualTo("shipped | 12.50");
	}

	@Test
	void orderOfOutputsDoesNotMatter() {
		Run run = twoCalls();
		run = this.runs.submitToolOutputs(run, new ToolOutput(run.toolCalls().get(1).id(), "12.50"),
				new ToolOutput(run.toolCalls().get(0).id(), "shipped"));
		assertThat(reply(run)).isEqualTo("shipped | 12.50");
	}

	@Test
	void submitsAnyValuesAsJson() {
		Run run = twoCalls();
		run = this.runs.submitToolOutputs(run, Map.of(run.toolCalls().get(0).id(),
				new Shipment(LocalDate.of(2026, 3, 1), 2), run.toolCalls().get(1).id(), List.of(1, 2)));
		assertThat(reply(run)).isEqualTo("{\"on\":\"2026-03-01\",\"parcels\":2} | [1,2]");
	}

	@Test
	void submitsOneOutputAndKeepsTextPlain() {
		this.simulator.when(anyMessage())
			.call("findOrder", Map.of("number", "17"))
			.reply((outputs) -> outputs.get("findOrder"));
		Run run = afterTurn(newRun("Hello"));
		run = this.runs.submitToolOutput(run, run.toolCalls().get(0).id(), "shipped \"today\"");
		assertThat(reply(run)).isEqualTo("shipped \"today\"");
	}

	@Test
	void submitsEmptyOutput() {
		this.simulator.when(anyMessage())
			.call("findOrder", Map.of("number", "17"))
			.reply((outputs) -> "<" + outputs.get("findOrder") + ">");
		Run run = afterTurn(newRun("Hello"));
		run = this.runs.submitToolOutput(run, run.toolCalls().get(0).id(), "");
		assertThat(reply(run)).isEqualTo("<>");
	}

	@Test
	void refusesOutputsThatDoNotMatchBeforeAnythingIsSent() {
		Run run = twoCalls();
		String first = run.toolCalls().get(0).id();
		String second = run.toolCalls().get(1).id();
		assertNothingSent(() -> assertThatExceptionOfType(ToolOutputMismatchException.class)
			.isThrownBy(() -> this.runs.submitToolOutputs(run, new ToolOutput(first, "shipped"),
					new ToolOutput("call_other", "?")))
			.satisfies((ex) -> assertThat(ex.missing()).containsExactly(second))
			.satisfies((ex) -> assertThat(ex.surplus()).containsExactly("call_other")));
	}

	@Test
	void refusesOutputThatStandsTwice() {
		Run run = twoCalls();
		ToolOutput first = new ToolOutput(run.toolCalls().get(0).id(), "shipped");
		ToolOutput second = new ToolOutput(run.toolCalls().get(1).id(), "12.50");
		assertNothingSent(() -> assertThatExceptionOfType(ToolOutputMismatchException.class)
			.isThrownBy(() -> this.runs.submitToolOutputs(run, first, second, first))
			.satisfies((ex) -> assertThat(ex.surplus()).containsExactly(first.callId())));
	}

	@Test
	void refusesOutputsOfRunThatDoesNotWait() {
		this.simulator.when(anyMessage()).reply("Hi");
		Run run = newRun("Hello");
		assertNothingSent(() -> assertThatExceptionOfType(ToolOutputMismatchException.class)
			.isThrownBy(() -> this.runs.submitToolOutput(run, "call_1", "shipped")));
	}

	@Test
	void refusesOutputsForSnapshotThatIsOld() {
		Run asking = twoCalls();
		Map<String, String> outputs = Map.of(asking.toolCalls().get(0).id(), "shipped", asking.toolCalls().get(1).id(),
				"12.50");
		Run submitted = this.runs.submitToolOutputs(asking, outputs);
		assertThatExceptionOfType(RuntimeException.class)
			.isThrownBy(() -> this.runs.submitToolOutputs(asking, outputs));
		assertThat(exchanges(Operation.SUBMIT_TOOL_OUTPUTS)).filteredOn((exchange) -> exchange.status() == 200)
			.hasSize(1);
		assertThat(reply(submitted)).isEqualTo("shipped | 12.50");
	}

	@Test
	void stepsTellCallsWithTheirOutputsAndMessages() {
		Run run = twoCalls();
		run = this.runs.submitToolOutputs(run,
				Map.of(run.toolCalls().get(0).id(), "shipped", run.toolCalls().get(1).id(), "12.50"));
		Run ended = afterTurn(run);
		List<RunStep> steps = all(PageQuery.oldestFirst().limit(1), (query) -> this.runs.steps(ended, query));
		assertThat(steps).extracting(RunStep::type).containsExactly(RunStep.TOOL_CALLS, RunStep.MESSAGE_CREATION);
		assertThat(steps).extracting(RunStep::runId).containsOnly(ended.id());
		assertThat(steps).extracting(RunStep::status).containsOnly("completed");
		assertThat(steps.get(0).toolCalls()).extracting("name", "output")
			.containsExactly(tuple("findOrder", "shipped"), tuple("quoteRefund", "12.50"));
		assertThat(steps.get(1).messageId()).isEqualTo(this.threads.messages(ended).get(0).id());
		assertThat(this.runs.steps(ended, PageQuery.newestFirst()).data()).extracting(RunStep::type)
			.containsExactly(RunStep.MESSAGE_CREATION, RunStep.TOOL_CALLS);
	}

	@Test
	void stepOfPendingCallsIsInProgress() {
		Run run = twoCalls();
		List<RunStep> steps = this.runs.steps(run, PageQuery.oldestFirst()).data();
		assertThat(steps).extracting(RunStep::status).containsExactly("in_progress");
		assertThat(steps.get(0).toolCalls()).extracting("id")
			.containsExactlyElementsOf(run.toolCalls().stream().map(ToolCall::id).toList());
	}

	@Test
	void messagesOfRunAreItsOwnOnly() {
		this.simulator.when(anyMessage()).reply("Hi");
		String thread = newThread();
		this.runs.execute(request("one").thread(thread).build());
		Run second = this.runs.execute(request("two").thread(thread).build()).run();
		assertThat(this.threads.messages(second)).singleElement().satisfies((message) -> {
			assertThat(message.text()).isEqualTo("Hi");
			assertThat(message.role()).isEqualTo("assistant");
			assertThat(message.runId()).isEqualTo(second.id());
			assertThat(message.threadId()).isEqualTo(thread);
		});
		assertThat(second.status()).isEqualTo(RunStatus.COMPLETED);
	}

	record Shipment(LocalDate on, int parcels) {
	}

}
