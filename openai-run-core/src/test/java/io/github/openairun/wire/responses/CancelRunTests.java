package io.github.openairun.wire.responses;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

import io.github.openairun.BadRequestException;
import io.github.openairun.Run;
import io.github.openairun.RunStatus;
import io.github.openairun.ServerErrorException;
import io.github.openairun.ThreadBusyException;
import io.github.openairun.ToolOutput;
import io.github.openairun.wire.Json;
import io.github.openairun.wire.RunLinkStore.Link;
import io.github.openairun.wire.RunLinkStore.ResponsePhase;
import io.github.openairun.wire.items.Items;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class CancelRunTests extends AbstractResponsesGatewayTests {

	private static final String CANCEL = "/v1/responses/resp_1/cancel";

	private static final String CANCEL_LATER = "/v1/responses/resp_2/cancel";

	private static final String REFUSAL = "{\"error\":{\"message\":\"Cannot cancel a completed response.\"}}";

	@ParameterizedTest
	@ValueSource(strings = { "queued", "in_progress", "hibernating" })
	void cancelsAtTheServer(String status) {
		Run run = created(ResponseJson.response("resp_1").status(status));
		postReturns(CANCEL, ResponseJson.response("resp_1").status("cancelled"));
		forgetRequests();
		Run cancelled = this.gateway.cancel(run);
		assertThat(cancelled.status()).isEqualTo(RunStatus.CANCELLED);
		assertThat(requests()).containsExactly("POST " + CANCEL);
		assertThat(events().get(0).getRequest().getBodyAsString()).isEmpty();
		assertThat(this.links.activeRun(CONV)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "queued", "in_progress" })
	void isCancellingUntilTheServerHasCancelled(String status) {
		Run run = created(ResponseJson.response("resp_1").status("queued"));
		postReturns(CANCEL, ResponseJson.response("resp_1").status(status));
		Run cancelling = this.gateway.cancel(run);
		assertThat(cancelling.status()).isEqualTo(RunStatus.CANCELLING);
		responds(ResponseJson.response("resp_1").status(status));
		assertThat(this.gateway.refresh(cancelling).status()).isEqualTo(RunStatus.CANCELLING);
		responds(ResponseJson.response("resp_1").status("cancelled"));
		assertThat(this.gateway.refresh(cancelling).status()).isEqualTo(RunStatus.CANCELLED);
	}

	@Test
	void repeatsTheRequest() {
		Run run = created(ResponseJson.response("resp_1").status("queued"));
		postReturns(CANCEL, aResponse().withStatus(503), "");
		assertThatExceptionOfType(ServerErrorException.class).isThrownBy(() -> this.gateway.cancel(run));
		assertThat(requests()).filteredOn(("POST " + CANCEL)::equals).hasSize(2);
		assertThat(this.scheduler.delays()).hasSize(1);
	}

	@ParameterizedTest
	@EnumSource(value = RunStatus.class, names = { "COMPLETED", "FAILED", "CANCELLED", "INCOMPLETE", "EXPIRED" })
	void leavesAnEndedRunAsItIs(RunStatus status) {
		Run run = Run.builder("resp_1", CONV).status(status).continuation("resp_1").build();
		assertThat(this.gateway.cancel(run)).isSameAs(run);
		assertThat(requests()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "400,completed,COMPLETED", "400,failed,FAILED", "409,incomplete,INCOMPLETE",
			"400,cancelled,CANCELLED" })
	void returnsTheEndWhenTheRunHasEndedMeanwhile(int refusal, String status, RunStatus end) {
		Run run = created(ResponseJson.response("resp_1").status("queued"));
		postReturns(CANCEL, aResponse().withStatus(refusal), REFUSAL);
		responds(ResponseJson.response("resp_1").status(status));
		assertThat(this.gateway.cancel(run).status()).isEqualTo(end);
	}

	@Test
	void passesOnWhyTheServerDoesNotCancel() {
		Run run = created(ResponseJson.response("resp_1").status("in_progress"));
		postReturns(CANCEL, aResponse().withStatus(400),
				"{\"error\":{\"message\":\"Only responses created with background=true can be cancelled.\"}}");
		responds(ResponseJson.response("resp_1").status("in_progress"));
		assertThatExceptionOfType(BadRequestException.class).isThrownBy(() -> this.gateway.cancel(run))
			.withMessageContaining("background=true");
	}

	@Test
	void answersTheCallsOfARunThatWaits() {
		Run run = created(
				ResponseJson.response("resp_1").call("call_1", "find_order", "{}").call("call_2", "find_order", "{}"));
		responds(asking("resp_1").call("call_2", "find_order", "{}"));
		postReturns(ITEMS, page(List.of(), false));
		forgetRequests();
		Run cancelled = this.gateway.cancel(run);
		assertThat(cancelled.status()).isEqualTo(RunStatus.CANCELLED);
		assertThat(cancelled.toolCalls()).isEmpty();
		assertThat(requests()).containsExactly("GET /v1/responses/resp_1", "GET " + ITEMS + "?limit=100&order=desc",
				"POST " + ITEMS);
		assertJson(lastBody(),
				"""
						{"items": [
						 {"type": "function_call_output", "call_id": "call_1",
						  "output": "{\\"error\\":{\\"kind\\":\\"cancelled\\",\\"message\\":\\"The run was cancelled by the application.\\"}}"},
						 {"type": "function_call_output", "call_id": "call_2",
						  "output": "{\\"error\\":{\\"kind\\":\\"cancelled\\",\\"message\\":\\"The run was cancelled by the application.\\"}}"}
						]}""");
	}

	@Test
	void remembersThatAWaitingRunWasCancelled() {
		Run run = waiting();
		responds(asking("resp_1"));
		postReturns(ITEMS, page(List.of(), false));
		this.gateway.cancel(run);
		assertThat(this.links.find(CONV, "resp_1")).isEqualTo(new Link("resp_1", ResponsePhase.CANCELLED));
		assertThat(this.gateway.refresh(run).status()).isEqualTo(RunStatus.CANCELLED);
		assertThat(this.gateway.load("resp_1", CONV).status()).isEqualTo(RunStatus.CANCELLED);
		assertThat(this.links.find(CONV, "resp_1")).isEqualTo(new Link("resp_1", ResponsePhase.CANCELLED));
	}

	@Test
	void cancelsWhatGoesOnWhenTheSnapshotIsOld() {
		Run run = waiting();
		postReturns("/v1/responses", ResponseJson.later("resp_2", 1, "resp_1").status("queued"));
		this.gateway.submitToolOutputs(run, List.of(new ToolOutput("call_1", "shipped")));
		responds(ResponseJson.later("resp_2", 1, "resp_1").status("in_progress"));
		postReturns(CANCEL_LATER, ResponseJson.later("resp_2", 1, "resp_1").status("cancelled"));
		conversation(ResponseJson.callItem("call_1"), ResponseJson.outputItem("call_1", "shipped"));
		assertThat(this.gateway.cancel(run).status()).isEqualTo(RunStatus.CANCELLED);
		assertThat(requests()).contains("POST " + CANCEL_LATER).doesNotContain("POST " + ITEMS);
	}

	@ParameterizedTest
	@ValueSource(ints = { 200, 400 })
	void cancelsWhatGoesOnWhenTheResponseOfTheSnapshotHasEnded(int status) {
		Run created = created(ResponseJson.response("resp_1").status("queued"));
		responds(asking("resp_1"));
		postReturns(CANCEL, aResponse().withStatus(status), (status == 200) ? asking("resp_1") : REFUSAL);
		conversation(ResponseJson.callItem("call_1"), ResponseJson.outputItem("call_1", "shipped"),
				ResponseJson.callItem("call_2"));
		postReturns(ITEMS, page(List.of(), false));
		assertThat(this.gateway.cancel(created).status()).isEqualTo(RunStatus.CANCELLED);
		assertThat(lastBodyOf("POST " + ITEMS).get("items")).singleElement()
			.satisfies((item) -> assertThat(item.get("call_id").stringValue()).isEqualTo("call_2"));
	}

	@Test
	void cancelsTheLaterResponseThatTheLinkNames() {
		Run created = created(ResponseJson.response("resp_1").status("queued"));
		responds(asking("resp_1"));
		postReturns("/v1/responses", ResponseJson.later("resp_2", 1, "resp_1").status("queued"));
		this.gateway.submitToolOutputs(this.gateway.refresh(created), List.of(new ToolOutput("call_1", "shipped")));
		responds(ResponseJson.later("resp_2", 1, "resp_1").status("in_progress"));
		postReturns(CANCEL_LATER, ResponseJson.later("resp_2", 1, "resp_1").status("cancelled"));
		conversation();
		assertThat(this.gateway.cancel(created).status()).isEqualTo(RunStatus.CANCELLED);
		assertThat(requests()).contains("POST " + CANCEL_LATER).doesNotContain("POST " + CANCEL, "POST " + ITEMS);
	}

	@Test
	void answersTheCallsWhoseOutputsTheCancelledResponseTookAlong() {
		Run run = submitted();
		postReturns(CANCEL_LATER, ResponseJson.later("resp_2", 1, "resp_1").status("cancelled"));
		conversation(ResponseJson.messageItem("msg_0", "user", "Hello"), ResponseJson.callItem("call_1"));
		postReturns(ITEMS, page(List.of(), false));
		assertThat(this.gateway.cancel(run).status()).isEqualTo(RunStatus.CANCELLED);
		assertThat(lastBodyOf("POST " + ITEMS).get("items")).singleElement()
			.satisfies((item) -> assertThat(item.get("call_id").stringValue()).isEqualTo("call_1"));
	}

	@Test
	void isCancelledEvenIfTheConversationCannotBeMended() {
		Run run = submitted();
		postReturns(CANCEL_LATER, ResponseJson.later("resp_2", 1, "resp_1").status("cancelled"));
		conversation(ResponseJson.callItem("call_1"));
		postReturns(ITEMS, aResponse().withStatus(400), locked());
		assertThat(this.gateway.cancel(run).status()).isEqualTo(RunStatus.CANCELLED);
	}

	@Test
	void answersTheCallsThatCameJustBeforeTheCancellation() {
		Run run = created(ResponseJson.response("resp_1").status("in_progress"));
		postReturns(CANCEL, aResponse().withStatus(400), REFUSAL);
		responds(asking("resp_1"));
		postReturns(ITEMS, page(List.of(), false));
		assertThat(this.gateway.cancel(run).status()).isEqualTo(RunStatus.CANCELLED);
		assertThat(requests()).last().isEqualTo("POST " + ITEMS);
	}

	@Test
	void answersTheCallsOfAServerThatCancelsNothing() {
		Run run = created(ResponseJson.response("resp_1").status("in_progress"));
		postReturns(CANCEL, asking("resp_1"));
		postReturns(ITEMS, page(List.of(), false));
		assertThat(this.gateway.cancel(run).status()).isEqualTo(RunStatus.CANCELLED);
		assertThat(requests()).last().isEqualTo("POST " + ITEMS);
	}

	@Test
	void isNotCancelledWhileTheConversationIsLocked() {
		Run run = waiting();
		responds(asking("resp_1"));
		postReturns(ITEMS, aResponse().withStatus(400), locked());
		assertThatExceptionOfType(ThreadBusyException.class).isThrownBy(() -> this.gateway.cancel(run));
		assertThat(this.gateway.refresh(run).status()).isEqualTo(RunStatus.REQUIRES_ACTION);
	}

	@Test
	void leavesAResponseAloneWhoseIdIsNotKnown() {
		responds(asking("resp_1"));
		conversation(ResponseJson.callItem("call_1"), ResponseJson.outputItem("call_1", "shipped"));
		Run run = this.gateway.load("resp_1", CONV);
		assertThat(this.gateway.cancel(run).status()).isEqualTo(RunStatus.IN_PROGRESS);
	}

	@Test
	void answersCallsOfOtherToolsThanFunctions() {
		ObjectNode approval = Json.object().put("type", "mcp_approval_request").put("id", "mcpr_1");
		ObjectNode custom = Json.object().put("type", "custom_tool_call").put("id", "ctc_1").put("call_id", "call_2");
		ObjectNode computer = Json.object().put("type", "computer_call").put("id", "cc_1").put("call_id", "call_3");
		ResponseJson response = asking("resp_1").item(approval).item(custom).item(computer);
		Run run = created(response);
		responds(response);
		conversation(ResponseJson.callItem("call_1"), approval, custom, computer);
		postReturns(ITEMS, page(List.of(), false));
		assertThat(this.gateway.cancel(run).status()).isEqualTo(RunStatus.CANCELLED);
		String notice = Json.tree(Items.CANCELLED_OUTPUT).toString();
		assertJson(lastBodyOf("POST " + ITEMS), """
				{"items": [
				 {"type": "function_call_output", "call_id": "call_1", "output": %1$s},
				 {"type": "mcp_approval_response", "approval_request_id": "mcpr_1", "approve": false, "reason": %1$s},
				 {"type": "custom_tool_call_output", "call_id": "call_2", "output": %1$s}
				]}""".formatted(notice));
	}

	@Test
	void isCancelledEvenIfTheServerTakesNoOutputsAsItems() {
		Run run = waiting();
		responds(asking("resp_1"));
		postReturns(ITEMS, aResponse().withStatus(400), "{\"error\":{\"message\":\"Not supported.\"}}");
		assertThat(this.gateway.cancel(run).status()).isEqualTo(RunStatus.CANCELLED);
		assertThat(this.gateway.refresh(run).status()).isEqualTo(RunStatus.CANCELLED);
	}

	private Run submitted() {
		Run run = waiting();
		postReturns("/v1/responses", ResponseJson.later("resp_2", 1, "resp_1").status("queued"));
		return this.gateway.submitToolOutputs(run, List.of(new ToolOutput("call_1", "shipped")));
	}

}
