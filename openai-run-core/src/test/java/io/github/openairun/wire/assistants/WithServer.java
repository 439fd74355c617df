package io.github.openairun.wire.assistants;

import java.net.http.HttpClient;
import java.util.List;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;

import io.github.openairun.Assistant;
import io.github.openairun.ManualTaskScheduler;
import io.github.openairun.Run;
import io.github.openairun.RunRequest;
import io.github.openairun.RunStatus;
import io.github.openairun.ToolCall;
import io.github.openairun.ToolDefinition;
import io.github.openairun.wire.Json;
import io.github.openairun.wire.RetryPolicy;
import io.github.openairun.wire.RunCreation;
import io.github.openairun.wire.WireClient;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A gateway in front of a server whose answers each test sets.
 */
abstract class WithServer {

	static final String RUN = """
			{"id":"run_1","object":"thread.run","created_at":1795305600,"thread_id":"thread_1",
			 "assistant_id":"asst_1","status":"queued"}""";

	static final String MESSAGE = """
			{"id":"msg_1","object":"thread.message","created_at":1795305600,"thread_id":"thread_1",
			 "role":"user","content":[{"type":"text","text":{"value":"Hi","annotations":[]}}]}""";

	static final String EMPTY_LIST = """
			{"object":"list","data":[],"first_id":null,"last_id":null,"has_more":false}""";

	static final ToolDefinition FIND_ORDER = new ToolDefinition("findOrder", "Finds an order", """
			{"type":"object","properties":{"number":{"type":"string"}},"required":["number"]}""", false);

	static final Assistant SUPPORT = Assistant.named("support").id("asst_1").build();

	@RegisterExtension
	static final WireMockExtension server = WireMockExtension.newInstance()
		.options(wireMockConfig().dynamicPort().http2PlainDisabled(true))
		.build();

	private static final HttpClient HTTP = HttpClient.newHttpClient();

	final AssistantsGateway gateway = gateway(true);

	static AssistantsGateway gateway(boolean betaHeader) {
		return gateway(betaHeader, true);
	}

	static AssistantsGateway gateway(boolean betaHeader, boolean attachTools) {
		RestClient restClient = RestClient.builder()
			.baseUrl("http://localhost:" + server.getPort() + "/v1")
			.requestFactory(new JdkClientHttpRequestFactory(HTTP))
			.build();
		WireClient client = new WireClient(restClient, (request) -> "sk-test", RetryPolicy.defaults().withMaxRetries(0),
				ManualTaskScheduler.jumping());
		return new AssistantsGateway(client, betaHeader, attachTools, () -> "nonce-1");
	}

	static Run run(RunStatus status, String... callIds) {
		return Run.builder("run_1", "thread_1")
			.status(status)
			.toolCalls(List.of(callIds).stream().map((id) -> new ToolCall(id, "findOrder", "{}")).toList())
			.build();
	}

	static RunCreation creation(RunRequest.Builder request, ToolDefinition... tools) {
		return new RunCreation(request.build(), SUPPORT, List.of(tools));
	}

	static RunRequest.Builder onThread() {
		return RunRequest.assistant("support").thread("thread_1");
	}

	/**
	 * Answer every request; look-ups of assistants get an assistant where it is a run.
	 */
	static void answer(String json) {
		answer(okJson(json));
		if (json.equals(RUN)) {
			server.stubFor(any(urlPathMatching("/v1/assistants/.*")).willReturn(okJson("{\"id\":\"asst_1\"}")));
		}
	}

	static void answer(ResponseDefinitionBuilder response) {
		server.stubFor(any(anyUrl()).willReturn(response));
	}

	/**
	 * Return the requests that have arrived, oldest first.
	 */
	static List<LoggedRequest> requests() {
		return server.findAll(anyRequestedFor(anyUrl()));
	}

	static void assertOnlyRequest(String methodAndUrl, @Nullable String body) {
		List<LoggedRequest> requests = requests().stream()
			.filter((request) -> methodAndUrl.startsWith("GET ") || !isLookUp(request))
			.toList();
		assertThat(requests).hasSize(1);
		assertRequest(requests.get(0), methodAndUrl, body);
	}

	/** Whether an assistant is looked up, for the tools that a run is to keep. */
	static boolean isLookUp(LoggedRequest request) {
		return request.getMethod().getName().equals("GET") && request.getUrl().startsWith("/v1/assistants/");
	}

	static void assertRequest(LoggedRequest request, String methodAndUrl, @Nullable String body) {
		assertThat(request.getMethod() + " " + request.getUrl()).isEqualTo(methodAndUrl);
		assertThat(request.getHeader("Authorization")).isEqualTo("Bearer sk-test");
		if (body != null) {
			assertThat(request.getHeader("Content-Type")).isEqualTo("application/json");
			assertThat(json(request.getBodyAsString())).isEqualTo(json(body));
		}
		else {
			assertThat(request.getBody()).isEmpty();
		}
	}

	static JsonNode json(String text) {
		return Json.mapper().readTree(text);
	}

}
