package io.github.openairun.test.contract;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.github.openairun.Message;
import io.github.openairun.PageQuery;
import io.github.openairun.ResumeRequest;
import io.github.openairun.Run;
import io.github.openairun.RunListener;
import io.github.openairun.RunRequest;
import io.github.openairun.RunResult;
import io.github.openairun.RunStatus;
import io.github.openairun.StructuredOutputException;
import io.github.openairun.ToolCall;
import io.github.openairun.ToolChoice;
import io.github.openairun.ToolOutcome;
import io.github.openairun.ToolOutput;
import io.github.openairun.TypeRef;
import io.github.openairun.TypedRunHandle;
import io.github.openairun.TypedRunResult;
import io.github.openairun.test.simulator.Fault;
import io.github.openairun.test.simulator.Operation;
import io.github.openairun.test.simulator.Wire;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static io.github.openairun.test.simulator.MessageMatcher.message;
import static io.github.openairun.test.simulator.ToolCallScript.call;
import static io.github.openairun.test.simulator.ToolCallScript.invented;
import static io.github.openairun.test.simulator.ToolCallScript.raw;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What drives a run from its creation to its end, and answers its calls by handlers.
 */
abstract class AbstractExecutionContractTests extends AbstractContractTests {

	AbstractExecutionContractTests(Wire wire) {
		super(wire);
	}

	@Test
	void manyMessagesWaitForABusyThread() {
		this.simulator.when(anyMessage()).reply("Hi");
		String thread = newRun("Hello").threadId();
		List<Message> messages = IntStream.range(0, 40).mapToObj((i) -> Message.user("Message " + i)).toList();
		RunRequest request = RunRequest.assistant("support").thread(thread).messages(messages).build();
		assertThat(this.runs.execute(request).text()).isEqualTo("Hi");
		assertThat(all(PageQuery.oldestFirst(), (query) -> this.threads.messages(thread, query)))
			.filteredOn((message) -> message.text().startsWith("Message"))
			.extracting(Message::text)
			.containsExactlyElementsOf(messages.stream().map(Message::text).toList());
	}

	@Test
	void answersInOneLine() {
		this.simulator.when(message().contains("order 17"))
			.call("findOrder", Map.of("number", "17"))
			.reply((outputs) -> "It says " + outputs.get("findOrder"));
		assertThat(this.runs.execute("support", "Where is order 17?").text())
			.isEqualTo("It says {\"number\":\"17\",\"status\":\"shipped\"}");
	}

	@Test
	void submitsOutputsOfParallelCallsTogether() {
		this.simulator.when(anyMessage())
			.calls(call("findOrder", Map.of("number", "17")),
					call("quoteRefund", Map.of("number", "18", "reason", "LATE")))
			.reply((outputs) -> outputs.get("findOrder") + " | " + outputs.get("quoteRefund"));
		RunResult result = this.runs.execute(request("Hello").thread(newThread()).build());
		assertThat(result.text()).isEqualTo("{\"number\":\"17\",\"status\":\"shipped\"} | 12.50 for 18");
		assertThat(this.application.tools().invocations()).containsExactlyInAnyOrder("findOrder 17",
				"quoteRefund 18 LATE");
		assertThat(exchanges(Operation.SUBMIT_TOOL_OUTPUTS)).hasSize(1);
		assertThat(result.run().status()).isEqualTo(RunStatus.COMPLETED);
		assertThat(result.messages()).extracting(Message::role).containsExactly("assistant");
		assertThat(result.usage()).isNotNull();
		assertThat(result.refusal()).isNull();
	}

	@Test
	void goesOnForSeveralRounds() {
		this.simulator.when(anyMessage())
			.call("findOrder", Map.of("number", "1"))
			.call("findOrder", Map.of("number", "2"))
			.call("quoteRefund", Map.of("number", "2", "reason", "DAMAGED"))
			.reply((outputs) -> outputs.getAll("findOrder").size() + " orders, " + outputs.get("quoteRefund"));
		assertThat(this.runs.execute("support", "Hello").text()).isEqualTo("2 orders, 12.50 for 2");
		assertThat(this.application.tools().invocations()).containsExactlyInAnyOrder("findOrder 1", "findOrder 2",
				"quoteRefund 2 DAMAGED");
	}

	@Test
	void callsOneAfterTheOtherWhereParallelOnesAreForbidden() {
		assumeAsOpenAi();
		this.simulator.when(anyMessage())
			.calls(call("findOrder", Map.of("number", "1")), call("findOrder", Map.of("number", "2")))
			.reply("Done");
		RunRequest request = request("Hello").parallelToolCalls(false).build();
		assertThat(this.runs.execute(request).text()).isEqualTo("Done");
		assertThat(exchanges(Operation.SUBMIT_TOOL_OUTPUTS)).hasSize(2);
	}

	@Test
	void threadRemembersFormerRuns() {
		this.simulator.when(anyMessage()).call("findOrder", Map.of("number", "1")).reply("Done");
		String thread = newThread();
		this.runs.execute(request("one").thread(thread).build());
		assertThat(this.runs.execute(request("two").thread(thread).build()).text()).isEqualTo("Done");
		assertThat(this.application.tools().invocations()).hasSize(2);
	}

	@Test
	void unknownToolIsAnsweredWithTheKnownOnes() {
		this.simulator.when(anyMessage())
			.calls(invented("findOrdr", Map.of("number", "17")))
			.reply((outputs) -> outputs.get("findOrdr"));
		assertThat(this.runs.execute("support", "Hello").text()).contains("unknown_tool", "findOrdr", "findOrder",
				"quoteRefund");
		assertThat(this.application.tools().invocations()).isEmpty();
	}

	@Test
	void argumentsThatAreNotJsonAreAnsweredWithAnError() {
		assertThat(outputOf("findOrder", raw("{\"number\":"))).contains("invalid_arguments");
		assertThat(this.application.tools().invocations()).isEmpty();
	}

	@Test
	void argumentsThatDoNotFitAreAnsweredWithAnError() {
		assertThat(outputOf("quoteRefund", Map.of("number", "17", "reason", "BORED"))).contains("invalid_arguments",
				"reason");
		assertThat(this.application.tools().invocations()).isEmpty();
	}

	@Test
	void handlerThatThrowsTellsModelNothing() {
		assertThat(outputOf("explode", Map.of())).contains("failed").doesNotContain(OrderTools.SECRET);
		assertThat(this.application.tools().invocations()).containsExactly("explode");
	}

	@Test
	void handlerMayTellModelWhyItFailed() {
		assertThat(outputOf("complain", Map.of())).contains("the warehouse is closed");
	}

	@Test
	void toolThatWasNotOfferedIsNotExecuted() {
		this.simulator.when(anyMessage())
			.calls(invented("quoteRefund", Map.of("number", "17", "reason", "LATE")))
			.reply((outputs) -> outputs.get("quoteRefund"));
		RunRequest request = request("Hello").tools("findOrder").build();
		assertThat(this.runs.execute(request).text()).contains("unknown_tool");
		assertThat(this.application.tools().invocations()).isEmpty();
	}

	@Test
	void toolThatNobodyHandlesIsRefusedBeforeAnythingIsSent() {
		assertNothingSent(() -> assertThatIllegalArgumentException()
			.isThrownBy(() -> this.runs.execute(request("Hello").tools("findOrdr").build()))
			.withMessageContaining("findOrdr")
			.withMessageContaining("findOrder"));
	}

	private String outputOf(String tool, Object arguments) {
		this.simulator.when(anyMessage()).call(tool, arguments).reply((outputs) -> outputs.get(tool));
		return this.runs.execute("support", "Hello").text();
	}

	@Test
	void requiredToolChoiceDoesNotLoop() {
		this.simulator.when(anyMessage()).call("findOrder", Map.of("number", "17")).reply("Done");
		assertThat(this.runs.execute(request("Hello").toolChoice(ToolChoice.required()).build()).text())
			.isEqualTo("Done");
		assertThat(this.application.tools().invocations()).hasSize(1);
	}

	@Test
	void namedToolChoiceDoesNotLoop() {
		this.simulator.when(anyMessage()).call("findOrder", Map.of("number", "17")).reply("Done");
		assertThat(this.runs.execute(request("Hello").toolChoice(ToolChoice.function("findOrder")).build()).text())
			.isEqualTo("Done");
	}

	@Test
	void forbiddenToolsStayForbidden() {
		assumeAsOpenAi();
		this.simulator.when(anyMessage()).call("findOrder", Map.of("number", "17")).reply("Done");
		assertThat(this.runs.execute(request("Hello").toolChoice(ToolChoice.none()).build()).text()).isEqualTo("Done");
		assertThat(this.application.tools().invocations()).isEmpty();
	}

	@Test
	void structuredOutputIsAskedForAndRead() {
		this.simulator.when(anyMessage())
			.call("findOrder", Map.of("number", "17"))
			.replyJson(Map.of("order", "17", "cents", 1250));
		TypedRunResult<Refund> result = this.runs.execute(request("Refund order 17").build(), Refund.class);
		assertThat(result.value()).isEqualTo(new Refund("17", 1250));
		assertThat(creations()).singleElement()
			.satisfies((exchange) -> assertThat(exchange.requestBody()).contains("json_schema", "cents"));
	}

	@Test
	void structuredOutputMayHaveTypeArguments() {
		this.simulator.when(anyMessage()).replyJson(Map.of("items", List.of(Map.of("order", "17", "cents", 1250))));
		TypeRef<Page<Refund>> type = new TypeRef<>() {
		};
		RunRequest request = request("Which refunds?").build();
		List<String> ended = new CopyOnWriteArrayList<>();
		RunListener listener = new RunListener() {

			@Override
			public void ended(RunResult result) {
				ended.add(result.run().statusText());
			}

		};
		Page<Refund> refunds = new Page<>(List.of(new Refund("17", 1250)));
		assertThat(this.runs.execute(request, type).value()).isEqualTo(refunds);
		TypedRunResult<Page<Refund>> result = this.runs.execute(request, type, listener);
		assertThat(result.value()).isEqualTo(refunds);
		TypedRunHandle<Page<Refund>> handle = this.runs.start(request, type, listener);
		assertThat(handle.join().value()).isEqualTo(refunds);
		assertThat(handle.result().toCompletableFuture().join().value()).isEqualTo(refunds);
		assertThat(handle.run()).isNotNull().isEqualTo(handle.untyped().run());
		assertThat(ended).containsExactly("completed", "completed");
		assertThat(creations()).hasSize(3)
			.allSatisfy((exchange) -> assertThat(exchange.requestBody()).contains("json_schema", "cents"));
		ResumeRequest resumed = ResumeRequest.run(result.run()).build();
		assertThat(this.runs.resume(resumed, type, listener).value()).isEqualTo(refunds);
		assertThat(this.runs.resumeAsync(resumed, type, listener).join().value()).isEqualTo(refunds);
	}

	@Test
	void structuredOutputThatDoesNotFitIsReported() {
		this.simulator.when(anyMessage()).replyUnchecked("Sorry, no JSON today");
		TypedRunResult<Refund> result = this.runs.execute(request("Refund order 17").build(), Refund.class);
		assertThat(result.text()).isEqualTo("Sorry, no JSON today");
		assertThatExceptionOfType(StructuredOutputException.class).isThrownBy(result::value)
			.satisfies((ex) -> assertThat(ex.run().id()).isEqualTo(result.run().id()));
	}

	@Test
	void refusalIsNoText() {
		this.simulator.when(anyMessage()).refuse("I cannot help with that");
		RunResult result = this.runs.execute("support", "Hello");
		assertThat(result.run().status()).isEqualTo(RunStatus.COMPLETED);
		assertThat(result.refusal()).isEqualTo("I cannot help with that");
		assertThat(result.text()).isEmpty();
		assertThatExceptionOfType(StructuredOutputException.class)
			.isThrownBy(() -> this.runs.execute(request("Hello").build(), Refund.class).value());
	}

	@Test
	void listenerHearsEverythingInOrder() {
		assumeServerKeepsRuns();
		this.simulator.when(anyMessage()).call("findOrder", Map.of("number", "17")).reply("Done");
		List<String> events = new CopyOnWriteArrayList<>();
		this.runs.execute(request("Hello").thread(newThread()).build(), new RunListener() {

			@Override
			public void statusChanged(Run run) {
				events.add(run.statusText());
			}

			@Override
			public void toolCallStarted(Run run, ToolCall call) {
				events.add("call " + call.name());
			}

			@Override
			public void toolCallFinished(Run run, ToolCall call, ToolOutput output, ToolOutcome outcome) {
				events.add("output " + output.output());
			}

			@Override
			public void ended(RunResult result) {
				events.add("ended " + result.text());
			}

		});
		assertThat(events).containsExactly("queued", "in_progress", "requires_action", "call findOrder",
				"output {\"number\":\"17\",\"status\":\"shipped\"}", "queued", "in_progress", "completed",
				"ended Done");
	}

	@Test
	void serversHintSetsThePace() {
		assumeServerKeepsRuns();
		this.simulator.when(anyMessage()).reply("Hi");
		Run run = newRun("Hello");
		String body = creations().get(0).responseBody();
		this.simulator.failNext(Operation.GET_RUN,
				Fault.beforeActing(200).withBody(body).withHeader("openai-poll-after-ms", "1234"));
		assertThat(this.runs.resume(run.id(), run.threadId()).text()).isEqualTo("Hi");
		assertThat(this.time.pauses().get(0)).isEqualTo(Duration.ofMillis(1234));
	}

	record Page<T>(List<T> items) {
	}

	record Refund(String order, int cents) {
	}

}
