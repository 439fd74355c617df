package io.github.openairun.wire.assistants;

import java.net.http.HttpClient;
import java.util.List;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;

import io.github.openairun.AssistantNotFoundException;
import io.github.openairun.ManualTaskScheduler;
import io.github.openairun.RateLimitException;
import io.github.openairun.Run;
import io.github.openairun.RunOutcomeUnknownException;
import io.github.openairun.RunRequest;
import io.github.openairun.RunStatus;
import io.github.openairun.ServerErrorException;
import io.github.openairun.ThreadBusyException;
import io.github.openairun.ToolCall;
import io.github.openairun.ToolOutput;
import io.github.openairun.wire.EventLog;
import io.github.openairun.wire.RepeatableException;
import io.github.openairun.wire.RetryPolicy;
import io.github.openairun.wire.RunEvent;
import io.github.openairun.wire.RunStreams;
import io.github.openairun.wire.StreamTransport;
import io.github.openairun.wire.WireClient;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

/**
 * Tests for runs that are created and continued as streams.
 */
class StreamedRunTests extends WithServer {

	private static final String MESSAGE_DONE = """
			{"id":"msg_1","role":"assistant","content":[{"type":"text","text":{"value":"Shipped"}}]}""";

	private final StreamTransport transport = new StreamTransport(StreamTransport.Settings.defaults(),
			(executor) -> HttpClient.newBuilder().executor(executor).build(), new ManualTaskScheduler());

	private final RunStreams streams = new AssistantsGateway(new WireClient(RestClient.builder()
		.baseUrl("http://localhost:" + server.getPort() + "/v1")
		.requestFactory(new JdkClientHttpRequestFactory())
		.build(), (request) -> "sk-test", RetryPolicy.defaults(), ManualTaskScheduler.jumping())
		.withStreams(this.transport), true).streams();

	@AfterEach
	void close() {
		this.transport.close();
	}

	@Test
	void createsARunOnAThreadAndTellsItsText() {
		pushes(run("created", "queued") + run("in_progress", "in_progress")
				+ event("thread.message.created", "{\"id\":\"msg_1\"}") + delta("Ship") + delta("ped")
				+ event("thread.message.completed", MESSAGE_DONE)
				+ event("thread.run.step.completed",
						"{\"id\":\"step_1\",\"type\":\"message_creation\",\"status\":\"completed\"}")
				+ run("completed", "completed") + "event: done\ndata: [DONE]\n\n");
		EventLog log = EventLog.of(this.streams.create(creation(onThread().message("Hi")))).completed();
		assertThat(log.told()).containsExactly("run queued", "run in_progress", "text Ship", "text ped",
				"message Shipped", "step message_creation", "run completed");
		assertThat(log.events().get(4)).asInstanceOf(type(RunEvent.MessageCompleted.class))
			.extracting((event) -> event.message().runId())
			.isEqualTo("run_1");
		assertOnlyRequest("POST /v1/threads/thread_1/runs", """
				{"assistant_id":"asst_1","additional_messages":[{"role":"user","content":"Hi"}],"stream":true}""");
		assertThat(requests().get(0).getHeader("OpenAI-Beta")).isEqualTo("assistants=v2");
	}

	@Test
	void createsARunWithItsThread() {
		pushes(event("thread.created", "{\"id\":\"thread_9\"}")
				+ event("thread.run.created", "{\"id\":\"run_9\",\"status\":\"queued\"}") + "data: [DONE]\n\n");
		EventLog log = EventLog.of(this.streams.create(creation(RunRequest.assistant("support").message("Hi"))))
			.completed();
		assertThat(log.run().threadId()).isEqualTo("thread_9");
		assertThat(requests().get(0).getUrl()).isEqualTo("/v1/threads/runs");
	}

	@Test
	void submitsOutputs() {
		pushes(event("thread.run.step.completed", "{\"id\":\"step_1\",\"type\":\"tool_calls\"}")
				+ event("thread.run.queued", "{\"status\":\"queued\"}") + run("completed", "completed"));
		EventLog log = EventLog
			.of(this.streams.submitToolOutputs(run(RunStatus.REQUIRES_ACTION, "call_1"),
					List.of(new ToolOutput("call_1", "shipped"))))
			.completed();
		assertThat(log.told()).containsExactly("step tool_calls", "run queued", "run completed");
		assertThat(log.run().id()).isEqualTo("run_1");
		assertOnlyRequest("POST /v1/threads/thread_1/runs/run_1/submit_tool_outputs", """
				{"tool_outputs":[{"tool_call_id":"call_1","output":"shipped"}],"stream":true}""");
	}

	@Test
	void takesTheTextOfTheDeltasIfNoEventSaysThatAMessageIsComplete() {
		pushes(run("in_progress", "in_progress") + delta("Ship") + delta("ped") + run("completed", "completed"));
		EventLog log = EventLog.of(this.streams.create(creation(onThread()))).completed();
		assertThat(log.told()).containsExactly("run in_progress", "text Ship", "text ped", "message Shipped",
				"run completed");
	}

	@Test
	void givesAMessageTheIdAndTheTextOfItsDeltas() {
		pushes(run("in_progress", "in_progress") + delta("Shipped") + event("thread.message.completed", "{}")
				+ run("completed", "completed"));
		EventLog log = EventLog.of(this.streams.create(creation(onThread()))).completed();
		assertThat(log.told()).containsExactly("run in_progress", "text Shipped", "message Shipped", "run completed");
		assertThat(log.events().get(2)).asInstanceOf(type(RunEvent.MessageCompleted.class))
			.satisfies((event) -> assertThat(event.message().id()).isNotEmpty());
	}

	@Test
	void holdsHalfACharacterBack() {
		pushes(run("in_progress", "in_progress") + delta("Hi \\ud83d") + delta("\\ude00!")
				+ run("completed", "completed"));
		assertThat(EventLog.of(this.streams.create(creation(onThread()))).completed().told())
			.containsExactly("run in_progress", "text Hi \uD83D\uDE00!", "message Hi \uD83D\uDE00!", "run completed");
	}

	@ParameterizedTest
	@ValueSource(strings = { "data: {'object':'error','message':'No memory'}", "data: {'error':'No memory'}",
			"event: error\ndata: No memory", "data: {'type':'server_error','message':'No memory'}" })
	void tellsErrorsOfAnyShape(String event) {
		String error = event.replace('\'', '"') + "\n\n";
		pushes(error);
		assertThat(EventLog.of(this.streams.create(creation(onThread()))).failure())
			.hasStackTraceContaining("No memory");
		pushes(run("in_progress", "in_progress") + error);
		assertThat(EventLog.of(this.streams.create(creation(onThread()))).failure())
			.hasStackTraceContaining("No memory");
	}

	@Test
	void answersCallsWithOneIdInTheirOrder() {
		String call = "{\"id\":\"call_0\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}";
		pushes(event("thread.run.requires_action", """
				{"id":"run_1","thread_id":"thread_1","status":"requires_action","required_action":{
				"type":"submit_tool_outputs","submit_tool_outputs":{"tool_calls":[%s,%s]}}}""".replace("\n", "")
			.formatted(call, call)));
		Run run = EventLog.of(this.streams.create(creation(onThread()))).completed().run();
		assertThat(run.toolCalls()).extracting(ToolCall::id).containsExactly("call_0", "call_0#2");
		server.resetRequests();
		EventLog
			.of(this.streams.submitToolOutputs(run,
					List.of(new ToolOutput("call_0", "a"), new ToolOutput("call_0#2", "b"))))
			.completed();
		assertOnlyRequest("POST /v1/threads/thread_1/runs/run_1/submit_tool_outputs", """
				{"tool_outputs":[{"tool_call_id":"call_0","output":"a"},{"tool_call_id":"call_0","output":"b"}],
				 "stream":true}""");
	}

	@Test
	void survivesAServerThatIsAlmostCompatible() {
		pushes("event:thread.message.delta\ndata:{\"id\":null,\"delta\":{\"content\":\"plain\"}}\n\n"
				+ event("thread.unheard.of", "{}") + event("thread.run.in_progress", "{\"id\":")
				+ run("x", "in_progress")
				+ "data: {\"object\":\"thread.run\",\"id\":\"run_1\",\"thread_id\":\"thread_1\",\"status\":\"new\"}\n\n"
				+ event("thread.message.delta", "{\"delta\":{\"content\":[{\"type\":\"image_file\"}]}}"));
		assertThat(EventLog.of(this.streams.create(creation(onThread()))).completed().told())
			.containsExactly("text plain", "run in_progress", "run new");
	}

	@Test
	void saysThatTheThreadIsBusy() {
		answer(aResponse().withStatus(400).withBody("""
				{"error":{"message":"Thread thread_1 already has an active run run_7."}}"""));
		assertThat(failure()).asInstanceOf(type(ThreadBusyException.class))
			.extracting(ThreadBusyException::blockingRunId)
			.isEqualTo("run_7");
	}

	@Test
	void saysThatTheThreadIsBusyWhenAConflictSaysSo() {
		answer(aResponse().withStatus(409).withBody("""
				{"error":{"message":"Can't add messages to thread_1 while a run run_7 is active."}}"""));
		assertThat(failure()).isInstanceOf(ThreadBusyException.class);
	}

	@Test
	void saysThatTheAssistantIsMissing() {
		answer(aResponse().withStatus(404)
			.withBody("{\"error\":{\"message\":\"No assistant found with id 'asst_1'.\"}}"));
		assertThat(failure()).isInstanceOf(AssistantNotFoundException.class);
	}

	@Test
	void saysThatTheRequestMayBeRepeated() {
		answer(aResponse().withStatus(429).withHeader("retry-after", "2"));
		assertThat(failure()).asInstanceOf(type(RepeatableException.class)).satisfies((failure) -> {
			assertThat(failure.failure()).isInstanceOf(RateLimitException.class);
			assertThat(failure.pause(0)).hasSeconds(2);
		});
	}

	@Test
	void doesNotKnowWhatAServerErrorMeans() {
		answer(aResponse().withStatus(500));
		assertThat(failure()).isInstanceOf(RunOutcomeUnknownException.class);
	}

	@Test
	void failsWithAnErrorEvent() {
		pushes(run("created", "queued") + event("error", "{\"code\":\"server_error\",\"message\":\"broken\"}"));
		assertThat(failure()).isInstanceOf(ServerErrorException.class).hasMessageContaining("broken");
	}

	@Test
	void cannotBeResumed() {
		assertThat(this.streams.resume(run(RunStatus.IN_PROGRESS), 3)).isNull();
	}

	@Test
	void thereAreNoStreamsWithoutATransport() {
		assertThat(this.gateway.streams()).isNull();
	}

	private Throwable failure() {
		return EventLog.of(this.streams.create(creation(onThread()))).failure();
	}

	private static void pushes(String events) {
		ResponseDefinitionBuilder response = ok(events).withHeader("Content-Type", "text/event-stream");
		answer(response);
	}

	private static String run(String event, String status) {
		return event("thread.run." + event,
				RUN.replace("\n", "").replace("\"status\":\"queued\"", "\"status\":\"" + status + "\""));
	}

	private static String delta(String text) {
		return event("thread.message.delta", """
				{"id":"msg_1","object":"thread.message.delta",\
				"delta":{"content":[{"index":0,"type":"text","text":{"value":"%s"}}]}}""".formatted(text));
	}

	private static String event(String name, String data) {
		return "event: " + name + "\ndata: " + data.strip() + "\n\n";
	}

}
