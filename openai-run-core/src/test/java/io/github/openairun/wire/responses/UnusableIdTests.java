package io.github.openairun.wire.responses;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.web.client.RestClient;

import io.github.openairun.InvalidResponseException;
import io.github.openairun.ManualTaskScheduler;
import io.github.openairun.Run;
import io.github.openairun.ToolOutput;
import io.github.openairun.wire.EventLog;
import io.github.openairun.wire.RetryPolicy;
import io.github.openairun.wire.RunLinkStore;
import io.github.openairun.wire.RunLinkStore.Link;
import io.github.openairun.wire.RunLinkStore.ResponsePhase;
import io.github.openairun.wire.StreamTransport;
import io.github.openairun.wire.WireClient;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for ids of servers that no request can contain.
 */
class UnusableIdTests extends AbstractResponsesGatewayTests {

	private static final Map<String, Consumer<ResponsesGateway>> OF_RESPONSES = Map.of("POST /responses",
			(gateway) -> gateway.create(creation(request().message("Hi"))), "GET /responses/resp_1",
			(gateway) -> gateway.load("resp_1", CONV));

	private static final Map<String, Consumer<ResponsesGateway>> OF_CONVERSATIONS = Map.of("POST /conversations",
			(gateway) -> gateway.threads().create(List.of(), Map.of()), "GET /conversations/conv_1",
			(gateway) -> gateway.threads().load(CONV), "POST /conversations/conv_1",
			(gateway) -> gateway.threads().modify(CONV, Map.of()));

	static Stream<Arguments> endpoints() {
		return Stream.concat(
				OF_RESPONSES.entrySet()
					.stream()
					.map((operation) -> Arguments.of(operation.getKey(), operation.getValue(), "conv_1",
							"conversation")),
				OF_CONVERSATIONS.entrySet()
					.stream()
					.map((operation) -> Arguments.of(operation.getKey(), operation.getValue(), "resp_1", "response")));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("endpoints")
	void areRefusedWithTheEndpoint(String endpoint, Consumer<ResponsesGateway> operation, String otherId,
			String otherObject) {
		for (String id : new String[] { "\"\"", "\" \"", "\".\"", "\"..\"", "null", "{}",
				"\"" + "x".repeat(5000) + "\"", "\"" + otherId + "\"" }) {
			assertRefused(endpoint, operation, "{\"id\":" + id + "}", "'id'");
		}
		assertRefused(endpoint, operation, "{\"id\":\"x\",\"object\":\"" + otherObject + "\"}", "'object'");
	}

	private void assertRefused(String endpoint, Consumer<ResponsesGateway> operation, String json, String field) {
		server.stubFor(any(anyUrl()).willReturn(okJson(json)));
		assertThatExceptionOfType(InvalidResponseException.class).as(json)
			.isThrownBy(() -> operation.accept(this.gateway))
			.withMessageStartingWith(endpoint + " returned")
			.withMessageContaining(field)
			.satisfies((ex) -> assertThat(ex.getMessage()).hasSizeLessThan(500));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "..", "conv_1" })
	void areRefusedInWhatFollows(String id) {
		Run run = waiting();
		postReturns("/v1/responses", ResponseJson.response(id));
		assertThatExceptionOfType(InvalidResponseException.class)
			.isThrownBy(() -> this.gateway.submitToolOutputs(run, List.of(new ToolOutput("call_1", "x"))))
			.withMessageStartingWith("POST /responses")
			.withMessageContaining("'id'");
		getReturns("/v1/responses/resp_1", ResponseJson.response(id));
		assertThatExceptionOfType(InvalidResponseException.class).isThrownBy(() -> this.gateway.refresh(run))
			.withMessageStartingWith("GET /responses/resp_1")
			.withMessageContaining("'id'");
		assertThatExceptionOfType(InvalidResponseException.class).isThrownBy(() -> this.gateway.messages(run))
			.withMessageStartingWith("GET /responses/resp_1")
			.withMessageContaining("'id'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "queued", "completed" })
	void anotherResponseThanTheOneThatWasAskedForIsRefused(String status) {
		Run run = created(ResponseJson.response("resp_1").status("queued"));
		getReturns("/v1/responses/resp_1", ResponseJson.response("resp_9").status(status));
		assertThatExceptionOfType(InvalidResponseException.class).isThrownBy(() -> this.gateway.refresh(run))
			.withMessageStartingWith("GET /responses/resp_1")
			.withMessageContaining("'resp_9'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "..", "conv_1", " " })
	void linksThatConversationsHoldArePassedOver(String id) {
		getReturns("/v1/conversations/conv_1", "{\"id\":\"conv_1\",\"metadata\":{\"openairun.links\":\"resp_1,ACTIVE,"
				+ id + " resp_2,ACTIVE,resp_3\"}}");
		RunLinkStore links = new ConversationRunLinkStore(
				new ConversationApi(new LockAwareClient(client(), RunLinkStore.inMemory())));
		assertThat(links.find(CONV, "resp_1")).isNull();
		assertThat(links.find(CONV, "resp_2")).isEqualTo(new Link("resp_3", ResponsePhase.ACTIVE));
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"\"", "\" \"", "\"..\"", "null", "\"conv_1\"" })
	void streamsNameEndpointAndField(String id) {
		String events = "event: response.created\ndata: {\"response\":{\"id\":" + id + ",\"status\":\"queued\"}}\n\n"
				+ "data: [DONE]\n\n";
		server.stubFor(
				any(anyUrl()).willReturn(aResponse().withHeader("content-type", "text/event-stream").withBody(events)));
		try (StreamTransport transport = new StreamTransport(StreamTransport.Settings.defaults(),
				(executor) -> HttpClient.newBuilder().executor(executor).build(), new ManualTaskScheduler())) {
			ResponsesGateway streaming = new ResponsesGateway(client().withStreams(transport),
					ResponsesGateway.Options.defaults());
			assertThat(EventLog.of(streaming.streams().create(creation(request().message("Hi")))).failure())
				.isInstanceOf(InvalidResponseException.class)
				.hasMessageContaining("POST /responses")
				.hasMessageContaining("'id'");
		}
	}

	private WireClient client() {
		return new WireClient(RestClient.create(server.baseUrl() + "/v1"), (request) -> "key-1",
				new RetryPolicy(1, Duration.ofSeconds(60), () -> 0), this.scheduler);
	}

}
