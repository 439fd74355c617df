package io.github.openairun.wire.stateless;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;

import io.github.openairun.Assistant;
import io.github.openairun.ManualTaskScheduler;
import io.github.openairun.Message;
import io.github.openairun.PageQuery;
import io.github.openairun.Run;
import io.github.openairun.RunRequest;
import io.github.openairun.ToolDefinition;
import io.github.openairun.thread.InMemoryThreadStore;
import io.github.openairun.wire.Json;
import io.github.openairun.wire.RetryPolicy;
import io.github.openairun.wire.RunCreation;
import io.github.openairun.wire.WireClient;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.matching;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

/**
 * A {@link StatelessGateway} in front of a scripted server.
 */
abstract class AbstractStatelessGatewayTests {

	static final ToolDefinition FIND = new ToolDefinition("find", null, "{\"type\":\"object\"}", false);

	static final String REPLY = """
			{"id":"resp_7","status":"completed","output":[{"type":"message","id":"msg_1","role":"assistant",
			"content":[{"type":"output_text","text":"Hi","annotations":[]}]}],
			"usage":{"input_tokens":10,"output_tokens":5}}""";

	static final String CALL = """
			{"id":"resp_7","max_output_tokens":4000,"store":true,"output":[
			{"type":"reasoning","id":"rs_1","summary":[],"encrypted_content":"secret"},
			{"type":"reasoning","id":"rs_2","summary":[]},
			{"type":"function_call","id":"fc_1","status":"completed","call_id":"call_0","name":"find","arguments":"{}"}],
			"usage":{"input_tokens":10,"output_tokens":5}}""";

	@RegisterExtension
	static final WireMockExtension server = WireMockExtension.newInstance()
		.options(wireMockConfig().dynamicPort().http2PlainDisabled(true))
		.build();

	final ManualTaskScheduler scheduler = ManualTaskScheduler.jumping();

	final InMemoryThreadStore store = new InMemoryThreadStore(new InMemoryThreadStore.Bounds(10, 20, Duration.ZERO),
			this.scheduler.getClock());

	StatelessGateway gateway = gateway(StatelessGateway.Options.of(this.store, this.scheduler.getClock()));

	final String thread = this.gateway.threads().create(List.of(), Map.of()).id();

	StatelessGateway gateway(StatelessGateway.Options options) {
		RestClient restClient = RestClient.builder()
			.baseUrl(server.baseUrl() + "/v1")
			.requestFactory(new JdkClientHttpRequestFactory(HttpClient.newHttpClient()))
			.build();
		WireClient client = new WireClient(restClient, (request) -> "key-1",
				new RetryPolicy(1, Duration.ofSeconds(60), () -> 0), this.scheduler);
		return new StatelessGateway(client, options);
	}

	static void answers(int status, String body) {
		server.stubFor(post(anyUrl())
			.willReturn(aResponse().withStatus(status).withHeader("Content-Type", "application/json").withBody(body)));
	}

	static void refuses(String pattern, String error) {
		server.stubFor(post(anyUrl()).withRequestBody(matching("(?s).*" + pattern + ".*"))
			.willReturn(aResponse().withStatus(400)
				.withHeader("Content-Type", "application/json")
				.withBody("{\"error\":" + error + "}")));
	}

	RunCreation creation(RunRequest.Builder request) {
		return new RunCreation(request.thread(this.thread).build(),
				Assistant.named("support").model("gpt-test").instructions("Be brief.").build(), List.of(FIND));
	}

	Run create(String message) {
		return this.gateway.create(creation(RunRequest.assistant("support").message(message)));
	}

	static List<JsonNode> bodies() {
		List<ServeEvent> events = new ArrayList<>(server.getAllServeEvents());
		Collections.reverse(events);
		return events.stream().map((event) -> Json.parse(event.getRequest().getBodyAsString(), "body")).toList();
	}

	static JsonNode lastBody() {
		List<JsonNode> bodies = bodies();
		return bodies.get(bodies.size() - 1);
	}

	List<String> texts() {
		return this.gateway.threads()
			.messages(this.thread, PageQuery.oldestFirst())
			.data()
			.stream()
			.map(Message::text)
			.toList();
	}

}
