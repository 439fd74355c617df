package io.github.openairun.wire.assistants;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.openairun.BadRequestException;
import io.github.openairun.CursorPage;
import io.github.openairun.PageQuery;
import io.github.openairun.Run;
import io.github.openairun.RunCapability;
import io.github.openairun.RunError;
import io.github.openairun.RunOutcomeUnknownException;
import io.github.openairun.RunStatus;
import io.github.openairun.RunStep;
import io.github.openairun.RunUsage;
import io.github.openairun.ToolCall;
import io.github.openairun.ToolDefinition;
import io.github.openairun.ToolOutput;
import io.github.openairun.wire.RequestTrace;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for what {@link AssistantsGateway} makes of runs that exist.
 */
class RunOperationTests extends WithServer {

	private static final String PATH = "/v1/threads/thread_1/runs/run_1";

	private static final List<ToolOutput> OUTPUTS = List.of(new ToolOutput("call_1", "1"),
			new ToolOutput("call_2", ""));

	@Test
	void shouldReadEveryField() {
		answer(okJson(
				"""
						{"id":"run_1","object":"thread.run","created_at":1795305600,"thread_id":"thread_1",
						 "assistant_id":"asst_1","status":"requires_action","required_action":{"type":"submit_tool_outputs",
						  "submit_tool_outputs":{"tool_calls":[
						   {"id":"call_1","type":"function","function":{"name":"findOrder","arguments":"{\\"number\\":\\"17\\"}"}},
						   {"id":"call_2","type":"function","function":{"name":"nope","arguments":"{broken"}}]}},
						 "last_error":{"code":"server_error","message":"Sorry"},"expires_at":1795306200,
						 "started_at":1795305601,"cancelled_at":1795305602,"failed_at":1795305603,"completed_at":1795305604,
						 "incomplete_details":{"reason":"max_completion_tokens"},"model":"m-1","instructions":"Be brief",
						 "tools":[{"type":"code_interpreter"},{"type":"function","function":{"name":"findOrder",
						  "description":"Finds an order","parameters":{"type":"object","properties":{}},"strict":true}}],
						 "metadata":{"a":"1"},"usage":{"prompt_tokens":123,"completion_tokens":456,"total_tokens":579},
						 "temperature":1.0,"top_p":1.0,"max_prompt_tokens":1000,"max_completion_tokens":1000,
						 "truncation_strategy":{"type":"auto","last_messages":null},"response_format":"auto",
						 "tool_choice":"auto","parallel_tool_calls":true}""")
			.withHeader("openai-poll-after-ms", "300"));
		Run run = this.gateway.load("run_1", "thread_1");
		assertThat(run).usingRecursiveComparison()
			.isEqualTo(Run.builder("run_1", "thread_1")
				.object("thread.run")
				.status(RunStatus.REQUIRES_ACTION)
				.createdAt(Instant.ofEpochSecond(1795305600))
				.expiresAt(Instant.ofEpochSecond(1795306200))
				.startedAt(Instant.ofEpochSecond(1795305601))
				.cancelledAt(Instant.ofEpochSecond(1795305602))
				.failedAt(Instant.ofEpochSecond(1795305603))
				.completedAt(Instant.ofEpochSecond(1795305604))
				.assistant("asst_1")
				.toolCalls(List.of(new ToolCall("call_1", "findOrder", "{\"number\":\"17\"}"),
						new ToolCall("call_2", "nope", "{broken")))
				.lastError(new RunError("server_error", "Sorry"))
				.incompleteReason("max_completion_tokens")
				.model("m-1")
				.instructions("Be brief")
				.tools(List.of(new ToolDefinition("findOrder", "Finds an order",
						"{\"type\":\"object\",\"properties\":{}}", true)))
				.metadata(Map.of("a", "1"))
				.usage(new RunUsage(123, 456, 579))
				.pollAfter(Duration.ofMillis(300))
				.build());
	}

	@ParameterizedTest
	@EnumSource(names = "UNKNOWN", mode = EnumSource.Mode.EXCLUDE)
	void shouldReadEveryStatus(RunStatus status) {
		answer("{\"id\":\"run_1\",\"thread_id\":\"thread_1\",\"status\":\"" + status.text() + "\"}");
		assertThat(this.gateway.load("run_1", "thread_1").status()).isEqualTo(status);
	}

	@ParameterizedTest
	@CsvSource({ "thread_1, run_1", "conv_1, thread_1", "resp_1, thread_1", "run_1, conv_1", "run_1, run_1" })
	void shouldRefuseIdsOfAnotherKindBeforeAnyRequest(String runId, String threadId) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.gateway.load(runId, threadId))
			.withMessageEndingWith("The order is: the run's id, then the thread's");
		assertThat(requests()).isEmpty();
	}

	@Test
	void shouldReadPageOfRuns() {
		answer("""
				{"object":"list","data":[{"id":"run_2","status":"completed"},{"id":"run_1","status":"failed"}],
				 "first_id":"run_2","last_id":"run_1","has_more":true}""");
		CursorPage<Run> page = this.gateway.list("thread_1", PageQuery.newestFirst());
		assertThat(page.data()).extracting(Run::id).containsExactly("run_2", "run_1");
		assertThat(page.data()).extracting(Run::threadId).containsOnly("thread_1");
		assertThat(page.firstId()).isEqualTo("run_2");
		assertThat(page.lastId()).isEqualTo("run_1");
		assertThat(page.hasMore()).isTrue();
		assertOnlyRequest("GET /v1/threads/thread_1/runs?limit=20&order=desc", null);
	}

	@Test
	void shouldReturnTheModifiedRun() {
		answer("{\"id\":\"run_1\",\"thread_id\":\"thread_1\",\"metadata\":{\"a\":\"2\"}}");
		Run run = this.gateway.modify(run(RunStatus.QUEUED), Map.of("a", "2"));
		assertThat(run.metadata()).isEqualTo(Map.of("a", "2"));
	}

	@Test
	void shouldRefuseMetadataBeforeAnyRequest() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.gateway.modify(run(RunStatus.QUEUED), Map.of("a", "v".repeat(513))));
		assertThat(requests()).isEmpty();
	}

	@Test
	void shouldSubmitAllOutputsInOneRequest() {
		answer("{\"id\":\"run_1\",\"thread_id\":\"thread_1\",\"status\":\"queued\"}");
		Run run = this.gateway.submitToolOutputs(run(RunStatus.REQUIRES_ACTION, "call_1", "call_2"), OUTPUTS);
		assertThat(run.status()).isEqualTo(RunStatus.QUEUED);
		assertOnlyRequest("POST " + PATH + "/submit_tool_outputs", """
				{"tool_outputs":[{"tool_call_id":"call_1","output":"1"},{"tool_call_id":"call_2","output":""}]}""");
	}

	@Test
	void shouldLeaveRefusedOutputsToTheCaller() {
		answer(refused("Expected tool outputs for call_ids ['call_1'], got []"));
		assertThatExceptionOfType(BadRequestException.class)
			.isThrownBy(
					() -> this.gateway.submitToolOutputs(run(RunStatus.REQUIRES_ACTION, "call_1", "call_2"), OUTPUTS))
			.withMessageContaining("Expected tool outputs");
	}

	@Test
	void shouldNotKnowWhetherASubmissionThatFailedHasWorked() {
		answer(aResponse().withStatus(500));
		assertThatExceptionOfType(RunOutcomeUnknownException.class)
			.isThrownBy(
					() -> this.gateway.submitToolOutputs(run(RunStatus.REQUIRES_ACTION, "call_1", "call_2"), OUTPUTS))
			.satisfies((ex) -> {
				assertThat(ex.runId()).isEqualTo("run_1");
				assertThat(ex.threadId()).isEqualTo("thread_1");
			});
		assertThat(requests()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "queued", "in_progress", "completed", "cancelling", "expired", "thinking" })
	void shouldTraceOutputsThatHaveArrived(String status) {
		answer("{\"id\":\"run_1\",\"status\":\"" + status + "\"}");
		assertThat(trace()).isInstanceOfSatisfying(RequestTrace.Found.class,
				(arrived) -> assertThat(arrived.run().statusText()).isEqualTo(status));
	}

	@Test
	void shouldTraceOutputsThatHaveNotArrived() {
		answer(waitingFor("call_1", "call_2"));
		assertThat(trace()).isInstanceOf(RequestTrace.Absent.class);
	}

	@Test
	void shouldTraceOutputsWhenTheRunAsksForOtherCallsAlready() {
		answer(waitingFor("call_3"));
		assertThat(trace()).isInstanceOfSatisfying(RequestTrace.Found.class,
				(arrived) -> assertThat(arrived.run().toolCalls()).extracting(ToolCall::id).containsExactly("call_3"));
	}

	@Test
	void shouldNotDecideWhenTheServerHidesTheCalls() {
		answer(waitingFor());
		assertThat(trace()).isInstanceOf(RequestTrace.Undecided.class);
	}

	private RequestTrace trace() {
		return this.gateway.traceSubmission(run(RunStatus.REQUIRES_ACTION, "call_1", "call_2"), OUTPUTS);
	}

	private static String waitingFor(String... callIds) {
		List<String> calls = List.of(callIds)
			.stream()
			.map("{\"id\":\"%s\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}"::formatted)
			.toList();
		return """
				{"id":"run_1","status":"requires_action","required_action":{"type":"submit_tool_outputs",
				 "submit_tool_outputs":{"tool_calls":[%s]}}}""".formatted(String.join(",", calls));
	}

	@Test
	void shouldReturnTheCancelledRun() {
		answer("{\"id\":\"run_1\",\"status\":\"cancelling\"}");
		assertThat(this.gateway.cancel(run(RunStatus.IN_PROGRESS)).status()).isEqualTo(RunStatus.CANCELLING);
	}

	@ParameterizedTest
	@CsvSource({ "400, completed", "400, cancelled", "400, cancelling", "409, failed", "500, expired" })
	void shouldReturnTheEndWhenTheServerRefusesToCancelIt(int status, String now) {
		server.stubFor(post(PATH + "/cancel")
			.willReturn(aResponse().withStatus(status).withBody("{\"error\":{\"message\":\"Cannot cancel run\"}}")));
		server.stubFor(get(PATH).willReturn(okJson("{\"id\":\"run_1\",\"status\":\"" + now + "\"}")));
		assertThat(this.gateway.cancel(run(RunStatus.IN_PROGRESS)).statusText()).isEqualTo(now);
	}

	@Test
	void shouldNotHideThatTheServerRefusesToCancelARunThatGoesOn() {
		server.stubFor(post(PATH + "/cancel").willReturn(refused("Cannot cancel run")));
		server.stubFor(get(PATH).willReturn(okJson(RUN)));
		assertThatExceptionOfType(BadRequestException.class)
			.isThrownBy(() -> this.gateway.cancel(run(RunStatus.IN_PROGRESS)))
			.withMessageContaining("Cannot cancel run");
	}

	private static ResponseDefinitionBuilder refused(String message) {
		return aResponse().withStatus(400).withBody("{\"error\":{\"message\":\"" + message + "\"}}");
	}

	@Test
	void shouldReadStepsOfEveryKind() {
		answer("""
				{"object":"list","data":[
				 {"id":"step_1","object":"thread.run.step","created_at":1795305600,"run_id":"run_1",
				  "assistant_id":"asst_1","thread_id":"thread_1","type":"tool_calls","status":"completed",
				  "completed_at":1795305601,"last_error":null,"usage":{"prompt_tokens":1,"completion_tokens":2,
				  "total_tokens":3},"step_details":{"type":"tool_calls","tool_calls":[
				   {"id":"call_1","type":"function","function":{"name":"findOrder","arguments":"{}","output":"Shipped"}},
				   {"id":"call_2","type":"function","function":{"name":"ping","arguments":"","output":null}},
				   {"id":"call_3","type":"code_interpreter","code_interpreter":{"input":"1+1","outputs":[]}}]}},
				 {"id":"step_2","type":"message_creation","status":"failed","run_id":"run_1","thread_id":"thread_1",
				  "last_error":{"code":"rate_limit_exceeded","message":"Slow down"},
				  "step_details":{"type":"message_creation","message_creation":{"message_id":"msg_1"}}}],
				 "first_id":"step_1","last_id":"step_2","has_more":false}""");
		CursorPage<RunStep> page = this.gateway.steps(run(RunStatus.COMPLETED), PageQuery.oldestFirst());
		assertThat(page.data()).containsExactly(
				RunStep.builder("step_1", "run_1", "thread_1")
					.type(RunStep.TOOL_CALLS)
					.status("completed")
					.toolCalls(List.of(
							RunStep.Call.builder("call_1", "function")
								.name("findOrder")
								.arguments("{}")
								.output("Shipped")
								.build(),
							RunStep.Call.builder("call_2", "function").name("ping").arguments("{}").build(),
							RunStep.Call.builder("call_3", "code_interpreter")
								.json("{\"id\":\"call_3\",\"type\":\"code_interpreter\","
										+ "\"code_interpreter\":{\"input\":\"1+1\",\"outputs\":[]}}")
								.build()))
					.createdAt(Instant.ofEpochSecond(1795305600))
					.completedAt(Instant.ofEpochSecond(1795305601))
					.usage(new RunUsage(1, 2, 3))
					.build(),
				RunStep.builder("step_2", "run_1", "thread_1")
					.type(RunStep.MESSAGE_CREATION)
					.status("failed")
					.messageId("msg_1")
					.lastError(new RunError("rate_limit_exceeded", "Slow down"))
					.build());
	}

	@Test
	void shouldSupportEverything() {
		assertThat(this.gateway.capabilities().wire()).isEqualTo("assistants");
		assertThat(this.gateway.capabilities().supported()).containsExactly(RunCapability.values());
	}

}
