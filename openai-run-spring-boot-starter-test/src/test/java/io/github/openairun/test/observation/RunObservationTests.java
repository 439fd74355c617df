package io.github.openairun.test.observation;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.tck.ObservationContextAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.openairun.Run;
import io.github.openairun.RunHandle;
import io.github.openairun.RunLimitExceededException;
import io.github.openairun.RunLimits;
import io.github.openairun.RunListener;
import io.github.openairun.RunRejectedException;
import io.github.openairun.RunRequest;
import io.github.openairun.RunResult;
import io.github.openairun.RunTimeoutException;
import io.github.openairun.test.simulator.Wire;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static io.github.openairun.test.simulator.ToolCallScript.call;
import static io.github.openairun.test.simulator.ToolCallScript.invented;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RunObservationTests {

	private ObservedApplication application;

	@AfterEach
	void stop() {
		assertThat(this.application.registry.getCurrentObservationScope()).isNull();
		this.application.close();
	}

	static Stream<Arguments> ways() {
		return Stream.of(Wire.values())
			.flatMap((wire) -> Stream.of("on", "off")
				.flatMap((streaming) -> Stream.of(Arguments.of(wire, streaming, true),
						Arguments.of(wire, streaming, false))));
	}

	@ParameterizedTest
	@MethodSource("ways")
	void everythingOfADriveIsNestedUnderTheCaller(Wire wire, String streaming, boolean blocking) throws Exception {
		start(wire, "openai.run.streaming=" + streaming);
		this.application.simulator.when(anyMessage()).call("findOrder", Map.of("number", "17")).reply("Done");
		Observation caller = Observation.start("caller", this.application.registry);
		try (Observation.Scope scope = caller.openScope()) {
			drive(blocking);
			assertThat(this.application.registry.getCurrentObservation()).isSameAs(caller);
		}
		caller.stop();
		Observation.Context drive = this.application.drive();
		assertThat(drive.getParentObservation()).isSameAs(caller);
		assertThat(this.application.calls()).singleElement()
			.satisfies((call) -> assertThat(parentOf(call)).isSameAs(drive));
		assertThat(this.application.tools.current).singleElement()
			.satisfies((current) -> assertThat(current.getContextView()).isSameAs(this.application.calls().get(0)));
		assertThat(this.application.stopped("http.client.requests")).isNotEmpty()
			.allSatisfy((request) -> assertThat(parentOf(request)).isSameAs(drive));
	}

	@ParameterizedTest
	@EnumSource
	void lowCardinalityKeysAreTheseOnly(Wire wire) throws Exception {
		start(wire);
		this.application.simulator.when(anyMessage()).call("findOrder", Map.of("number", "17")).reply("Done");
		drive(true);
		Observation.Context drive = this.application.drive();
		assertThat(drive.getContextualName()).isEqualTo("invoke_agent support");
		assertThat(values(drive.getLowCardinalityKeyValues())).containsOnly(
				Map.entry("gen_ai.operation.name", "invoke_agent"), Map.entry("gen_ai.provider.name", "openai"),
				Map.entry("gen_ai.agent.name", "support"), Map.entry("gen_ai.request.model", "gpt-4.1"),
				Map.entry("gen_ai.response.model", "gpt-4.1"),
				Map.entry("openai.run.wire", wire.name().toLowerCase(Locale.ROOT)),
				Map.entry("openai.run.status", "completed"), Map.entry("outcome", "success"),
				Map.entry("error.type", "none"));
		assertThat(drive.getError()).isNull();
		Observation.Context call = this.application.calls().get(0);
		assertThat(call.getContextualName()).isEqualTo("execute_tool findOrder");
		assertThat(values(call.getLowCardinalityKeyValues())).containsOnly(
				Map.entry("gen_ai.operation.name", "execute_tool"), Map.entry("gen_ai.tool.name", "findOrder"),
				Map.entry("gen_ai.tool.type", "function"), Map.entry("outcome", "success"),
				Map.entry("error.type", "none"));
	}

	@ParameterizedTest
	@EnumSource
	void idsAndCountsAreForSpansOnly(Wire wire) throws Exception {
		start(wire);
		this.application.simulator.when(anyMessage()).call("findOrder", Map.of("number", "17")).reply("Done");
		RunResult result = drive(true);
		Run run = result.run();
		Observation.Context drive = this.application.drive();
		assertThat(values(drive.getHighCardinalityKeyValues())).containsEntry("openai.run.id", run.id())
			.containsEntry("gen_ai.conversation.id", run.threadId())
			.containsEntry("gen_ai.usage.input_tokens", String.valueOf(run.usage().promptTokens()))
			.containsEntry("gen_ai.usage.output_tokens", String.valueOf(run.usage().completionTokens()))
			.containsEntry("openai.run.rounds", "1")
			.containsKey("openai.run.polls")
			.doesNotContainKey("openai.run.output");
		assertThat(values(this.application.calls().get(0).getHighCardinalityKeyValues()))
			.containsOnlyKeys("gen_ai.tool.call.id", "gen_ai.conversation.id", "openai.run.id");
	}

	@ParameterizedTest
	@CsvSource({ "explode, error, java.lang.IllegalStateException",
			"forbid, denied, org.springframework.security.access.AccessDeniedException", "hang, timeout, timeout" })
	void aFailedCallMarksItsSpanAndTellsNothing(String tool, String outcome, String errorType) throws Exception {
		start(Wire.RESPONSES);
		this.application.simulator.when(anyMessage()).call(tool, Map.of()).reply("Done");
		drive(true);
		assertOutcome(tool, outcome, errorType);
		assertThat(this.application.drive().getError()).isNull();
	}

	@Test
	void argumentsThatDoNotFitMarkTheSpan() throws Exception {
		start(Wire.RESPONSES);
		this.application.simulator.when(anyMessage()).call("findOrder", Map.of()).reply("Done");
		drive(true);
		assertOutcome("findOrder", "invalid_arguments", "invalid_arguments");
	}

	@Test
	void theNameOfAToolThatThereIsNotIsNoKey() throws Exception {
		start(Wire.RESPONSES);
		this.application.simulator.when(anyMessage()).calls(invented("thoughtOfByTheModel", Map.of())).reply("Done");
		drive(true);
		assertOutcome("unknown", "unknown_tool", "unknown_tool");
		assertThat(this.application.stopped.toString()).doesNotContain("thoughtOfByTheModel");
	}

	@Test
	void aRefusedCallHasItsOutcome() throws Exception {
		start(Wire.RESPONSES, "openai.run.max-calls=1", "openai.run.on-max-calls=tell-model");
		this.application.simulator.when(anyMessage())
			.call("findOrder", Map.of("number", "1"))
			.call("explode", Map.of())
			.reply("Done");
		drive(true);
		ObservationContextAssert.assertThat(this.application.calls().get(1))
			.hasLowCardinalityKeyValue("gen_ai.tool.name", "explode")
			.hasLowCardinalityKeyValue("outcome", "limit")
			.hasLowCardinalityKeyValue("error.type", "limit")
			.hasError();
	}

	@ParameterizedTest
	@EnumSource
	void aRunThatFailsMarksItsSpan(Wire wire) throws Exception {
		start(wire);
		this.application.simulator.when(anyMessage()).fail("server_error", ObservedApplication.SECRET);
		drive(true);
		ObservationContextAssert.assertThat(this.application.drive())
			.hasLowCardinalityKeyValue("outcome", "error")
			.hasLowCardinalityKeyValue("openai.run.status", "failed")
			.hasLowCardinalityKeyValue("error.type", "failed")
			.hasHighCardinalityKeyValue("openai.run.error.code", "server_error")
			.hasError();
		assertThat(everything()).doesNotContain(ObservedApplication.SECRET);
	}

	@ParameterizedTest
	@CsvSource({ "true", "false" })
	void aDriveBeyondItsLimitMarksItsSpan(boolean blocking) {
		start(Wire.RESPONSES, "openai.run.max-calls=1");
		this.application.simulator.when(anyMessage())
			.call("findOrder", Map.of("number", "1"))
			.call("findOrder", Map.of("number", "2"))
			.reply("Done");
		assertThatExceptionOfType(Exception.class).isThrownBy(() -> drive(blocking));
		ObservationContextAssert.assertThat(this.application.drive())
			.hasLowCardinalityKeyValue("outcome", "limit")
			.hasLowCardinalityKeyValue("error.type", RunLimitExceededException.class.getName())
			.hasError();
	}

	@Test
	void aDriveThatTakesTooLongMarksItsSpan() {
		start(Wire.RESPONSES);
		this.application.simulator.when(anyMessage()).call("hang", Map.of()).reply("Done");
		RunRequest request = RunRequest.assistant("support")
			.message("Hello")
			.limits(RunLimits.defaults().withTimeout(Duration.ofMillis(1)))
			.build();
		assertThatExceptionOfType(RunTimeoutException.class).isThrownBy(() -> this.application.runs().execute(request));
		ObservationContextAssert.assertThat(this.application.drive())
			.hasLowCardinalityKeyValue("outcome", "timeout")
			.hasError();
	}

	@Test
	void aResumedRunCountsItsOwnTokensOnly() throws Exception {
		start(Wire.ASSISTANTS);
		this.application.simulator.when(anyMessage()).reply("Done");
		Run run = drive(true).run();
		this.application.stopped.clear();
		this.application.meters.clear();
		this.application.runs().resume(run.id(), run.threadId());
		ObservationContextAssert.assertThat(this.application.drive())
			.hasLowCardinalityKeyValue("gen_ai.agent.name", "support")
			.hasHighCardinalityKeyValue("gen_ai.usage.input_tokens", "0");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aDriveThatIsRejectedIsObserved(boolean blocking) throws Exception {
		start(Wire.RESPONSES, "openai.run.engine.max-runs=1", "openai.run.engine.max-queued-runs=0");
		this.application.simulator.when(anyMessage()).call("waitForTheEnd", Map.of()).reply("Done");
		RunHandle first = this.application.runs().start(RunRequest.assistant("support").message("Hello").build());
		assertThatExceptionOfType(RunRejectedException.class).isThrownBy(() -> drive(blocking));
		ObservationContextAssert.assertThat(this.application.drive())
			.hasLowCardinalityKeyValue("outcome", "error")
			.hasLowCardinalityKeyValue("error.type", RunRejectedException.class.getName())
			.hasError();
		this.application.tools.hang.countDown();
		first.result().toCompletableFuture().get(20, TimeUnit.SECONDS);
	}

	private void start(Wire wire, String... properties) {
		this.application = new ObservedApplication(wire, properties);
	}

	private RunResult drive(boolean blocking) throws Exception {
		if (blocking) {
			return this.application.runs().execute("support", "Hello");
		}
		return this.application.runs()
			.start(RunRequest.assistant("support").message("Hello").build(), RunListener.NONE)
			.result()
			.toCompletableFuture()
			.get(20, TimeUnit.SECONDS);
	}

	private void assertOutcome(String tool, String outcome, String errorType) {
		assertThat(this.application.calls()).isNotEmpty().allSatisfy((call) -> {
			ObservationContextAssert.assertThat(call)
				.hasLowCardinalityKeyValue("gen_ai.tool.name", tool)
				.hasLowCardinalityKeyValue("outcome", outcome)
				.hasError();
			assertThat(call.getLowCardinalityKeyValue("error.type").getValue()).endsWith(errorType);
		});
		assertThat(everything()).doesNotContain(ObservedApplication.SECRET);
	}

	/** Everything that somebody who receives the observations can read. */
	private String everything() {
		StringBuilder text = new StringBuilder();
		for (Observation.Context context : this.application.stopped) {
			text.append(context.getAllKeyValues());
			if (context.getError() != null && !context.getName().startsWith("http")) {
				text.append(context.getError());
			}
		}
		return text.toString();
	}

	private static Object parentOf(Observation.Context context) {
		return context.getParentObservation().getContextView();
	}

	private static Map<String, String> values(KeyValues values) {
		return values.stream().collect(Collectors.toMap(KeyValue::getKey, KeyValue::getValue));
	}

}
