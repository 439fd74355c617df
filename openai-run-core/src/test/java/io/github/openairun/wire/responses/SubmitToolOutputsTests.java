package io.github.openairun.wire.responses;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.github.openairun.BadRequestException;
import io.github.openairun.Run;
import io.github.openairun.RunOutcomeUnknownException;
import io.github.openairun.RunStatus;
import io.github.openairun.RunUsage;
import io.github.openairun.ThreadBusyException;
import io.github.openairun.ThreadNotFoundException;
import io.github.openairun.ToolCall;
import io.github.openairun.ToolOutput;
import io.github.openairun.ToolOutputMismatchException;
import io.github.openairun.wire.RunLinkStore.Link;
import io.github.openairun.wire.RunLinkStore.ResponsePhase;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SubmitToolOutputsTests extends AbstractResponsesGatewayTests {

	private static final List<ToolOutput> OUTPUTS = List.of(new ToolOutput("call_1", "shipped"));

	@Test
	void submitsAllOutputsInOneRequest() {
		Run run = loaded(ResponseJson.response("resp_1")
			.with("instructions", "Be brief.")
			.with("tools",
					List.of(Map.of("type", "function", "name", "find_order", "parameters", Map.of(), "strict", true)))
			.with("tool_choice", "required")
			.with("parallel_tool_calls", true)
			.with("max_output_tokens", 1000)
			.with("background", true)
			.metadata("tenant", "t1")
			.metadata("openairun.sent", "{\"model\":\"gpt-test\",\"temperature\":0.2,\"max_output_tokens\":1000}")
			.usage(100, 40)
			.call("call_1", "find_order", "{}")
			.call("call_2", "find_order", "{}"));
		postReturns("/v1/responses", ResponseJson.later("resp_2", 1, "resp_1").status("queued"));
		forgetRequests();
		Run next = this.gateway.submitToolOutputs(run,
				List.of(new ToolOutput("call_1", "shipped"), new ToolOutput("call_2", "{\"lost\":true}")));
		assertThat(next.id()).isEqualTo("resp_1");
		assertThat(RunPosition.responseId(next)).isEqualTo("resp_2");
		assertThat(next.status()).isEqualTo(RunStatus.QUEUED);
		assertThat(next.toolCalls()).isEmpty();
		assertThat(next.createdAt()).isEqualTo(run.createdAt());
		assertThat(next.assistant()).isEqualTo("support");
		assertThat(requests()).containsExactly("GET " + ITEMS + "?limit=100&order=desc", "POST /v1/responses");
		assertJson(lastBody(), """
				{"conversation": "conv_1", "background": true, "model": "gpt-test", "temperature": 0.2,
				 "instructions": "Be brief.", "parallel_tool_calls": true,
				 "max_output_tokens": 960,
				 "tools": [{"type": "function", "name": "find_order", "parameters": {}, "strict": true}],
				 "input": [{"type": "function_call_output", "call_id": "call_1", "output": "shipped"},
				   {"type": "function_call_output", "call_id": "call_2", "output": "{\\"lost\\":true}"}],
				 "metadata": {"tenant": "t1", "openairun.v": "1", "openairun.assistant": "support",
				   "openairun.run": "resp_1",
				   "openairun.sent":
				     "{\\"model\\":\\"gpt-test\\",\\"temperature\\":0.2,\\"max_output_tokens\\":1000}",
				   "openairun.seq": "1", "openairun.prev": "resp_1", "openairun.usage": "100,40,140"}}""");
	}

	@Test
	void goesThroughThreeRoundsAndSumsTheUsage() {
		Run run = created(asking("resp_1").usage(100, 10));
		postReturns("/v1/responses", ResponseJson.later("resp_2", 1, "resp_1").status("queued"));
		run = this.gateway.submitToolOutputs(run, OUTPUTS);
		responds(ResponseJson.later("resp_2", 1, "resp_1")
			.metadata("openairun.usage", "100,10,110")
			.usage(200, 20)
			.call("call_2", "find_order", "{}"));
		run = this.gateway.refresh(run);
		assertThat(run.toolCalls()).extracting(ToolCall::id).containsExactly("call_2");
		assertThat(run.usage()).isEqualTo(new RunUsage(300, 30, 330));
		postReturns("/v1/responses", ResponseJson.later("resp_3", 2, "resp_2").status("in_progress"));
		run = this.gateway.submitToolOutputs(run, List.of(new ToolOutput("call_2", "lost")));
		assertThat(lastBody().get("metadata").get("openairun.usage").stringValue()).isEqualTo("300,30,330");
		assertThat(lastBody().get("metadata").get("openairun.seq").stringValue()).isEqualTo("2");
		assertThat(lastBody().get("metadata").get("openairun.prev").stringValue()).isEqualTo("resp_2");
		responds(ResponseJson.later("resp_3", 2, "resp_2")
			.metadata("openairun.usage", "300,30,330")
			.usage(400, 40)
			.message("msg_1", "It is lost."));
		run = this.gateway.refresh(run);
		assertThat(run.status()).isEqualTo(RunStatus.COMPLETED);
		assertThat(run.id()).isEqualTo("resp_1");
		assertThat(RunPosition.responseId(run)).isEqualTo("resp_3");
		assertThat(run.usage()).isEqualTo(new RunUsage(700, 70, 770));
		assertThat(this.links.find(CONV, "resp_1")).isEqualTo(new Link("resp_3", ResponsePhase.ENDED));
	}

	@Test
	void saysNothingAboutUsageThatItDoesNotKnow() {
		Run run = waiting();
		postReturns("/v1/responses", ResponseJson.later("resp_2", 1, "resp_1").usage(200, 20));
		assertThat(this.gateway.submitToolOutputs(run, OUTPUTS).usage()).isNull();
	}

	@Test
	void doesNotTakeTheUsageOfTheLastResponseForThatOfTheRun() {
		Run run = created(asking("resp_1").usage(100, 10));
		postReturns("/v1/responses", ResponseJson.later("resp_2", 1, "resp_1").without("metadata").usage(200, 20));
		assertThat(this.gateway.submitToolOutputs(run, OUTPUTS).usage()).isNull();
	}

	@Test
	void loadsARunByItsLinkAfterASubmission() {
		Run run = waiting();
		postReturns("/v1/responses", ResponseJson.later("resp_2", 1, "resp_1").status("queued"));
		this.gateway.submitToolOutputs(run, OUTPUTS);
		responds(asking("resp_1"), ResponseJson.later("resp_2", 1, "resp_1").message("msg_1", "Shipped."));
		forgetRequests();
		Run loaded = this.gateway.load("resp_1", CONV);
		assertThat(loaded.status()).isEqualTo(RunStatus.COMPLETED);
		assertThat(RunPosition.responseId(loaded)).isEqualTo("resp_2");
		assertThat(loaded.reconstructed()).isFalse();
		assertThat(requests()).containsExactly("GET /v1/responses/resp_1", "GET /v1/responses/resp_2");
	}

	@Test
	void readsTheNewestResponseWhenTheSnapshotDoesNotTellHowToGoOn() {
		Run run = waiting().mutate().continuation(null).build();
		responds(asking("resp_1"));
		postReturns("/v1/responses", ResponseJson.later("resp_2", 1, "resp_1").status("queued"));
		forgetRequests();
		assertThat(RunPosition.responseId(this.gateway.submitToolOutputs(run, OUTPUTS))).isEqualTo("resp_2");
		assertThat(requests()).containsExactly("GET /v1/responses/resp_1", "GET " + ITEMS + "?limit=100&order=desc",
				"POST /v1/responses");
	}

	@Test
	void doesNotSendOutputsOfCallsThatSomebodyElseHasAnswered() {
		Run run = waiting();
		conversation(ResponseJson.callItem("call_1"), ResponseJson.outputItem("call_1", "shipped"),
				ResponseJson.messageItem("msg_1", "assistant", "Shipped."));
		forgetRequests();
		assertThat(this.gateway.submitToolOutputs(run, OUTPUTS).status()).isEqualTo(RunStatus.COMPLETED);
		assertThat(requests()).containsExactly("GET " + ITEMS + "?limit=100&order=desc");
		assertThat(this.links.activeRun(CONV)).isNull();
	}

	@Test
	void doesNotSendOutputsThatWereSubmittedBefore() {
		Run run = waiting();
		postReturns("/v1/responses", ResponseJson.later("resp_2", 1, "resp_1").status("queued"));
		this.gateway.submitToolOutputs(run, OUTPUTS);
		responds(ResponseJson.later("resp_2", 1, "resp_1").status("in_progress"));
		forgetRequests();
		assertThatExceptionOfType(ToolOutputMismatchException.class)
			.isThrownBy(() -> this.gateway.submitToolOutputs(run, OUTPUTS))
			.satisfies((ex) -> assertThat(ex.surplus()).containsExactly("call_1"));
		assertThat(requests()).containsExactly("GET /v1/responses/resp_2");
	}

	@Test
	void doesNotSendOutputsOfARunThatWasCancelledMeanwhile() {
		Run run = waiting();
		responds(asking("resp_1"));
		postReturns(ITEMS, page(List.of(), false));
		this.gateway.cancel(run);
		forgetRequests();
		assertThatExceptionOfType(ToolOutputMismatchException.class)
			.isThrownBy(() -> this.gateway.submitToolOutputs(run, OUTPUTS));
		assertThat(requests()).doesNotContain("POST /v1/responses");
	}

	@Test
	void wantsOutputs() {
		Run run = waiting();
		assertThatIllegalArgumentException().isThrownBy(() -> this.gateway.submitToolOutputs(run, List.of()));
	}

	@Test
	void saysThatTheThreadIsBusy() {
		Run run = waiting();
		postReturns("/v1/responses", aResponse().withStatus(400), locked());
		assertThatExceptionOfType(ThreadBusyException.class)
			.isThrownBy(() -> this.gateway.submitToolOutputs(run, OUTPUTS))
			.satisfies((ex) -> assertThat(ex.threadId()).isEqualTo(CONV));
		assertThat(this.links.find(CONV, "resp_1")).isEqualTo(new Link("resp_1", ResponsePhase.UNCERTAIN));
	}

	@Test
	void goesOnWhenTheLockOfTheResponseBeforeIsReleased() {
		Run run = waiting();
		postReturns("/v1/responses", aResponse().withStatus(400), locked());
		assertThatExceptionOfType(ThreadBusyException.class)
			.isThrownBy(() -> this.gateway.submitToolOutputs(run, OUTPUTS));
		postReturns("/v1/responses", ResponseJson.later("resp_2", 1, "resp_1").status("queued"));
		conversation(ResponseJson.messageItem("msg_0", "user", "Hello"), ResponseJson.callItem("call_1"));
		assertThat(RunPosition.responseId(this.gateway.submitToolOutputs(run, OUTPUTS))).isEqualTo("resp_2");
		assertThat(this.links.find(CONV, "resp_1")).isEqualTo(new Link("resp_2", ResponsePhase.ACTIVE));
	}

	@Test
	void saysThatTheOutcomeIsUnknown() {
		Run run = waiting();
		postReturns("/v1/responses", aResponse().withStatus(500), "oops");
		assertThatExceptionOfType(RunOutcomeUnknownException.class)
			.isThrownBy(() -> this.gateway.submitToolOutputs(run, OUTPUTS))
			.satisfies((ex) -> {
				assertThat(ex.threadId()).isEqualTo(CONV);
				assertThat(ex.runId()).isEqualTo("resp_1");
			});
		assertThat(this.links.find(CONV, "resp_1")).isEqualTo(new Link("resp_1", ResponsePhase.UNCERTAIN));
	}

	@Test
	void passesOnOtherRefusals() {
		Run run = waiting();
		postReturns("/v1/responses", aResponse().withStatus(400), """
				{"error":{"message":"No tool call found for function call output with call_id call_1.",
				 "type":"invalid_request_error","param":"input","code":null}}""");
		assertThatExceptionOfType(BadRequestException.class)
			.isThrownBy(() -> this.gateway.submitToolOutputs(run, OUTPUTS))
			.withMessageContaining("No tool call found");
	}

	@Test
	void followsARunWhoseCallsSomebodyElseHasAnswered() {
		Run run = waiting();
		postReturns("/v1/responses", aResponse().withStatus(400),
				"{\"error\":{\"message\":\"Duplicate tool output for function call call_1.\"}}");
		responds(asking("resp_1"));
		conversation(ResponseJson.callItem("call_1"), ResponseJson.outputItem("call_1", "shipped"));
		Run followed = this.gateway.submitToolOutputs(run, OUTPUTS);
		assertThat(followed.status()).isEqualTo(RunStatus.IN_PROGRESS);
		assertThat(followed.reconstructed()).isTrue();
		conversation(ResponseJson.callItem("call_1"), ResponseJson.outputItem("call_1", "shipped"),
				ResponseJson.messageItem("msg_1", "assistant", "Shipped."));
		assertThat(this.gateway.refresh(followed).status()).isEqualTo(RunStatus.COMPLETED);
	}

	@Test
	void doesNotFindAConversationThatWasDeleted() {
		Run run = waiting();
		postReturns("/v1/responses", aResponse().withStatus(404), """
				{"error":{"message":"Conversation with id 'conv_1' not found.","type":"invalid_request_error"}}""");
		assertThatExceptionOfType(ThreadNotFoundException.class)
			.isThrownBy(() -> this.gateway.submitToolOutputs(run, OUTPUTS));
	}

}
