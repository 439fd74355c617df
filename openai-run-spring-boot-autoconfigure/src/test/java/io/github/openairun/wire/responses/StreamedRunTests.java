package io.github.openairun.wire.responses;

import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;

import io.github.openairun.Run;
import io.github.openairun.RunRequest;
import io.github.openairun.ToolOutput;
import io.github.openairun.wire.EventLog;
import io.github.openairun.wire.RetryPolicy;
import io.github.openairun.wire.RunCreation;
import io.github.openairun.wire.RunLinkStore.Link;
import io.github.openairun.wire.RunLinkStore.Phase;
import io.github.openairun.wire.StreamTransport;
import io.github.openairun.wire.WireClient;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for runs that are created and continued as streams.
 */
class StreamedRunTests extends AbstractResponsesGatewayTests {

	private final StreamTransport transport = new StreamTransport(StreamTransport.Settings.defaults(),
			(executor) -> HttpClient.newBuilder().executor(executor).build());

	private final ResponsesGateway streaming = streaming(ResponsesGateway.Options.defaults().withLinks(this.links));

	private ResponsesGateway streaming(ResponsesGateway.Options options) {
		RestClient restClient = RestClient.builder()
			.baseUrl(server.baseUrl() + "/v1")
			.requestFactory(new JdkClientHttpRequestFactory(HttpClient.newHttpClient()))
			.build();
		WireClient client = new WireClient(restClient, (request) -> "key-1",
				new RetryPolicy(1, Duration.ofSeconds(60), () -> 0), this.pauses::add, Clock.systemUTC());
		return new ResponsesGateway(client.withStreams(this.transport), options);
	}

	@AfterEach
	void close() {
		this.transport.close();
	}

	@Test
	void createsARunAndTellsItsText() {
		pushes(ResponseEvents.of("resp_1").text("Hello ", "world").toString());
		EventLog log = EventLog.of(this.streaming.streams().create(listened(request().message("Hi")))).completed();
		assertThat(log.told()).containsExactly("run queued", "run in_progress", "text Hello ", "text world",
				"message Hello world", "step message_creation", "run completed");
		assertThat(log.run().id()).isEqualTo("resp_1");
		assertThat(this.links.find(CONV, "resp_1")).isEqualTo(new Link("resp_1", Phase.ENDED));
		assertThat(lastBody().get("stream").booleanValue()).isTrue();
		assertThat(lastBody().get("background").booleanValue()).isFalse();
	}

	@Test
	void continuesARunWithToolOutputs() {
		pushes(ResponseEvents.of("resp_1").background().call("call_1", "find_order", "{}").toString());
		Run run = EventLog.of(this.streaming.streams().create(creation(request().message("Where is my order?"))))
			.completed()
			.run();
		assertThat(run.requiresAction()).isTrue();
		assertThat(this.links.find(CONV, "resp_1")).isEqualTo(new Link("resp_1", Phase.ACTIVE));
		pushes(ResponseEvents.later("resp_2").background().text("Shipped").toString());
		EventLog log = EventLog
			.of(this.streaming.streams().submitToolOutputs(run, List.of(new ToolOutput("call_1", "shipped"))))
			.completed();
		assertThat(log.told()).containsExactly("run queued @0", "run in_progress @1", "text Shipped @3",
				"message Shipped @4", "step message_creation @5", "run completed @5");
		assertThat(log.run().id()).isEqualTo("resp_1");
		assertThat(this.links.find(CONV, "resp_1")).isEqualTo(new Link("resp_2", Phase.ENDED));
		assertThat(lastBody().get("background").booleanValue()).isTrue();
	}

	private static RunCreation listened(RunRequest.Builder request) {
		return new RunCreation(request.build(), assistant().build(), List.of(), null, true);
	}

	private static void pushes(String events) {
		pushes(aResponse().withStatus(200), events);
	}

	private static void pushes(ResponseDefinitionBuilder response, String events) {
		server.stubFor(post(urlPathEqualTo("/v1/responses"))
			.willReturn(response.withHeader("Content-Type", "text/event-stream").withBody(events)));
	}

}
