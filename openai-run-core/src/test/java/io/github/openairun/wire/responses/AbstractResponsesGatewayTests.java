package io.github.openairun.wire.responses;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import com.github.tomakehurst.wiremock.stubbing.StubMapping;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import io.github.openairun.Assistant;
import io.github.openairun.ManualTaskScheduler;
import io.github.openairun.Run;
import io.github.openairun.RunRequest;
import io.github.openairun.ToolDefinition;
import io.github.openairun.wire.Json;
import io.github.openairun.wire.RetryPolicy;
import io.github.openairun.wire.RunCreation;
import io.github.openairun.wire.RunLinkStore;
import io.github.openairun.wire.WireClient;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A gateway in front of a scripted server.
 */
abstract class AbstractResponsesGatewayTests {

	static final String CONV = "conv_1";

	static final String ITEMS = "/v1/conversations/conv_1/items";

	static final String PARAMETERS = """
			{"type":"object","properties":{"id":{"type":"string"}},"required":["id"],"additionalProperties":false}""";

	@RegisterExtension
	static final WireMockExtension server = WireMockExtension.newInstance()
		.options(wireMockConfig().dynamicPort().http2PlainDisabled(true))
		.build();

	final ManualTaskScheduler scheduler = ManualTaskScheduler.jumping();

	final RunLinkStore links = RunLinkStore.inMemory();

	final ResponsesGateway gateway = gateway(this.links);

	/**
	 * A gateway of another process, if the store is a new one.
	 */
	final ResponsesGateway gateway(RunLinkStore links) {
		return gateway(ResponsesGateway.Options.defaults().withLinks(links));
	}

	final ResponsesGateway gateway(ResponsesGateway.Options options) {
		RestClient restClient = RestClient.builder()
			.baseUrl(server.baseUrl() + "/v1")
			.requestFactory(new JdkClientHttpRequestFactory(HttpClient.newHttpClient()))
			.build();
		WireClient client = new WireClient(restClient, (request) -> "key-1",
				new RetryPolicy(1, Duration.ofSeconds(60), () -> 0), this.scheduler);
		return new ResponsesGateway(client, options);
	}

	final ResponsesGateway afterRestart() {
		return gateway(RunLinkStore.inMemory());
	}

	static Assistant.Builder assistant() {
		return Assistant.named("support").model("gpt-test");
	}

	static RunCreation creation(RunRequest.Builder request, ToolDefinition... tools) {
		return new RunCreation(request.build(), assistant().build(), List.of(tools));
	}

	static RunRequest.Builder request() {
		return RunRequest.assistant("support").thread(CONV);
	}

	/**
	 * Create the run {@code resp_1}.
	 */
	final Run created(ResponseJson response) {
		postReturns("/v1/responses", response);
		return this.gateway.create(creation(request().message("Hello")));
	}

	/**
	 * Load the run {@code resp_1} without the request that created it.
	 */
	final Run loaded(ResponseJson response) {
		Run run = created(response);
		responds(response);
		return this.gateway.refresh(run.mutate().continuation(null).build());
	}

	/**
	 * Create the run {@code resp_1}, which waits for {@code call_1}.
	 */
	final Run waiting() {
		return created(asking("resp_1"));
	}

	static ResponseJson asking(String id) {
		return ResponseJson.response(id).call("call_1", "find_order", "{\"id\":\"17\"}");
	}

	static StubMapping postReturns(String path, Object body) {
		return postReturns(path, aResponse().withStatus(200), body);
	}

	static StubMapping postReturns(String path, ResponseDefinitionBuilder response, Object body) {
		return server.stubFor(post(urlPathEqualTo(path))
			.willReturn(response.withHeader("Content-Type", "application/json").withBody(body.toString())));
	}

	static void getReturns(String path, Object body) {
		server.stubFor(get(urlPathEqualTo(path))
			.willReturn(aResponse().withHeader("Content-Type", "application/json").withBody(body.toString())));
	}

	static void responds(ResponseJson... responses) {
		for (ResponseJson response : responses) {
			getReturns("/v1/responses/" + response.id, response);
		}
	}

	/**
	 * Answer the list of items with these, given oldest first, on one page.
	 */
	static void conversation(ObjectNode... oldestFirst) {
		List<ObjectNode> items = new ArrayList<>(List.of(oldestFirst));
		Collections.reverse(items);
		getReturns(ITEMS, page(items, false));
	}

	static ObjectNode page(List<ObjectNode> data, boolean hasMore) {
		ObjectNode page = Json.object().put("object", "list").put("has_more", hasMore);
		page.set("data", Json.tree(data));
		return page;
	}

	static void fails(int status, String type, String code, String message) {
		ObjectNode body = Json.object();
		body.putObject("error").put("message", message).put("type", type).put("code", code).putNull("param");
		server.stubFor(any(urlPathEqualTo("/v1/responses"))
			.willReturn(aResponse().withStatus(status).withHeader("x-request-id", "req_1").withBody(body.toString())));
	}

	static String locked() {
		return """
				{"error":{"message":"Another process is currently operating on this conversation. Please retry in a few \
				seconds.","type":"invalid_request_error","param":"conversation","code":"conversation_locked"}}""";
	}

	static List<ServeEvent> events() {
		List<ServeEvent> events = new ArrayList<>(server.getAllServeEvents());
		Collections.reverse(events);
		return events;
	}

	/**
	 * Return method and path of all requests, oldest first.
	 */
	static List<String> requests() {
		return events().stream()
			.map((event) -> event.getRequest().getMethod() + " " + event.getRequest().getUrl())
			.toList();
	}

	static void forgetRequests() {
		server.resetRequests();
	}

	static JsonNode lastBody() {
		List<ServeEvent> events = events();
		return Json.parse(events.get(events.size() - 1).getRequest().getBodyAsString(), "body");
	}

	static JsonNode lastBodyOf(String methodAndUrl) {
		return events().stream()
			.filter((event) -> methodAndUrl.equals(event.getRequest().getMethod() + " " + event.getRequest().getUrl()))
			.reduce((first, second) -> second)
			.map((event) -> Json.parse(event.getRequest().getBodyAsString(), "body"))
			.orElseThrow();
	}

	static void assertJson(JsonNode actual, String expected) {
		assertThat(actual).isEqualTo(Json.parse(expected, "expected"));
	}

}
