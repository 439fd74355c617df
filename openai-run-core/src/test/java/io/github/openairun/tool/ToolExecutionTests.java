package io.github.openairun.tool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.openairun.Run;
import io.github.openairun.RunInterruptedException;
import io.github.openairun.RunListener;
import io.github.openairun.ToolCall;
import io.github.openairun.ToolOutcome;
import io.github.openairun.ToolOutput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link DefaultToolExecutor} and {@link CallAnswerer}.
 */
class ToolExecutionTests {

	private static final String NEUTRAL = "The tool failed with an internal error.";

	private final ToolContextFixture tools = new ToolContextFixture();

	private final CapturedLog log = new CapturedLog();

	@AfterEach
	void close() {
		this.tools.close();
		this.log.close();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "text|plain \"text\"", "emptyText|''", "nothing|ok", "nothingBoxed|ok", "nothingAtAll|null",
					"number|17", "record|{\"id\":\"7\",\"open\":true}", "list|[\"a\",\"b\"]", "optionalText|some text",
					"optionalEmpty|null", "optionalRecord|{\"id\":\"7\",\"open\":true}", "output|made by hand" })
	void writesResults(String tool, String output) {
		start();
		assertThat(this.tools.call(tool, "{}")).isEqualTo(output);
	}

	@ParameterizedTest
	@ValueSource(longs = { 0, 30 })
	void answersNothingAfterAShutdown(long timeout) {
		this.tools.customize((builder) -> builder.timeout(Duration.ofSeconds(timeout)));
		start();
		DefaultToolExecutor executor = (DefaultToolExecutor) this.tools.executor();
		executor.close();
		ToolBatch batch = new ToolBatch(ToolContextFixture.RUN, List.of(new ToolCall("call_1", "text", "{}")),
				List.of("text"), ToolContextFixture.NO_LISTENER);
		assertThatExceptionOfType(RunInterruptedException.class).isThrownBy(() -> executor.execute(batch));
		assertThat(executor.dispatcher().flights()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "runtimeException", "checkedException", "undeclared", "assertionError", "stackOverflow",
			"noClass", "unwritable" })
	void answersEveryFailureNeutrallyWithAReference(String tool) {
		start();
		assertThat(this.tools.call(tool, "{}"))
			.isEqualTo("{\"error\":{\"kind\":\"failed\",\"message\":\"" + NEUTRAL + "\",\"reference\":\"ref-1\"}}");
		assertThat(this.log).asString()
			.contains("WARN", "Tool '" + tool + "' failed on call 'call_1' (reference ref-1)", "\tat ");
	}

	@Test
	void logsTheHandlersOwnExceptionWithoutWrappers() {
		start();
		this.tools.call("undeclared", "{}");
		assertThat(this.log).asString()
			.contains("java.io.IOException: wrapped")
			.doesNotContain("UndeclaredThrowableException", "InvocationTargetException");
	}

	@Test
	void doesNotLogArguments() {
		start();
		this.tools.call("withArgument", "{\"value\":\"confidential\"}");
		assertThat(this.log).asString().contains("Tool 'withArgument' failed").doesNotContain("confidential");
	}

	@Test
	void sendsTheMessageThatAHandlerMeansForTheModel() {
		start();
		assertThat(this.tools.call("refusal", "{}"))
			.isEqualTo("{\"error\":{\"kind\":\"failed\",\"message\":\"Order 7 is shipped\"}}");
		assertThat(this.log).asString().doesNotContain("WARN");
	}

	@Test
	void sendsTheMessageOfARefusalAndLogsItsCause() {
		start();
		assertThat(this.tools.call("refusalWithCause", "{}"))
			.isEqualTo("{\"error\":{\"kind\":\"failed\",\"message\":\"Try again later\",\"reference\":\"ref-1\"}}");
		assertThat(this.log).asString().contains("(reference ref-1)", "java.io.IOException: disk");
	}

	@Test
	void anErrorHandlerDecidesWhatTheModelIsTold() {
		this.tools.errorHandler((call, error) -> ToolErrorDecision.tell(call.name() + ": " + error.getMessage()));
		start();
		assertThat(this.tools.call("checkedException", "{}")).contains("\"message\":\"checkedException: secret\"");
	}

	@Test
	void anErrorHandlerMayLeaveItToTheDefault() {
		this.tools.errorHandler((call, error) -> ToolErrorDecision.defaults());
		start();
		assertThat(this.tools.call("checkedException", "{}")).contains(NEUTRAL);
		assertThat(this.tools.call("refusal", "{}")).contains("Order 7 is shipped");
	}

	@Test
	void anErrorHandlerThatFailsChangesNothing() {
		this.tools.errorHandler((call, error) -> {
			throw new IllegalStateException("handler of errors");
		});
		start();
		assertThat(this.tools.call("checkedException", "{}")).contains(NEUTRAL).doesNotContain("handler of errors");
	}

	@Test
	void usesTheGivenConverter() {
		this.tools.converter((result) -> "<" + result + ">");
		start();
		assertThat(this.tools.call("number", "{}")).isEqualTo("<17>");
	}

	@Test
	void aBeanThatCannotBeCreatedFailsTheCall() {
		this.tools.context()
			.registerBean("broken", ExecutionHandlers.Broken.class, (definition) -> definition.setLazyInit(true));
		start();
		assertThat(this.tools.call("broken", "{}")).contains("\"kind\":\"failed\"", NEUTRAL);
	}

	@Test
	void doesNotAnswerAnExhaustedHeap() {
		start();
		assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> this.tools.call("outOfMemory", "{}"));
	}

	@Test
	void anUnknownToolIsToldTheOfferedOnesAndTheClosest() {
		start();
		String output = answer("Numbr", Set.of("text", "number", "list"));
		assertThat(output).isEqualTo("{\"error\":{\"kind\":\"unknown_tool\",\"message\":\"There is no tool 'Numbr'. "
				+ "The closest is 'number'. Offered are: list, number, text.\"}}");
	}

	@Test
	void aToolThatWasNotOfferedIsNotExecuted() {
		ExecutionHandlers.executed = false;
		start();
		assertThat(answer("remember", Set.of("text"))).contains("unknown_tool", "Offered are: text.");
		assertThat(ExecutionHandlers.executed).isFalse();
	}

	@Test
	void anOfferedToolWithoutHandlerIsUnknown() {
		start();
		assertThat(answer("elsewhere", Set.of("elsewhere", "text"))).contains("unknown_tool", "Offered are: text.");
	}

	@Test
	void saysIfNoToolsAreOffered() {
		start();
		assertThat(answer("text", Set.of()))
			.isEqualTo("{\"error\":{\"kind\":\"unknown_tool\",\"message\":\"No tools are offered.\"}}");
	}

	@Test
	void answersEveryCallInOrder() {
		start();
		List<ToolOutput> outputs = this.tools.callAll(ToolContextFixture.NO_LISTENER, "number", "checkedException",
				"missing", "text", "number");
		assertThat(outputs).extracting(ToolOutput::callId)
			.containsExactly("call_1", "call_2", "call_3", "call_4", "call_5");
		assertThat(outputs).extracting(ToolOutput::output)
			.satisfiesExactly((first) -> assertThat(first).isEqualTo("17"),
					(second) -> assertThat(second).contains("failed"),
					(third) -> assertThat(third).contains("unknown_tool"),
					(fourth) -> assertThat(fourth).isEqualTo("plain \"text\""),
					(fifth) -> assertThat(fifth).isEqualTo("17"));
	}

	@Test
	void tellsTheListenerAroundEachCall() {
		start();
		List<String> events = new ArrayList<>();
		RunListener listener = new RunListener() {

			@Override
			public void toolCallStarted(Run run, ToolCall call) {
				events.add("started " + run.id() + " " + call.name());
			}

			@Override
			public void toolCallFinished(Run run, ToolCall call, ToolOutput output, ToolOutcome outcome) {
				events.add("finished " + run.id() + " " + call.name() + " " + output.callId());
			}

		};
		this.tools.callAll(listener, "number", "checkedException");
		assertThat(events).containsExactly("started run_1 number", "started run_1 checkedException",
				"finished run_1 number call_1", "finished run_1 checkedException call_2");
	}

	@Test
	void aListenerThatFailsChangesNothing() {
		start();
		RunListener listener = new RunListener() {

			@Override
			public void toolCallStarted(Run run, ToolCall call) {
				throw new IllegalStateException("listener");
			}

			@Override
			public void toolCallFinished(Run run, ToolCall call, ToolOutput output, ToolOutcome outcome) {
				throw new AssertionError("listener");
			}

		};
		assertThat(this.tools.callAll(listener, "number")).containsExactly(new ToolOutput("call_1", "17"));
		assertThat(this.log).asString().contains("A run listener failed");
	}

	@Test
	void theInterruptOfAHandlerHurtsNobody() {
		this.tools.customize((builder) -> builder.executor(Runnable::run, () -> {
		}));
		start();
		List<ToolOutput> outputs = this.tools.callAll(ToolContextFixture.NO_LISTENER, "interrupting", "isInterrupted",
				"interruptedException");
		assertThat(Thread.interrupted()).isFalse();
		assertThat(outputs).extracting(ToolOutput::output)
			.startsWith("interrupted", "false")
			.last()
			.asString()
			.contains("\"kind\":\"failed\"");
	}

	private void start() {
		this.tools.context().registerBean(ExecutionHandlers.class);
		this.tools.start();
	}

	private String answer(String tool, Set<String> offered) {
		List<ToolCall> calls = List.of(new ToolCall("call_1", tool, "{}"));
		return this.tools.executor()
			.execute(new ToolBatch(ToolContextFixture.RUN, calls, offered, ToolContextFixture.NO_LISTENER))
			.get(0)
			.output();
	}

}
