package io.github.openairun.wire.responses;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.openairun.InvalidResponseException;
import io.github.openairun.Message;
import io.github.openairun.Run;
import io.github.openairun.RunNotFoundException;
import io.github.openairun.ToolOutput;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class MessagesTests extends AbstractResponsesGatewayTests {

	@Test
	void readsTheMessagesOfASingleResponse() {
		Run run = created(ResponseJson.response("resp_1").message("msg_1", "Hello!").message("msg_2", "Bye."));
		responds(ResponseJson.response("resp_1").message("msg_1", "Hello!").message("msg_2", "Bye."));
		forgetRequests();
		List<Message> messages = this.gateway.messages(run);
		assertThat(messages).extracting(Message::text).containsExactly("Hello!", "Bye.");
		assertThat(messages).allSatisfy((message) -> {
			assertThat(message.runId()).isEqualTo("resp_1");
			assertThat(message.threadId()).isEqualTo(CONV);
			assertThat(message.role()).isEqualTo(Message.ASSISTANT);
			assertThat(message.createdAt()).isNull();
		});
		assertThat(requests()).containsExactly("GET /v1/responses/resp_1");
	}

	@Test
	void readsTheMessagesOfAllResponsesOldestFirst() {
		Run run = threeRounds();
		forgetRequests();
		assertThat(this.gateway.messages(run)).extracting(Message::id).containsExactly("msg_1", "msg_2", "msg_3");
		assertThat(requests()).containsExactly("GET /v1/responses/resp_3", "GET /v1/responses/resp_2",
				"GET /v1/responses/resp_1");
	}

	@Test
	void readsTheMessagesWithoutMemory() {
		Run run = threeRounds();
		assertThat(afterRestart().messages(run)).extracting(Message::id).containsExactly("msg_1", "msg_2", "msg_3");
	}

	@Test
	void doesNotWalkInCircles() {
		Run run = threeRounds();
		responds(ResponseJson.later("resp_2", 1, "resp_3").message("msg_2", "Still looking."));
		assertThatExceptionOfType(InvalidResponseException.class).isThrownBy(() -> this.gateway.messages(run))
			.withMessageStartingWith("GET /responses/resp_2 ")
			.withMessageContaining("2 of at most 1000");
	}

	@Test
	void endsWhereTheTimeLimitIsOver() {
		Run run = threeRounds();
		assertThat(afterRestart().within(() -> true).messages(run)).hasSize(3);
		assertThatExceptionOfType(InvalidResponseException.class)
			.isThrownBy(() -> afterRestart().within(() -> false).messages(run))
			.withMessageContaining("1 of at most 1000");
	}

	@Test
	void followsAThousandPreviousResponsesAtMost() {
		Run run = threeRounds();
		responds(ResponseJson.later("resp_3", 2, "1").message("msg_3", "Shipped."));
		server.stubFor(get(urlPathMatching("/v1/responses/[0-9]+")).willReturn(okJson("""
				{"id":"{{request.pathSegments.[2]}}","object":"response","status":"completed","output":[],
				 "metadata":{"openairun.prev":"{{math request.pathSegments.[2] '+' 1}}","openairun.run":"resp_1"}}""")
			.withTransformers("response-template")));
		assertThatExceptionOfType(InvalidResponseException.class).isThrownBy(() -> this.gateway.messages(run))
			.withMessageContaining("1000 of at most 1000");
		assertThat(requests()).hasSizeLessThanOrEqualTo(1100);
	}

	@ParameterizedTest
	@ValueSource(strings = { " ", "..", "conv_1" })
	void refusesAPreviousResponseThatIsNone(String previous) {
		Run run = threeRounds();
		responds(ResponseJson.later("resp_3", 2, previous).message("msg_3", "Shipped."));
		assertThatExceptionOfType(InvalidResponseException.class).isThrownBy(() -> this.gateway.messages(run))
			.withMessageStartingWith("GET /responses/resp_3 ")
			.withMessageContaining("'openairun.prev'");
	}

	@Test
	void goesToTheFirstResponseWhereALinkIsMissing() {
		Run run = threeRounds();
		responds(ResponseJson.later("resp_3", 2, "x")
			.with("metadata", Map.of("openairun.run", "resp_1"))
			.message("msg_3", "Shipped."));
		assertThat(this.gateway.messages(run)).extracting(Message::id).containsExactly("msg_1", "msg_3");
	}

	@Test
	void doesNotFindTheMessagesOfARunThatTheServerHasDropped() {
		Run run = created(ResponseJson.response("resp_1"));
		server.stubFor(get(urlPathEqualTo("/v1/responses/resp_1"))
			.willReturn(aResponse().withStatus(404).withBody("{\"error\":{\"message\":\"Response not found.\"}}")));
		assertThatExceptionOfType(RunNotFoundException.class).isThrownBy(() -> this.gateway.messages(run));
	}

	private Run threeRounds() {
		Run run = waiting();
		postReturns("/v1/responses", ResponseJson.later("resp_2", 1, "resp_1").call("call_2", "find_order", "{}"));
		run = this.gateway.submitToolOutputs(run, List.of(new ToolOutput("call_1", "a")));
		postReturns("/v1/responses", ResponseJson.later("resp_3", 2, "resp_2").message("msg_3", "Shipped."));
		run = this.gateway.submitToolOutputs(run, List.of(new ToolOutput("call_2", "b")));
		responds(asking("resp_1").message("msg_1", "Let me see."),
				ResponseJson.later("resp_2", 1, "resp_1")
					.message("msg_2", "Still looking.")
					.call("call_2", "find_order", "{}"),
				ResponseJson.later("resp_3", 2, "resp_2").message("msg_3", "Shipped."));
		return run;
	}

}
