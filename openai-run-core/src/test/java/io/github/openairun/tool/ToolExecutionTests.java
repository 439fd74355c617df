package io.github.openairun.tool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

import io.github.openairun.RunInterruptedException;
import io.github.openairun.ToolCall;
import io.github.openairun.ToolOutput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link DefaultToolExecutor} and {@link ToolErrorMapper}.
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
				List.of("text"), RoundContext.builder().build(), ToolOutputListener.NONE);
		assertThatExceptionOfType(RunInterruptedException.class)
			.isThrownBy(() -> ToolContextFixture.execute(executor, batch));
		assertThat(executor.dispatcher().pending()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "runtimeException", "checkedException", "undeclared", "assertionError", "stackOverflow",
			"noClass" })
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

	@ParameterizedTest
	@ValueSource(strings = { "runtimeException", "withArgument", "refusal", "nobody knows\nWARN forged" })
	void logsAtMostOneShortLineOfWhatComesFromOutside(String tool) {
		start();
		String id = "call\r\nWARN forged" + "x".repeat(1_000_000);
		ToolBatch batch = new ToolBatch(ToolContextFixture.RUN, List.of(new ToolCall(id, tool, "{}")),
				List.of("runtimeException", "withArgument", "refusal"), RoundContext.builder().build(),
				ToolOutputListener.NONE);
		Logger logger = (Logger) LoggerFactory.getLogger("io.github.openairun.tool");
		logger.setLevel(Level.DEBUG);
		ToolContextFixture.execute(this.tools.executor(), batch);
		assertThat(this.log.messages()).filteredOn((line) -> !line.startsWith("The model knows only"))
			.isNotEmpty()
			.allSatisfy((line) -> assertThat(line).hasSizeLessThan(500)
				.doesNotContain("\n", "\r")
				.contains("call??WARN forgedx", "(1000017 characters)"));
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
		assertThat(this.log).asString().doesNotContain("failed on call");
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
		this.tools
			.errorHandler((context, error) -> ToolErrorDecision.tell(context.toolName() + ": " + error.getMessage()));
		start();
		assertThat(this.tools.call("checkedException", "{}")).contains("\"message\":\"checkedException: secret\"");
	}

	@Test
	void anErrorHandlerMayLeaveItToTheDefault() {
		this.tools.errorHandler((context, error) -> ToolErrorDecision.defaults());
		start();
		assertThat(this.tools.call("checkedException", "{}")).contains(NEUTRAL);
		assertThat(this.tools.call("refusal", "{}")).contains("Order 7 is shipped");
	}

	@Test
	void anErrorHandlerThatFailsChangesNothing() {
		this.tools.errorHandler((context, error) -> {
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
				+ "The closest is 'number'. Available tools: list, number, text.\"}}");
	}

	@Test
	void aToolThatWasNotOfferedIsNotExecuted() {
		ExecutionHandlers.executed = false;
		start();
		assertThat(answer("remember", Set.of("text"))).contains("unknown_tool", "Available tools: text.");
		assertThat(ExecutionHandlers.executed).isFalse();
	}

	@Test
	void anOfferedToolWithoutHandlerIsUnknown() {
		start();
		assertThat(answer("elsewhere", Set.of("elsewhere", "text"))).contains("unknown_tool", "Available tools: text.");
	}

	@Test
	void saysIfNoToolsAreOffered() {
		start();
		assertThat(answer("text", Set.of()))
			.isEqualTo("{\"error\":{\"kind\":\"unknown_tool\",\"message\":\"There are no tools.\"}}");
	}

	@Test
	void answersEveryCallInOrder() {
		start();
		List<ToolOutput> outputs = this.tools.callAll(ToolOutputListener.NONE, "number", "checkedException", "missing",
				"text", "number");
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
	void theListenerReceivesEachOutput() {
		start();
		List<String> events = new ArrayList<>();
		this.tools.callAll((call, output, outcome) -> events.add(call.name() + " " + output.callId() + " " + outcome),
				"number", "checkedException");
		assertThat(events).containsExactly("number call_1 SUCCESS", "checkedException call_2 FAILED");
	}

	@Test
	void aListenerThatFailsChangesNothing() {
		start();
		assertThat(this.tools.callAll((call, output, outcome) -> {
			throw new AssertionError("listener");
		}, "number")).containsExactly(new ToolOutput("call_1", "17"));
		assertThat(this.log).asString().contains("A listener of tool outputs failed");
	}

	@Test
	void theInterruptOfAHandlerHurtsNobody() {
		this.tools.customize((builder) -> builder.executor(Runnable::run, () -> {
		}));
		start();
		List<ToolOutput> outputs = this.tools.callAll(ToolOutputListener.NONE, "interrupting", "isInterrupted",
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
		return ToolContextFixture
			.execute(this.tools.executor(),
					new ToolBatch(ToolContextFixture.RUN, calls, offered, RoundContext.builder().build(),
							ToolOutputListener.NONE))
			.get(0)
			.output();
	}

}
