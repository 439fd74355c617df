package io.github.openairun.wire.responses;

import java.util.ArrayList;
import java.util.List;

import com.github.tomakehurst.wiremock.client.WireMock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

import io.github.openairun.Message;
import io.github.openairun.Run;
import io.github.openairun.RunStatus;
import io.github.openairun.RunUsage;
import io.github.openairun.ToolCall;
import io.github.openairun.ToolOutput;
import io.github.openairun.wire.RunLinkStore.Link;
import io.github.openairun.wire.RunLinkStore.ResponsePhase;

import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A process that knows nothing takes up the run {@code resp_1} by its two ids.
 */
class RestartTests extends AbstractResponsesGatewayTests {

	private static final String NEWEST_ITEMS = "GET " + ITEMS + "?limit=100&order=desc";

	private static final ObjectNode QUESTION = ResponseJson.messageItem("msg_0", "user", "Where is order 17?");

	private final ObjectNode call = ResponseJson.callItem("call_1");

	private final ObjectNode output = ResponseJson.outputItem("call_1", "shipped");

	@Test
	void takesUpARunThatStillWaits() {
		responds(asking("resp_1").usage(100, 10));
		conversation(QUESTION, this.call);
		Run run = this.gateway.load("resp_1", CONV);
		assertThat(run.status()).isEqualTo(RunStatus.REQUIRES_ACTION);
		assertThat(run.reconstructed()).isTrue();
		assertThat(RunPosition.responseId(run)).isEqualTo("resp_1");
		assertThat(run.usage()).isEqualTo(new RunUsage(100, 10, 110));
		assertThat(requests()).containsExactly("GET /v1/responses/resp_1", NEWEST_ITEMS);
		postReturns("/v1/responses", ResponseJson.later("resp_2", 1, "resp_1").status("queued"));
		Run next = this.gateway.submitToolOutputs(run, List.of(new ToolOutput("call_1", "shipped")));
		assertThat(RunPosition.responseId(next)).isEqualTo("resp_2");
		assertThat(next.reconstructed()).isFalse();
		assertThat(this.links.find(CONV, "resp_1")).isEqualTo(new Link("resp_2", ResponsePhase.ACTIVE));
	}

	@Test
	void takesUpARunThatIsQueued() {
		responds(ResponseJson.response("resp_1").status("queued"));
		Run run = this.gateway.load("resp_1", CONV);
		assertThat(run.status()).isEqualTo(RunStatus.QUEUED);
		assertThat(run.reconstructed()).isFalse();
		assertThat(this.links.activeRun(CONV)).isEqualTo("resp_1");
	}

	@Test
	void takesUpARunThatWaitsAfterTheSecondRound() {
		responds(asking("resp_1").usage(100, 10).with("instructions", "Be brief."));
		conversation(QUESTION, this.call, this.output, ResponseJson.callItem("call_2"),
				ResponseJson.callItem("call_3"));
		Run run = this.gateway.load("resp_1", CONV);
		assertThat(run.status()).isEqualTo(RunStatus.REQUIRES_ACTION);
		assertThat(run.toolCalls()).extracting(ToolCall::id).containsExactly("call_2", "call_3");
		assertThat(run.reconstructed()).isTrue();
		assertThat(run.usage()).isNull();
		assertThat(RunPosition.responseId(run)).isNull();
		postReturns("/v1/responses", ResponseJson.later("resp_3", 2, "x").status("queued"));
		this.gateway.submitToolOutputs(run, List.of(new ToolOutput("call_2", "a"), new ToolOutput("call_3", "b")));
		assertJson(lastBodyOf("POST /v1/responses"), """
				{"conversation": "conv_1", "background": true, "model": "gpt-test-2026-01-01",
				 "instructions": "Be brief.",
				 "input": [{"type": "function_call_output", "call_id": "call_2", "output": "a"},
				   {"type": "function_call_output", "call_id": "call_3", "output": "b"}],
				 "metadata": {"openairun.v": "1", "openairun.assistant": "support", "openairun.run": "resp_1",
				   "openairun.seq": "2"}}""");
		assertThat(this.links.find(CONV, "resp_1")).isEqualTo(new Link("resp_3", ResponsePhase.ACTIVE));
	}

	@Test
	void findsThatARunHasCompleted() {
		responds(asking("resp_1").usage(100, 10));
		conversation(QUESTION, this.call, this.output, ResponseJson.messageItem("msg_1", "assistant", "Shipped."));
		Run run = this.gateway.load("resp_1", CONV);
		assertThat(run.status()).isEqualTo(RunStatus.COMPLETED);
		assertThat(run.reconstructed()).isTrue();
		assertThat(run.usage()).isNull();
		assertThat(run.toolCalls()).isEmpty();
		assertThat(this.gateway.messages(run)).extracting(Message::text).containsExactly("Shipped.");
		assertThat(this.links.activeRun(CONV)).isNull();
	}

	@Test
	void findsThatARunHasCompletedBeforeOtherRuns() {
		responds(asking("resp_1"));
		conversation(QUESTION, this.call, this.output, ResponseJson.messageItem("msg_1", "assistant", "Shipped."),
				ResponseJson.messageItem("msg_2", "user", "And 18?"), ResponseJson.callItem("call_9"));
		Run run = this.gateway.load("resp_1", CONV);
		assertThat(run.status()).isEqualTo(RunStatus.COMPLETED);
		assertThat(this.gateway.messages(run)).extracting(Message::id).containsExactly("msg_1");
	}

	@Test
	void findsThatARunGoesOn() {
		responds(asking("resp_1"));
		conversation(QUESTION, this.call, this.output);
		Run run = this.gateway.load("resp_1", CONV);
		assertThat(run.status()).isEqualTo(RunStatus.IN_PROGRESS);
		conversation(QUESTION, this.call, this.output, ResponseJson.messageItem("msg_1", "assistant", "Shipped."));
		assertThat(this.gateway.refresh(run).status()).isEqualTo(RunStatus.COMPLETED);
	}

	@Test
	void findsThatARunWasCancelledWhileItWaited() {
		Run waiting = waiting();
		responds(asking("resp_1"));
		postReturns(ITEMS, page(List.of(), false));
		this.gateway.cancel(waiting);
		conversation(QUESTION, this.call, (ObjectNode) lastBodyOf("POST " + ITEMS).get("items").get(0));
		assertThat(afterRestart().load("resp_1", CONV).status()).isEqualTo(RunStatus.CANCELLED);
	}

	@Test
	void looksForTheCallsOnFurtherPages() {
		responds(asking("resp_1"));
		List<ObjectNode> newest = new ArrayList<>();
		newest.add(ResponseJson.messageItem("msg_3", "assistant", "Bye."));
		newest.add(ResponseJson.messageItem("msg_2", "user", "Bye!"));
		server.stubFor(get(urlPathEqualTo(ITEMS)).withQueryParam("after", absent())
			.willReturn(okJson(page(newest, true).toString())));
		List<ObjectNode> older = List.of(ResponseJson.messageItem("msg_1", "assistant", "Shipped."), this.output,
				this.call, QUESTION);
		server.stubFor(get(urlPathEqualTo(ITEMS)).withQueryParam("after", equalTo("msg_2"))
			.willReturn(okJson(page(older, false).toString())));
		assertThat(this.gateway.load("resp_1", CONV).status()).isEqualTo(RunStatus.COMPLETED);
		assertThat(requests()).containsExactly("GET /v1/responses/resp_1", NEWEST_ITEMS, NEWEST_ITEMS + "&after=msg_2");
	}

	@Test
	void findsOutputsThatStandRightBehindTheirCalls() {
		responds(asking("resp_1").call("call_2", "find_order", "{}"));
		conversation(QUESTION, this.call, this.output, ResponseJson.callItem("call_2"),
				ResponseJson.outputItem("call_2", "lost"), ResponseJson.messageItem("msg_1", "assistant", "Shipped."));
		assertThat(this.gateway.load("resp_1", CONV).status()).isEqualTo(RunStatus.COMPLETED);
	}

	@Test
	void findsOutputsThoughOneOfTheCallsIsNotShown() {
		responds(asking("resp_1").call("call_2", "find_order", "{}"));
		conversation(QUESTION, this.call, this.output, ResponseJson.outputItem("call_2", "lost"),
				ResponseJson.messageItem("msg_1", "assistant", "Shipped."));
		assertThat(this.gateway.load("resp_1", CONV).status()).isEqualTo(RunStatus.COMPLETED);
	}

	@Test
	void doesNotReadAConversationForEver() {
		responds(asking("resp_1"));
		for (int i = 0; i < 20; i++) {
			List<ObjectNode> items = List.of(ResponseJson.messageItem("msg_" + (i + 1), "user", "Hello"));
			server.stubFor(get(urlPathEqualTo(ITEMS)).withQueryParam("after", (i > 0) ? equalTo("msg_" + i) : absent())
				.willReturn(okJson(page(items, true).toString())));
		}
		assertThat(this.gateway.load("resp_1", CONV).status()).isEqualTo(RunStatus.REQUIRES_ACTION);
		server.verify(10, WireMock.getRequestedFor(urlPathEqualTo(ITEMS)));
	}

	@Test
	void doesNotReadTheSamePageAgainAndAgain() {
		responds(asking("resp_1"));
		server.stubFor(get(urlPathEqualTo(ITEMS)).willReturn(okJson(page(List.of(QUESTION), true).toString())));
		assertThat(this.gateway.load("resp_1", CONV).status()).isEqualTo(RunStatus.REQUIRES_ACTION);
		server.verify(2, WireMock.getRequestedFor(urlPathEqualTo(ITEMS)));
	}

	@Test
	void doesNotLookForCallsThatNoOutputAnswers() {
		responds(ResponseJson.response("resp_1")
			.item((ObjectNode) ResponseJson.callItem("x").put("type", "computer_call")));
		Run run = this.gateway.load("resp_1", CONV);
		assertThat(run.unsupportedAction()).isEqualTo("computer_call");
		assertThat(requests()).containsExactly("GET /v1/responses/resp_1");
	}

	@Test
	void refreshesASnapshotThatOutlivedTheProcess() {
		Run run = waiting();
		postReturns("/v1/responses", ResponseJson.later("resp_2", 1, "resp_1").status("queued"));
		Run queued = this.gateway.submitToolOutputs(run, List.of(new ToolOutput("call_1", "shipped")));
		responds(ResponseJson.later("resp_2", 1, "resp_1").call("call_2", "find_order", "{}"));
		conversation(QUESTION, this.call, this.output, ResponseJson.callItem("call_2"));
		Run refreshed = afterRestart().refresh(queued);
		assertThat(refreshed.toolCalls()).extracting(ToolCall::id).containsExactly("call_2");
		assertThat(RunPosition.responseId(refreshed)).isEqualTo("resp_2");
	}

	@Test
	void fallsBackToTheItemsWhenTheLinkedResponseIsGone() {
		Run run = waiting();
		postReturns("/v1/responses", ResponseJson.later("resp_2", 1, "resp_1").status("queued"));
		this.gateway.submitToolOutputs(run, List.of(new ToolOutput("call_1", "shipped")));
		responds(asking("resp_1"));
		server.stubFor(get(urlPathEqualTo("/v1/responses/resp_2")).willReturn(WireMock.aResponse()
			.withStatus(404)
			.withBody("{\"error\":{\"message\":\"Response with id 'resp_2' not found.\"}}")));
		conversation(QUESTION, this.call, this.output, ResponseJson.messageItem("msg_1", "assistant", "Shipped."));
		Run loaded = this.gateway.load("resp_1", CONV);
		assertThat(loaded.status()).isEqualTo(RunStatus.COMPLETED);
		assertThat(loaded.reconstructed()).isTrue();
	}

	@Test
	void takesARunThatItKnowsToWaitForWhatItIs() {
		waiting();
		responds(asking("resp_1").usage(100, 10));
		conversation(QUESTION, this.call);
		forgetRequests();
		Run run = this.gateway.load("resp_1", CONV);
		assertThat(run.status()).isEqualTo(RunStatus.REQUIRES_ACTION);
		assertThat(run.reconstructed()).isFalse();
		assertThat(run.usage()).isEqualTo(new RunUsage(100, 10, 110));
		assertThat(this.links.find(CONV, "resp_1")).isEqualTo(new Link("resp_1", ResponsePhase.ACTIVE));
		assertThat(requests()).containsExactly("GET /v1/responses/resp_1", NEWEST_ITEMS);
	}

	@Test
	void seesThatAnotherProcessHasAnsweredTheCallsOfARunThatItKnows() {
		waiting();
		responds(asking("resp_1"));
		conversation(QUESTION, this.call, this.output, ResponseJson.callItem("call_2"));
		Run run = this.gateway.load("resp_1", CONV);
		assertThat(run.toolCalls()).extracting(ToolCall::id).containsExactly("call_2");
		assertThat(run.reconstructed()).isTrue();
		assertThat(this.links.find(CONV, "resp_1")).isEqualTo(new Link("resp_1", ResponsePhase.UNCERTAIN));
	}

	@Test
	void seesThatAnotherProcessHasAnsweredALaterRound() {
		Run run = waiting();
		postReturns("/v1/responses", ResponseJson.later("resp_2", 1, "resp_1").status("queued"));
		this.gateway.submitToolOutputs(run, List.of(new ToolOutput("call_1", "shipped")));
		responds(asking("resp_1"), ResponseJson.later("resp_2", 1, "resp_1").call("call_2", "find_order", "{}"));
		conversation(QUESTION, this.call, this.output, ResponseJson.callItem("call_2"),
				ResponseJson.outputItem("call_2", "lost"), ResponseJson.messageItem("msg_1", "assistant", "Lost."));
		Run loaded = this.gateway.load("resp_1", CONV);
		assertThat(loaded.status()).isEqualTo(RunStatus.COMPLETED);
		assertThat(loaded.reconstructed()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aRunOfWhichOnlyTheIdsAreKnownHasItsAssistant(boolean linked) {
		waiting();
		responds(asking("resp_1"));
		conversation(QUESTION, this.call);
		Run ids = Run.builder("resp_1", CONV).build();
		Run run = (linked ? this.gateway : afterRestart()).refresh(ids);
		assertThat(run.status()).isEqualTo(RunStatus.REQUIRES_ACTION);
		assertThat(run.assistant()).isEqualTo("support");
	}

	@Test
	void doesNotLookAtTheItemsOfARunThatItKnowsToWork() {
		created(ResponseJson.response("resp_1").status("queued"));
		responds(ResponseJson.response("resp_1").status("in_progress"));
		forgetRequests();
		this.gateway.load("resp_1", CONV);
		assertThat(requests()).containsExactly("GET /v1/responses/resp_1");
	}

}
