package io.github.openairun.wire.assistants;

import java.net.http.HttpClient;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.node.ObjectNode;

import io.github.openairun.InvalidResponseException;
import io.github.openairun.ManualTaskScheduler;
import io.github.openairun.Message;
import io.github.openairun.PageQuery;
import io.github.openairun.Run;
import io.github.openairun.RunRequest;
import io.github.openairun.RunStatus;
import io.github.openairun.ToolOutput;
import io.github.openairun.wire.EventLog;
import io.github.openairun.wire.Json;
import io.github.openairun.wire.RetryPolicy;
import io.github.openairun.wire.StreamTransport;
import io.github.openairun.wire.WireClient;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for ids of servers that no request can contain.
 */
class UnusableIdTests extends WithServer {

	private static final Run WAITING = run(RunStatus.REQUIRES_ACTION, "call_1");

	private static final Map<String, Consumer<AssistantsGateway>> RUNS = Map.of("POST /threads/thread_1/runs",
			(gateway) -> gateway.create(creation(onThread())), "POST /threads/runs",
			(gateway) -> gateway.create(creation(RunRequest.assistant("support").message("Hi"))),
			"GET /threads/thread_1/runs/run_1", (gateway) -> gateway.load("run_1", "thread_1"),
			"POST /threads/thread_1/runs/run_1/submit_tool_outputs",
			(gateway) -> gateway.submitToolOutputs(WAITING, List.of(new ToolOutput("call_1", "x"))),
			"POST /threads/thread_1/runs/run_1/cancel", (gateway) -> gateway.cancel(WAITING),
			"POST /threads/thread_1/runs/run_1", (gateway) -> gateway.modify(WAITING, Map.of()),
			"GET /threads/thread_1/runs", (gateway) -> gateway.list("thread_1", PageQuery.newestFirst()));

	private static final Map<String, Consumer<AssistantsGateway>> THREADS = Map.of("POST /threads",
			(gateway) -> gateway.threads().create(List.of(), Map.of()), "GET /threads/thread_1",
			(gateway) -> gateway.threads().load("thread_1"), "POST /threads/thread_1",
			(gateway) -> gateway.threads().modify("thread_1", Map.of()));

	private static final Map<String, Consumer<AssistantsGateway>> MESSAGES = Map.of("POST /threads/thread_1/messages",
			(gateway) -> gateway.threads().addMessage("thread_1", Message.user("Hi")),
			"GET /threads/thread_1/messages/msg_1", (gateway) -> gateway.threads().loadMessage("msg_1", "thread_1"));

	private static final Map<String, Consumer<AssistantsGateway>> ASSISTANTS = Map.of("POST /assistants",
			(gateway) -> gateway.assistants().create(SUPPORT.mutate().model("m").build(), List.of()),
			"GET /assistants/asst_1", (gateway) -> gateway.assistants().load("asst_1"), "POST /assistants/asst_1",
			(gateway) -> gateway.assistants().modify(SUPPORT, List.of()), "GET /assistants",
			(gateway) -> gateway.assistants().list(PageQuery.newestFirst()));

	static Stream<Arguments> endpoints() {
		return Stream
			.of(endpoints(RUNS, "asst_1", "assistant"), endpoints(THREADS, "msg_1", "thread.message"),
					endpoints(MESSAGES, "run_1", "thread.run"), endpoints(ASSISTANTS, "thread_1", "thread"))
			.flatMap((endpoints) -> endpoints);
	}

	private static Stream<Arguments> endpoints(Map<String, Consumer<AssistantsGateway>> operations, String otherId,
			String otherObject) {
		return operations.entrySet()
			.stream()
			.map((operation) -> Arguments.of(operation.getKey(), operation.getValue(), otherId, otherObject));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("endpoints")
	void areRefusedWithTheEndpoint(String endpoint, Consumer<AssistantsGateway> operation, String otherId,
			String otherObject) {
		for (String id : new String[] { "\"\"", "\" \"", "\".\"", "\"..\"", "null", "{}",
				"\"" + "x".repeat(5000) + "\"", "\"" + otherId + "\"" }) {
			assertRefused(endpoint, operation, "{\"id\":" + id + ",\"thread_id\":\"thread_1\"}", "'id'");
		}
		assertRefused(endpoint, operation,
				"{\"id\":\"x\",\"object\":\"" + otherObject + "\",\"thread_id\":\"thread_1\"}", "'object'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "\" \"", "\"..\"", "null", "\"run_1\"", "7.5e" })
	void threadsOfRunsAreRefused(String threadId) {
		assertRefused("POST /threads/runs", RUNS.get("POST /threads/runs"),
				"{\"id\":\"run_1\",\"thread_id\":" + threadId.replace("7.5e", "[]") + "}", "'thread_id'");
	}

	@Test
	void anotherRunThanTheOneThatWasAskedForIsRefused() {
		for (String endpoint : RUNS.keySet()) {
			if (endpoint.contains("/run_1")) {
				assertRefused(endpoint, RUNS.get(endpoint), "{\"id\":\"run_2\",\"thread_id\":\"thread_1\"}", "'run_2'");
			}
		}
	}

	@Test
	void messagesAndStepsAreReadWithoutTheirIds() {
		answer("{\"data\":[{\"id\":\"..\",\"role\":\"assistant\",\"content\":\"Hi\",\"run_id\":\" \"}]}");
		assertThat(this.gateway.messages(run(RunStatus.COMPLETED))).singleElement().satisfies((message) -> {
			assertThat(message.id()).isNull();
			assertThat(message.text()).isEqualTo("Hi");
		});
		assertThat(this.gateway.steps(run(RunStatus.COMPLETED), PageQuery.oldestFirst()).data()).singleElement()
			.satisfies((step) -> assertThat(step.id()).isEmpty());
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"\"", "\" \"", "\"..\"", "null", "\"asst_1\"" })
	void streamsNameEndpointAndField(String id) {
		String events = "event: thread.run.created\ndata: {\"id\":" + id + ",\"status\":\"queued\"}\n\n"
				+ "event: done\ndata: [DONE]\n\n";
		answer(aResponse().withHeader("content-type", "text/event-stream").withBody(events));
		try (StreamTransport transport = new StreamTransport(StreamTransport.Settings.defaults(),
				(executor) -> HttpClient.newBuilder().executor(executor).build(), new ManualTaskScheduler())) {
			WireClient client = new WireClient(RestClient.create("http://localhost:" + server.getPort() + "/v1"),
					(any) -> "sk-test", RetryPolicy.defaults(), ManualTaskScheduler.jumping())
				.withStreams(transport);
			assertThat(
					EventLog.of(new AssistantsGateway(client, true).streams().create(creation(onThread()))).failure())
				.isInstanceOf(InvalidResponseException.class)
				.hasMessageContaining("POST /threads/thread_1/runs")
				.hasMessageContaining("'id'");
		}
	}

	private void assertRefused(String endpoint, Consumer<AssistantsGateway> operation, String json, String field) {
		boolean list = endpoint.startsWith("GET") && (endpoint.endsWith("/runs") || endpoint.endsWith("/assistants"));
		ObjectNode page = Json.object();
		page.putArray("data").add(json(json));
		answer(list ? page.toString() : json);
		assertThatExceptionOfType(InvalidResponseException.class).as(json)
			.isThrownBy(() -> operation.accept(this.gateway))
			.withMessageStartingWith(endpoint + " returned")
			.withMessageContaining(field)
			.satisfies((ex) -> assertThat(ex.getMessage()).hasSizeLessThan(500));
	}

}
