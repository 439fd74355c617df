package io.github.openairun.wire.responses;

import java.util.List;

import com.github.tomakehurst.wiremock.stubbing.Scenario;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

import io.github.openairun.BadRequestException;
import io.github.openairun.InvalidResponseException;
import io.github.openairun.Message;
import io.github.openairun.Run;
import io.github.openairun.RunOutcomeUnknownException;
import io.github.openairun.RunStatus;
import io.github.openairun.ThreadBusyException;
import io.github.openairun.ToolCall;
import io.github.openairun.ToolOutput;
import io.github.openairun.wire.RequestTrace;
import io.github.openairun.wire.RunGateway;
import io.github.openairun.wire.RunLinkStore.Link;
import io.github.openairun.wire.RunLinkStore.ResponsePhase;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

/**
 * The answer to a submission is lost: the response that took it is {@code resp_lost}.
 */
class TraceSubmissionTests extends AbstractResponsesGatewayTests {

	private static final List<ToolOutput> OUTPUTS = List.of(new ToolOutput("call_1", "shipped"));

	private static final String CANCEL = "/v1/responses/resp_2/cancel";

	private final ObjectNode call = ResponseJson.callItem("call_1");

	private final ObjectNode output = ResponseJson.outputItem("call_1", "shipped");

	private final ObjectNode reply = ResponseJson.messageItem("msg_1", "assistant", "Shipped.");

	private Run lost() {
		Run run = waiting();
		postReturns("/v1/responses", aResponse().withStatus(502), "Bad gateway");
		assertThatExceptionOfType(RunOutcomeUnknownException.class)
			.isThrownBy(() -> this.gateway.submitToolOutputs(run, OUTPUTS));
		assertThat(requests()).containsExactly("POST /v1/responses", "GET " + ITEMS + "?limit=100&order=desc",
				"POST /v1/responses");
		forgetRequests();
		return run;
	}

	@Test
	void adoptsTheReply() {
		Run run = lost();
		conversation(this.call, this.output, this.reply);
		RequestTrace trace = this.gateway.traceSubmission(run, OUTPUTS);
		assertThat(trace).asInstanceOf(type(RequestTrace.Found.class)).satisfies((arrived) -> {
			assertThat(arrived.run().status()).isEqualTo(RunStatus.COMPLETED);
			assertThat(arrived.run().id()).isEqualTo("resp_1");
			assertThat(arrived.run().reconstructed()).isTrue();
		});
		assertThat(requests()).containsExactly("GET " + ITEMS + "?limit=100&order=desc");
	}

	@Test
	void adoptsTheNextRoundAndGoesThroughIt() {
		Run run = lost();
		conversation(this.call, this.output, ResponseJson.callItem("call_2"));
		Run adopted = ((RequestTrace.Found) this.gateway.traceSubmission(run, OUTPUTS)).run();
		assertThat(adopted.toolCalls()).extracting(ToolCall::id).containsExactly("call_2");
		postReturns("/v1/responses", ResponseJson.later("resp_3", 2, "x").status("queued"));
		Run next = this.gateway.submitToolOutputs(adopted, List.of(new ToolOutput("call_2", "lost")));
		assertThat(RunPosition.responseId(next)).isEqualTo("resp_3");
		assertThat(lastBodyOf("POST /v1/responses").get("metadata").get("openairun.seq").stringValue()).isEqualTo("2");
	}

	@Test
	void readsTheMessagesOfAnAdoptedReply() {
		Run run = lost();
		responds(asking("resp_1").message("msg_0", "Let me see."));
		conversation(this.call, this.output, this.reply);
		Run adopted = ((RequestTrace.Found) this.gateway.traceSubmission(run, OUTPUTS)).run();
		assertThat(this.gateway.messages(adopted)).extracting(Message::id).containsExactly("msg_0", "msg_1");
	}

	@Test
	void followsAnAdoptedRunThatGoesOn() {
		Run run = lost();
		conversation(this.call, this.output);
		Run adopted = ((RequestTrace.Found) this.gateway.traceSubmission(run, OUTPUTS)).run();
		assertThat(adopted.status()).isEqualTo(RunStatus.IN_PROGRESS);
		responds(asking("resp_1"));
		conversation(this.call, this.output, this.reply);
		assertThat(this.gateway.refresh(adopted).status()).isEqualTo(RunStatus.COMPLETED);
	}

	@Test
	void findsNothing() {
		Run run = lost();
		conversation(this.call);
		assertThat(this.gateway.traceSubmission(run, OUTPUTS)).isInstanceOf(RequestTrace.Absent.class);
	}

	@Test
	void cannotTellWhenNotEvenTheCallsAreFound() {
		Run run = lost();
		conversation();
		assertThat(this.gateway.traceSubmission(run, OUTPUTS)).isInstanceOf(RequestTrace.Undecided.class);
	}

	@Test
	void readsNoFurtherPageWhenThereIsNoTime() {
		Run run = lost();
		responds(asking("resp_1"));
		server.stubFor(get(urlPathEqualTo(ITEMS))
			.willReturn(okJson("{\"data\":[{\"id\":\"msg_9\",\"type\":\"message\"}],\"has_more\":true}")));
		for (ThrowingCallable operation : List.<ThrowingCallable>of(() -> outOfTime().traceSubmission(run, OUTPUTS),
				() -> outOfTime().answeredElsewhere(run), () -> outOfTime().refresh(run))) {
			forgetRequests();
			assertThatExceptionOfType(InvalidResponseException.class).isThrownBy(operation)
				.withMessageContaining("more pages after 1 of at most 10");
			assertThat(requests()).filteredOn((request) -> request.contains("/items")).hasSize(1);
		}
	}

	private RunGateway outOfTime() {
		return this.gateway.within(() -> false);
	}

	@Test
	void followsTheLinkThatAnotherThreadHasSet() {
		Run run = lost();
		this.links.advance(CONV, "resp_1", "resp_1", new Link("resp_2", ResponsePhase.ACTIVE));
		responds(ResponseJson.later("resp_2", 1, "resp_1").status("in_progress"));
		RequestTrace trace = this.gateway.traceSubmission(run, OUTPUTS);
		assertThat(RunPosition.responseId(((RequestTrace.Found) trace).run())).isEqualTo("resp_2");
	}

	@Test
	void submitsAgainWhatHasNotArrived() {
		Run run = lost();
		conversation(this.call);
		postReturns("/v1/responses", ResponseJson.later("resp_2", 1, "resp_1").status("queued"));
		Run next = this.gateway.submitToolOutputs(run, OUTPUTS);
		assertThat(RunPosition.responseId(next)).isEqualTo("resp_2");
		assertThat(next.reconstructed()).isFalse();
		assertThat(requests()).containsExactly("POST /v1/responses", "GET " + ITEMS + "?limit=100&order=desc");
		assertThat(this.links.find(CONV, "resp_1")).isEqualTo(new Link("resp_2", ResponsePhase.ACTIVE));
	}

	@Test
	void waitsWhileTheLostSubmissionRuns() {
		Run run = lost();
		postReturns("/v1/responses", aResponse().withStatus(400), locked());
		assertThatExceptionOfType(ThreadBusyException.class)
			.isThrownBy(() -> this.gateway.submitToolOutputs(run, OUTPUTS));
	}

	@Test
	void cancelsADuplicateOfWhatArrivedBetweenLookAndSubmission() {
		Run run = lost();
		conversation(this.call);
		assertThat(this.gateway.traceSubmission(run, OUTPUTS)).isInstanceOf(RequestTrace.Absent.class);
		conversation(this.call, this.output, this.reply);
		postReturns("/v1/responses", ResponseJson.later("resp_2", 1, "resp_1").status("queued"));
		responds(ResponseJson.later("resp_2", 1, "resp_1").status("in_progress"));
		postReturns(CANCEL, ResponseJson.later("resp_2", 1, "resp_1").status("cancelled"));
		Run adopted = this.gateway.submitToolOutputs(run, OUTPUTS);
		assertThat(adopted.status()).isEqualTo(RunStatus.COMPLETED);
		assertThat(adopted.reconstructed()).isTrue();
		assertThat(requests()).last().isEqualTo("POST " + CANCEL);
		responds(asking("resp_1"));
		assertThat(this.gateway.load("resp_1", CONV).status()).isEqualTo(RunStatus.COMPLETED);
	}

	@Test
	void adoptsTheFirstSubmissionWhenTheServerFailsTheDuplicate() {
		Run run = lost();
		conversation(this.call, this.output, this.reply);
		postReturns("/v1/responses", ResponseJson.later("resp_2", 1, "resp_1").status("queued"));
		responds(ResponseJson.later("resp_2", 1, "resp_1").status("failed"));
		assertThat(this.gateway.submitToolOutputs(run, OUTPUTS).status()).isEqualTo(RunStatus.COMPLETED);
		assertThat(requests()).doesNotContain("POST " + CANCEL);
	}

	@Test
	void keepsItsOwnSubmissionWhenTheServerShowsOutputsAtOnce() {
		Run run = lost();
		conversation(this.call, this.output);
		postReturns("/v1/responses", ResponseJson.later("resp_2", 1, "resp_1").status("queued"));
		responds(ResponseJson.later("resp_2", 1, "resp_1").status("in_progress"));
		assertThat(RunPosition.responseId(this.gateway.submitToolOutputs(run, OUTPUTS))).isEqualTo("resp_2");
		assertThat(requests()).doesNotContain("POST " + CANCEL);
	}

	@Test
	void keepsItsOwnSubmissionWhenItHasCompletedAlready() {
		Run run = lost();
		conversation(this.call, this.output, this.reply);
		postReturns("/v1/responses", ResponseJson.later("resp_2", 1, "resp_1").status("queued"));
		responds(ResponseJson.later("resp_2", 1, "resp_1").message("msg_1", "Shipped."));
		assertThat(RunPosition.responseId(this.gateway.submitToolOutputs(run, OUTPUTS))).isEqualTo("resp_2");
	}

	@Test
	void keepsItsOwnSubmissionWhenItCannotLook() {
		Run run = lost();
		postReturns("/v1/responses", ResponseJson.later("resp_2", 1, "resp_1").status("queued"));
		assertThat(RunPosition.responseId(this.gateway.submitToolOutputs(run, OUTPUTS))).isEqualTo("resp_2");
		assertThat(this.links.find(CONV, "resp_1")).isEqualTo(new Link("resp_2", ResponsePhase.ACTIVE));
	}

	@Test
	void adoptsTheFirstSubmissionWhenTheServerRefusesTheDuplicate() {
		Run run = lost();
		postReturns("/v1/responses", aResponse().withStatus(400),
				"{\"error\":{\"message\":\"No tool call found for function call output with call_id call_1.\"}}");
		conversation(this.call, this.output, this.reply);
		assertThat(this.gateway.submitToolOutputs(run, OUTPUTS).status()).isEqualTo(RunStatus.COMPLETED);
	}

	@Test
	void passesOnTheRefusalWhenNothingHasArrived() {
		Run run = lost();
		postReturns("/v1/responses", aResponse().withStatus(400), "{\"error\":{\"message\":\"Too long.\"}}");
		conversation(this.call);
		assertThatExceptionOfType(BadRequestException.class)
			.isThrownBy(() -> this.gateway.submitToolOutputs(run, OUTPUTS));
	}

	@Test
	void doesNotRepeatASubmissionByItselfThoughTheServerAsksForIt() {
		Run run = waiting();
		server.stubFor(post(urlPathEqualTo("/v1/responses")).inScenario("retry")
			.whenScenarioStateIs(Scenario.STARTED)
			.willReturn(aResponse().withStatus(500).withHeader("x-should-retry", "true"))
			.willSetStateTo("again"));
		server.stubFor(post(urlPathEqualTo("/v1/responses")).inScenario("retry")
			.whenScenarioStateIs("again")
			.willReturn(okJson(ResponseJson.later("resp_2", 1, "resp_1").toString())));
		assertThatExceptionOfType(RunOutcomeUnknownException.class)
			.isThrownBy(() -> this.gateway.submitToolOutputs(run, OUTPUTS));
		assertThat(this.scheduler.delays()).isEmpty();
	}

}
