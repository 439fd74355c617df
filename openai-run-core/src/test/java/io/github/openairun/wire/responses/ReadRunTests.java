package io.github.openairun.wire.responses;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

import io.github.openairun.InvalidResponseException;
import io.github.openairun.Run;
import io.github.openairun.RunError;
import io.github.openairun.RunNotFoundException;
import io.github.openairun.RunStatus;
import io.github.openairun.RunUsage;
import io.github.openairun.ToolCall;
import io.github.openairun.ToolDefinition;
import io.github.openairun.wire.Json;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class ReadRunTests extends AbstractResponsesGatewayTests {

	@ParameterizedTest
	@CsvSource({ "queued,QUEUED", "in_progress,IN_PROGRESS", "completed,COMPLETED", "failed,FAILED",
			"incomplete,INCOMPLETE", "cancelled,CANCELLED", "cancelling,CANCELLING", "hibernating,UNKNOWN" })
	void readsEveryStatus(String text, RunStatus status) {
		responds(ResponseJson.response("resp_1").status(text));
		Run run = this.gateway.load("resp_1", CONV);
		assertThat(run.status()).isEqualTo(status);
		assertThat(run.statusText()).isEqualTo(text);
		assertThat(requests()).containsExactly("GET /v1/responses/resp_1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "queued", "in_progress", "failed", "incomplete", "cancelled", "hibernating" })
	void neverAsksForCallsOfAResponseThatIsNotCompleted(String status) {
		responds(asking("resp_1").status(status));
		Run run = this.gateway.load("resp_1", CONV);
		assertThat(run.statusText()).isEqualTo(status);
		assertThat(run.toolCalls()).isEmpty();
		assertThat(run.unsupportedAction()).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "max_output_tokens,max_completion_tokens", "content_filter,content_filter", "boredom,boredom" })
	void readsWhyARunIsIncomplete(String sent, String reason) {
		responds(ResponseJson.response("resp_1")
			.status("incomplete")
			.with("incomplete_details", Map.of("reason", sent)));
		assertThat(this.gateway.load("resp_1", CONV).incompleteReason()).isEqualTo(reason);
	}

	@Test
	void readsWhyARunFailed() {
		responds(ResponseJson.response("resp_1")
			.status("failed")
			.with("error", Map.of("code", "vector_store_timeout", "message", "Too slow.")));
		assertThat(this.gateway.load("resp_1", CONV).lastError())
			.isEqualTo(new RunError("vector_store_timeout", "Too slow."));
	}

	@Test
	void readsEveryPendingCallInOrder() {
		created(ResponseJson.response("resp_1").status("queued"));
		responds(ResponseJson.response("resp_1")
			.message("msg_1", "Let me see.")
			.call("call_1", "find_order", "{\"id\":\"17\"}")
			.call("call_2", "find_order", "{not json"));
		conversation();
		Run run = this.gateway.load("resp_1", CONV);
		assertThat(run.requiresAction()).isTrue();
		assertThat(run.toolCalls()).containsExactly(new ToolCall("call_1", "find_order", "{\"id\":\"17\"}"),
				new ToolCall("call_2", "find_order", "{not json"));
	}

	@Test
	void passesOverCallsThatTheServerHasAnswered() {
		responds(asking("resp_1").item(ResponseJson.outputItem("call_1", "done")));
		assertThat(this.gateway.load("resp_1", CONV).status()).isEqualTo(RunStatus.COMPLETED);
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "custom_tool_call", "computer_call", "local_shell_call", "shell_call", "apply_patch_call" })
	void namesCallsThatItDoesNotServe(String type) {
		created(ResponseJson.response("resp_1").status("queued"));
		responds(asking("resp_1").item(Json.object().put("type", type).put("id", "x_1").put("call_id", "call_x")));
		conversation();
		Run run = this.gateway.refresh(this.gateway.load("resp_1", CONV));
		assertThat(run.status()).isEqualTo(RunStatus.REQUIRES_ACTION);
		assertThat(run.unsupportedAction()).isEqualTo(type);
		assertThat(run.toolCalls()).extracting(ToolCall::id).containsExactly("call_1");
	}

	@Test
	void waitsForAnApprovalOfARemoteCall() {
		ObjectNode approval = Json.object()
			.put("type", "mcp_approval_request")
			.put("id", "mcpr_1")
			.put("server_label", "shop")
			.put("name", "delete")
			.put("arguments", "{}");
		responds(ResponseJson.response("resp_1").item(approval));
		conversation(approval);
		Run run = this.gateway.load("resp_1", CONV);
		assertThat(run.requiresAction()).isTrue();
		assertThat(run.unsupportedAction()).isNull();
		assertThat(run.toolCalls()).containsExactly(new ToolCall("mcpr_1", "delete", "{}", "shop"));
	}

	@Test
	void completesWithToolsThatTheServerExecutes() {
		responds(ResponseJson.response("resp_1")
			.item(Json.object().put("type", "web_search_call").put("id", "ws_1").put("status", "completed"))
			.item(Json.object().put("type", "shell_call").put("id", "sh_1").put("call_id", "call_s"))
			.item(Json.object().put("type", "shell_call_output").put("id", "so_1").put("call_id", "call_s"))
			.item(Json.object().put("type", "tool_search_call").put("id", "ts_1").put("execution", "server"))
			.message("msg_1", "Done."));
		assertThat(this.gateway.load("resp_1", CONV).status()).isEqualTo(RunStatus.COMPLETED);
	}

	@Test
	void readsEverythingThatTheServerTells() {
		responds(ResponseJson.response("resp_1")
			.with("completed_at", 1_760_000_010)
			.with("instructions", "Be brief.")
			.with("tools",
					List.of(Map.of("type", "function", "name", "find_order", "description", "Finds", "strict", true,
							"parameters", Map.of("type", "object")), Map.of("type", "web_search")))
			.usage(100, 20)
			.message("msg_1", "Shipped."));
		Run run = this.gateway.load("resp_1", CONV);
		assertThat(run.completedAt()).isEqualTo(Instant.ofEpochSecond(1_760_000_010));
		assertThat(run.instructions()).isEqualTo("Be brief.");
		assertThat(run.tools())
			.containsExactly(new ToolDefinition("find_order", "Finds", "{\"type\":\"object\"}", true));
		assertThat(run.usage()).isEqualTo(new RunUsage(100, 20, 120));
		assertThat(run.metadata()).isEmpty();
	}

	@Test
	void passesOnWhenToPoll() {
		Run run = created(ResponseJson.response("resp_1").status("queued"));
		server.stubFor(get(urlPathEqualTo("/v1/responses/resp_1"))
			.willReturn(aResponse().withHeader("openai-poll-after-ms", "750")
				.withBody(ResponseJson.response("resp_1").status("in_progress").toString())));
		assertThat(this.gateway.refresh(run).pollAfter()).isEqualTo(Duration.ofMillis(750));
	}

	@ParameterizedTest
	@MethodSource
	void survivesOddBodies(ResponseJson response, RunStatus status) {
		responds(response);
		assertThat(this.gateway.load("resp_1", CONV).status()).isEqualTo(status);
	}

	static Stream<Arguments> survivesOddBodies() {
		return Stream.of(arguments(ResponseJson.response("resp_1").with("conversation", "conv_1"), RunStatus.COMPLETED),
				arguments(ResponseJson.response("resp_1").without("conversation"), RunStatus.COMPLETED),
				arguments(ResponseJson.response("resp_1").with("conversation", null), RunStatus.COMPLETED),
				arguments(
						ResponseJson.response("resp_1")
							.without("object", "created_at", "error", "output", "model", "incomplete_details"),
						RunStatus.COMPLETED),
				arguments(ResponseJson.response("resp_1").without("status"), RunStatus.UNKNOWN),
				arguments(ResponseJson.response("resp_1").status("failed").with("error", "Out of order"),
						RunStatus.FAILED),
				arguments(ResponseJson.response("resp_1").status("failed"), RunStatus.FAILED),
				arguments(ResponseJson.response("resp_1").status("incomplete").with("incomplete_details", "why not"),
						RunStatus.INCOMPLETE),
				arguments(ResponseJson.response("resp_1").with("output", "text").with("usage", 7).with("tools", "none"),
						RunStatus.COMPLETED),
				arguments(ResponseJson.response("resp_1").with("created_at", 0).with("completed_at", ""),
						RunStatus.COMPLETED),
				arguments(ResponseJson.response("resp_1")
					.with("tools", List.of(Map.of("type", "function", "name", "not legal"), 7))
					.item(Json.object().put("type", "quantum_call"))
					.item(Json.object()), RunStatus.COMPLETED));
	}

	@Test
	void takesTheItemsIdForACallWithoutAnId() {
		created(ResponseJson.response("resp_1").status("queued"));
		responds(ResponseJson.response("resp_1")
			.item(Json.object().put("type", "function_call").put("id", "fc_1").put("name", "ping")));
		conversation();
		assertThat(this.gateway.load("resp_1", CONV).toolCalls()).containsExactly(new ToolCall("fc_1", "ping", ""));
	}

	@Test
	void refusesMoreCallsThanAnyModelMakes() {
		ResponseJson response = ResponseJson.response("resp_1");
		for (int i = 0; i <= 1000; i++) {
			response.call("call_" + i, "ping", "{}");
		}
		responds(response);
		assertThatExceptionOfType(InvalidResponseException.class).isThrownBy(() -> this.gateway.load("resp_1", CONV))
			.withMessageContaining("more than 1000 calls");
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", " ", "\t\n" })
	void doesNotCompleteWithACallThatNobodyCanAnswer(String callId) {
		created(ResponseJson.response("resp_1").status("queued"));
		responds(ResponseJson.response("resp_1")
			.item(Json.object().put("type", "function_call").put("name", "ping").put("call_id", callId))
			.call("call_2", "ping", "{}"));
		conversation();
		Run run = this.gateway.load("resp_1", CONV);
		assertThat(run.status()).isEqualTo(RunStatus.REQUIRES_ACTION);
		assertThat(run.unsupportedAction()).isEqualTo("function_call");
		assertThat(run.toolCalls()).extracting(ToolCall::id).containsExactly("call_2");
	}

	@Test
	void doesNotFindAResponseOfAnotherConversation() {
		responds(ResponseJson.response("resp_1").with("conversation", Map.of("id", "conv_2")));
		assertThatExceptionOfType(RunNotFoundException.class).isThrownBy(() -> this.gateway.load("resp_1", CONV))
			.satisfies((ex) -> {
				assertThat(ex.runId()).isEqualTo("resp_1");
				assertThat(ex.threadId()).isEqualTo(CONV);
				assertThat(ex.status()).isEqualTo(404);
			});
	}

	@Test
	void doesNotFindAResponseOfNoConversationThatOthersMade() {
		responds(ResponseJson.response("resp_1").without("conversation").with("metadata", Map.of()));
		assertThatExceptionOfType(RunNotFoundException.class).isThrownBy(() -> this.gateway.load("resp_1", CONV));
	}

	@Test
	void doesNotFindARunThatTheServerHasDropped() {
		server.stubFor(get(urlPathEqualTo("/v1/responses/resp_1")).willReturn(aResponse().withStatus(404).withBody("""
				{"error":{"message":"Response with id 'resp_1' not found.","type":"invalid_request_error"}}""")));
		assertThatExceptionOfType(RunNotFoundException.class).isThrownBy(() -> this.gateway.load("resp_1", CONV))
			.withMessageContaining("'resp_1'")
			.withMessageContaining("or the server does not keep it any more");
	}

	@Test
	void namesTheRunOfALaterResponse() {
		responds(ResponseJson.later("resp_2", 1, "resp_1"));
		assertThatIllegalArgumentException().isThrownBy(() -> this.gateway.load("resp_2", CONV))
			.withMessageContaining("load that run")
			.withMessageContaining("'resp_1'");
	}

	@ParameterizedTest
	@CsvSource({ "conv_1,resp_1,The order is", "resp_1,resp_1,The order is", "run_1,conv_1,wire 'assistants'",
			"resp_1,thread_1,wire 'assistants'", "asst_1,conv_1,wire 'assistants'", "msg_1,conv_1,a message",
			"'',conv_1,'''runId'' must not be empty'", "resp_1,' ','''threadId'' must not be empty'" })
	void refusesIdsOfOtherObjectsBeforeAnyRequest(String runId, String threadId, String hint) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.gateway.load(runId, threadId))
			.withMessageContaining(hint);
		assertThat(requests()).isEmpty();
	}

	@Test
	void refreshesByTheNewestResponseAlone() {
		Run run = created(ResponseJson.response("resp_1").status("queued"));
		responds(ResponseJson.response("resp_1").status("in_progress"));
		forgetRequests();
		assertThat(this.gateway.refresh(run).status()).isEqualTo(RunStatus.IN_PROGRESS);
		assertThat(requests()).containsExactly("GET /v1/responses/resp_1");
	}

	@Test
	void refreshesASnapshotThatKnowsItsIdsOnly() {
		responds(ResponseJson.response("resp_1").status("in_progress"));
		Run run = this.gateway.refresh(Run.builder("resp_1", CONV).build());
		assertThat(run.status()).isEqualTo(RunStatus.IN_PROGRESS);
		assertThat(run.assistant()).isEqualTo("support");
	}

}
