package io.github.openairun.wire.stateless;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import io.github.openairun.Assistant;
import io.github.openairun.BadRequestException;
import io.github.openairun.InvalidResponseException;
import io.github.openairun.Message;
import io.github.openairun.MessageNotFoundException;
import io.github.openairun.PageQuery;
import io.github.openairun.Run;
import io.github.openairun.RunException;
import io.github.openairun.RunNotFoundException;
import io.github.openairun.RunRequest;
import io.github.openairun.RunStatus;
import io.github.openairun.ThreadBusyException;
import io.github.openairun.ThreadNotFoundException;
import io.github.openairun.ToolCall;
import io.github.openairun.ToolOutput;
import io.github.openairun.ToolOutputMismatchException;
import io.github.openairun.thread.ThreadStoreFullException;
import io.github.openairun.thread.ThreadWindow;
import io.github.openairun.wire.Json;
import io.github.openairun.wire.RunCreation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link StatelessGateway} in front of a scripted server.
 */
class StatelessGatewayTests extends AbstractStatelessGatewayTests {

	@Test
	void sendsAllItemsAndNothingThatAServerKeeps() {
		answers(200, REPLY);
		create("Hello");
		create("Again");
		assertThat(lastBody()).isEqualTo(Json.parse("""
				{"model":"gpt-test","instructions":"Be brief.",
				 "tools":[{"type":"function","name":"find","parameters":{"type":"object"},"strict":false}],
				 "input":[{"type":"message","role":"user","content":"Hello"},
				  {"type":"message","role":"assistant","content":[{"type":"output_text","text":"Hi"}]},
				  {"type":"message","role":"user","content":"Again"}]}""", "expected"));
	}

	@Test
	void keepsTheApplicationsOwnRequestInEveryRound() {
		answers(200, CALL);
		Run run = this.gateway.create(creation(RunRequest.assistant("support")
			.message("Hello")
			.metadata(Map.of("tenant", "t1"))
			.extraBody("store", false)
			.extraBody("vendor_option", 3)));
		assertThat(run.usage()).isNotNull();
		run = this.gateway.submitToolOutputs(run, List.of(new ToolOutput("call_0", "found")));
		assertThat(run.toolCalls()).extracting(ToolCall::id).as("unique within the run").containsExactly("call_0#2");
		this.gateway.submitToolOutputs(run, List.of(new ToolOutput("call_0#2", "found again")));
		assertThat(bodies()).hasSize(3).allSatisfy((body) -> {
			assertThat(body.path("store").asBoolean(true)).isFalse();
			assertThat(body.path("vendor_option").asInt()).isEqualTo(3);
			assertThat(body.path("instructions").asString()).isEqualTo("Be brief.");
			assertThat(body.path("metadata").path("tenant").asString()).isEqualTo("t1");
			assertThat(body.has("max_output_tokens")).isFalse();
			assertThat(body.path("include").toString()).isEqualTo("[\"reasoning.encrypted_content\"]");
		});
		JsonNode input = lastBody().path("input");
		assertThat(input).extracting((item) -> item.path("type").asString())
			.containsExactly("message", "reasoning", "function_call", "function_call_output", "reasoning",
					"function_call", "function_call_output");
		assertThat(input.get(1).toString())
			.isEqualTo("{\"type\":\"reasoning\",\"id\":\"rs_1\",\"summary\":[],\"encrypted_content\":\"secret\"}");
		assertThat(input.get(2).toString())
			.isEqualTo("{\"type\":\"function_call\",\"call_id\":\"call_0\",\"name\":\"find\",\"arguments\":\"{}\"}");
		assertThat(input.get(6).path("call_id").asString()).isEqualTo("call_0");
	}

	@ParameterizedTest
	@CsvSource(nullValues = "absent", value = { "absent", "true", "false" })
	void storesAsConfiguredInEveryRound(@Nullable Boolean stored) {
		this.gateway = gateway(StatelessGateway.Options.of(this.store, this.scheduler.getClock()).withStore(stored));
		answers(200, CALL);
		Run run = create("Hello");
		this.gateway.submitToolOutputs(run, List.of(new ToolOutput("call_0", "found")));
		assertThat(bodies()).hasSize(2).allSatisfy((body) -> {
			assertThat(body.has("store")).isEqualTo(stored != null);
			assertThat(body.path("store").asBoolean(false)).isEqualTo(Boolean.TRUE.equals(stored));
			assertThat(body.has("include")).isEqualTo(Boolean.FALSE.equals(stored));
		});
	}

	@Test
	void sendsOptionalFieldsIfTheApplicationSetsThemInEveryRound() {
		answers(200, CALL);
		Run run = this.gateway.create(creation(RunRequest.assistant("support")
			.message("Hello")
			.parallelToolCalls(false)
			.extraBody("background", false)
			.extraBody("truncation", "auto")
			.extraBody("include", List.of("message.output_text.logprobs"))));
		this.gateway.submitToolOutputs(run, List.of(new ToolOutput("call_0", "found")));
		assertThat(bodies()).hasSize(2).allSatisfy((body) -> {
			assertThat(body.path("parallel_tool_calls").asBoolean(true)).isFalse();
			assertThat(body.path("background").asBoolean(true)).isFalse();
			assertThat(body.path("truncation").asString()).isEqualTo("auto");
			assertThat(body.path("include").toString()).isEqualTo("[\"message.output_text.logprobs\"]");
		});
	}

	@Test
	void saysNothingAboutParallelCallsWithoutTools() {
		answers(200, REPLY);
		RunRequest request = RunRequest.assistant("support")
			.thread(this.thread)
			.message("Hello")
			.parallelToolCalls(false)
			.build();
		this.gateway.create(new RunCreation(request, Assistant.named("support").model("gpt-test").build(), List.of()));
		assertThat(lastBody().propertyNames()).containsExactlyInAnyOrder("model", "input");
	}

	@ParameterizedTest
	@CsvSource({ "400,BadRequestException", "401,AuthenticationException", "403,PermissionDeniedException",
			"404,NotFoundException", "422,UnprocessableEntityException", "429,RateLimitException",
			"500,ServerErrorException" })
	void refusedRunLeavesTheThreadAsItWas(int status, String exception) {
		answers(status, "{\"error\":{\"message\":\"The model 'x' does not exist\",\"type\":\"odd\"}}");
		assertThatExceptionOfType(RunException.class).isThrownBy(() -> create("Hello"))
			.withMessageContaining("does not exist")
			.satisfies((ex) -> assertThat(ex.getClass().getSimpleName()).isEqualTo(exception));
		assertThat(texts()).isEmpty();
		assertThat(this.gateway.list(this.thread, PageQuery.newestFirst()).data()).isEmpty();
		answers(200, REPLY);
		assertThat(create("Hello").status()).isEqualTo(RunStatus.COMPLETED);
	}

	@Test
	void refusedOutputsLeaveTheRunWaiting() {
		answers(200, CALL);
		Run run = create("Hello");
		answers(400, "{\"error\":\"no\"}");
		List<ToolOutput> outputs = List.of(new ToolOutput("call_0", "found"));
		assertThatExceptionOfType(BadRequestException.class)
			.isThrownBy(() -> this.gateway.submitToolOutputs(run, outputs));
		assertThat(this.gateway.load(run.id(), this.thread).toolCalls()).isEqualTo(run.toolCalls());
		answers(200, REPLY);
		assertThat(this.gateway.submitToolOutputs(run, outputs).status()).isEqualTo(RunStatus.COMPLETED);
		assertThatExceptionOfType(ToolOutputMismatchException.class)
			.isThrownBy(() -> this.gateway.submitToolOutputs(run, outputs));
	}

	@Test
	void failedRunLeavesTheThreadAsItWas() {
		answers(200,
				"{\"id\":\"resp_1\",\"status\":\"failed\",\"error\":{\"code\":\"server_error\",\"message\":\"Oops\"}}");
		Run run = create("Hello");
		assertThat(run.status()).isEqualTo(RunStatus.FAILED);
		assertThat(run.lastError()).isNotNull().satisfies((error) -> assertThat(error.message()).isEqualTo("Oops"));
		assertThat(texts()).isEmpty();
		assertThat(this.gateway.load(run.id(), this.thread).status()).isEqualTo(RunStatus.FAILED);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "context_length_exceeded|Too much", "server_error|The prompt is too long" })
	void responseThatFailsBecauseTheThreadIsTooLongNamesTheProperties(String code, String message) {
		answers(200, """
				{"id":"resp_1","status":"failed","error":{"code":"%s","message":"%s"}}""".formatted(code, message));
		assertThat(create("Hello").lastError()).isNotNull().satisfies((error) -> {
			assertThat(error.code()).isEqualTo(code);
			assertThat(error.message()).startsWith(message + ". ")
				.containsOnlyOnce("'openai.run.thread-window.max-input-tokens'");
		});
	}

	@Test
	void answerThatIsNoResponseIsNamed() {
		answers(200, "{\"hello\":\"world\"}");
		assertThatExceptionOfType(InvalidResponseException.class).isThrownBy(() -> create("Hello"))
			.withMessageContaining("POST /responses");
		assertThat(texts()).isEmpty();
	}

	@Test
	void incompleteResponseIsKeptWithoutItsCalls() {
		answers(200, CALL.replace("\"output\":[", "\"status\":\"incomplete\","
				+ "\"incomplete_details\":{\"reason\":\"max_output_tokens\"},\"output\":["));
		Run run = create("Hello");
		assertThat(run.status()).isEqualTo(RunStatus.INCOMPLETE);
		assertThat(run.incompleteReason()).isEqualTo("max_completion_tokens");
		answers(200, REPLY);
		create("Again");
		assertThat(lastBody().path("input").toString()).doesNotContain("function_call");
	}

	@Test
	void aSnapshotTellsItsOwnResponseWithoutTheStore() {
		answers(200, CALL);
		Run waiting = create("Hello");
		answers(200, REPLY.replace("resp_7", "resp_8"));
		Run completed = this.gateway.submitToolOutputs(waiting, List.of(new ToolOutput("call_0", "found")));
		this.gateway.threads().delete(this.thread);
		assertThat(this.gateway.responseId(waiting)).isEqualTo("resp_7");
		assertThat(this.gateway.responseId(completed)).isEqualTo("resp_8");
	}

	@Test
	void oneRunIsActiveOnAThread() {
		answers(200, CALL);
		Run run = create("Hello");
		assertThatExceptionOfType(ThreadBusyException.class).isThrownBy(() -> create("Again"))
			.satisfies((ex) -> assertThat(ex.blockingRunId()).isEqualTo(run.id()));
		assertThatExceptionOfType(ThreadBusyException.class)
			.isThrownBy(() -> this.gateway.threads().addMessage(this.thread, Message.user("Again")));
	}

	@Test
	void cancelledRunLetsGoOfTheThread() {
		answers(200, CALL);
		Run run = this.gateway.cancel(create("Hello"));
		assertThat(run.status()).isEqualTo(RunStatus.CANCELLED);
		assertThat(run.cancelledAt()).isNotNull();
		assertThat(this.gateway.cancel(run).status()).isEqualTo(RunStatus.CANCELLED);
		answers(200, REPLY);
		create("Again");
		assertThat(lastBody().path("input").toString()).contains("function_call_output", "cancelled");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"code\":\"context_length_exceeded\",\"message\":\"Too much\"}",
			"{\"message\":\"This model's maximum context length is 4096 tokens\"}",
			"\"the prompt exceeds the available context size\"" })
	void tooLongThreadNamesTheProperties(String error) {
		answers(400, "{\"error\":" + error + "}");
		assertThatExceptionOfType(BadRequestException.class).isThrownBy(() -> create("Hello"))
			.withMessageMatching("(?s).*[.] The thread is longer than.*")
			.withMessageContaining("'openai.run.thread-window.max-input-tokens'")
			.withMessageContaining("'openai.run.thread-window.max-items'");
	}

	@Test
	void sendsWhatTheWindowChooses() {
		this.gateway = gateway(StatelessGateway.Options.of(this.store, this.scheduler.getClock())
			.withWindow(ThreadWindow.newest(1, null)));
		answers(200, REPLY);
		create("Hello");
		create("Again");
		assertThat(lastBody().path("input")).hasSize(1);
		assertThat(texts()).containsExactly("Hello", "Hi", "Again", "Hi");
	}

	@Test
	void leavesOutWhatTheServerRefusesToInclude() {
		this.gateway = gateway(StatelessGateway.Options.of(this.store, this.scheduler.getClock()).withStore(false));
		answers(200, REPLY);
		refuses("\"include\"", "{\"message\":\"Not supported\",\"param\":\"include\"}");
		assertThat(create("Hello").status()).isEqualTo(RunStatus.COMPLETED);
		assertThat(lastBody().has("include")).isFalse();
		create("Again");
		assertThat(bodies()).hasSize(3);
	}

	@Test
	void sendsTheAssistantsTextAsAStringWherePartsAreRefused() {
		answers(200, REPLY);
		create("Hello");
		refuses("output_text", "{\"message\":\"input[1]: output_text is not supported\"}");
		create("Again");
		assertThat(lastBody().path("input").get(1).toString())
			.isEqualTo("{\"type\":\"message\",\"role\":\"assistant\",\"content\":\"Hi\"}");
	}

	@Test
	void usesThePathOfTheServer() {
		this.gateway = gateway(
				StatelessGateway.Options.of(this.store, this.scheduler.getClock()).withPath("/open-responses"));
		answers(200, REPLY);
		create("Hello");
		assertThat(server.getAllServeEvents().get(0).getRequest().getUrl()).isEqualTo("/v1/open-responses");
	}

	@Test
	void fullStoreIsNamedAndLetsGoOfTheThread() {
		answers(200, CALL.replace("\"output\":[", "\"output\":[" + "{\"type\":\"reasoning\"},".repeat(20)));
		assertThatExceptionOfType(ThreadStoreFullException.class).isThrownBy(() -> create("Hello"))
			.withMessageContaining("'openai.run.thread-store.max-items'");
		answers(200, REPLY);
		assertThat(create("Hello").status()).isEqualTo(RunStatus.COMPLETED);
	}

	@ParameterizedTest
	@CsvSource({ "conv_1,openai.run.threads=server", "thread_1,openai.run.threads=server", "run_app_1,a run" })
	void refusesIdsOfOtherKinds(String threadId, String hint) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.gateway.threads().load(threadId))
			.withMessageContaining(hint);
		assertThatIllegalArgumentException().isThrownBy(() -> this.gateway
			.create(new RunCreation(RunRequest.assistant("support").thread(threadId).message("Hi").build(),
					Assistant.named("support").model("gpt-test").build(), List.of())));
		assertThat(bodies()).isEmpty();
	}

	@Test
	void unknownThreadsAndRunsNameTheStore() {
		assertThatExceptionOfType(ThreadNotFoundException.class)
			.isThrownBy(() -> this.gateway.threads().load("thread_app_x"))
			.withMessage("There is no thread 'thread_app_x' in InMemoryThreadStore");
		assertThatExceptionOfType(RunNotFoundException.class)
			.isThrownBy(() -> this.gateway.load("run_app_x", this.thread))
			.withMessage("There is no run 'run_app_x' on thread '" + this.thread + "' in InMemoryThreadStore");
		assertThatExceptionOfType(MessageNotFoundException.class)
			.isThrownBy(() -> this.gateway.threads().loadMessage("msg_app_x", this.thread))
			.withMessage("There is no message 'msg_app_x' on thread '" + this.thread + "' in InMemoryThreadStore");
	}

	@Test
	void loadsListsAndModifiesRunsWithoutARequest() {
		answers(200, REPLY);
		Run run = create("Hello");
		server.resetRequests();
		assertThat(this.gateway.modify(run, Map.of("a", "b")).metadata()).containsExactly(Map.entry("a", "b"));
		assertThat(this.gateway.load(run.id(), this.thread).metadata()).containsExactly(Map.entry("a", "b"));
		assertThat(this.gateway.refresh(run).status()).isEqualTo(RunStatus.COMPLETED);
		assertThat(this.gateway.list(this.thread, PageQuery.newestFirst()).data()).extracting(Run::id)
			.containsExactly(run.id());
		assertThat(this.gateway.messages(run)).extracting(Message::text).containsExactly("Hi");
		assertThat(this.gateway.steps(run, PageQuery.oldestFirst()).data()).hasSize(1);
		assertThat(this.gateway.responseId(run)).isEqualTo("resp_7");
		assertThat(bodies()).isEmpty();
	}

}
