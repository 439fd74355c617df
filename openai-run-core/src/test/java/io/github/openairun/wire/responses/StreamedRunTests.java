package io.github.openairun.wire.responses;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.stream.Collectors;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.node.ObjectNode;

import io.github.openairun.ManualTaskScheduler;
import io.github.openairun.PageQuery;
import io.github.openairun.Run;
import io.github.openairun.RunException;
import io.github.openairun.RunOutcomeUnknownException;
import io.github.openairun.RunRequest;
import io.github.openairun.RunStatus;
import io.github.openairun.RunStep;
import io.github.openairun.ThreadBusyException;
import io.github.openairun.ToolCall;
import io.github.openairun.ToolOutput;
import io.github.openairun.wire.EventLog;
import io.github.openairun.wire.Json;
import io.github.openairun.wire.RepeatableException;
import io.github.openairun.wire.RetryPolicy;
import io.github.openairun.wire.RunCreation;
import io.github.openairun.wire.RunEvent;
import io.github.openairun.wire.RunLinkStore.Link;
import io.github.openairun.wire.RunLinkStore.ResponsePhase;
import io.github.openairun.wire.StreamTransport;
import io.github.openairun.wire.WireClient;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for runs that are created and continued as streams.
 */
class StreamedRunTests extends AbstractResponsesGatewayTests {

	private final StreamTransport transport = new StreamTransport(StreamTransport.Settings.defaults(),
			(executor) -> HttpClient.newBuilder().executor(executor).build(), new ManualTaskScheduler());

	private final ResponsesGateway streaming = streaming(ResponsesGateway.Options.defaults().withLinks(this.links));

	private ResponsesGateway streaming(ResponsesGateway.Options options) {
		RestClient restClient = RestClient.builder()
			.baseUrl(server.baseUrl() + "/v1")
			.requestFactory(new JdkClientHttpRequestFactory(HttpClient.newHttpClient()))
			.build();
		WireClient client = new WireClient(restClient, (request) -> "key-1",
				new RetryPolicy(1, Duration.ofSeconds(60), () -> 0), this.scheduler);
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
		assertThat(this.links.find(CONV, "resp_1")).isEqualTo(new Link("resp_1", ResponsePhase.ENDED));
		assertThat(lastBody().get("stream").booleanValue()).isTrue();
		assertThat(lastBody().path("background").asBoolean()).isFalse();
	}

	@Test
	void continuesARunWithToolOutputs() {
		pushes(ResponseEvents.of("resp_1").background().call("call_1", "find_order", "{}").toString());
		Run run = EventLog.of(this.streaming.streams().create(creation(request().message("Where is my order?"))))
			.completed()
			.run();
		assertThat(run.requiresAction()).isTrue();
		assertThat(this.links.find(CONV, "resp_1")).isEqualTo(new Link("resp_1", ResponsePhase.ACTIVE));
		pushes(ResponseEvents.later("resp_2").background().text("Shipped").toString());
		EventLog log = EventLog
			.of(this.streaming.streams().submitToolOutputs(run, List.of(new ToolOutput("call_1", "shipped"))))
			.completed();
		assertThat(log.told()).containsExactly("run queued @0", "run in_progress @1", "text Shipped @3",
				"message Shipped @4", "step message_creation @5", "run completed @5");
		assertThat(log.run().id()).isEqualTo("resp_1");
		assertThat(this.links.find(CONV, "resp_1")).isEqualTo(new Link("resp_2", ResponsePhase.ENDED));
		assertThat(lastBody().path("background").asBoolean()).isTrue();
	}

	@Test
	void usesTheItemsThatWerePushedIfTheFinalEventHasNone() {
		String stream = ResponseEvents.of("resp_1").call("call_1", "find_order", "{}").toString();
		int last = stream.lastIndexOf("event: ");
		pushes(stream.substring(0, last)
				+ stream.substring(last).replaceFirst("\"output\":\\[.*?\\]", "\"output\":[]"));
		Run run = EventLog.of(create(this.streaming)).completed().run();
		assertThat(run.requiresAction()).isTrue();
		assertThat(run.toolCalls()).singleElement().satisfies((call) -> assertThat(call.id()).isEqualTo("call_1"));
	}

	@Test
	void takesTheMessageOfTheFinalEventIfNoItemWasPushed() {
		String stream = ResponseEvents.of("resp_1").text("Hello ", "world").toString();
		pushes(without(stream, "response.output_item.done"));
		assertThat(EventLog.of(create(this.streaming)).completed().told()).containsExactly("run queued",
				"run in_progress", "text Hello ", "text world", "message Hello world", "step message_creation",
				"run completed");
	}

	@Test
	void takesTheTextOfTheDeltasIfNothingElseHasIt() {
		String stream = ResponseEvents.of("resp_1").text("Hello ", "world").toString();
		pushes(without(stream, "response.output_item.done").replaceFirst("\"output\":\\[\\{.*?\\}\\]\\}\\]",
				"\"output\":[]"));
		assertThat(EventLog.of(create(this.streaming)).completed().told()).contains("message Hello world");
	}

	@Test
	void givesAMessageAnId() {
		pushes(ResponseEvents.of("resp_1").text("Hello").toString().replace("\"id\":\"msg_resp_1\",", ""));
		EventLog log = EventLog.of(create(this.streaming)).completed();
		assertThat(log.told()).containsOnlyOnce("message Hello");
		assertThat(log.events()).filteredOn(RunEvent.MessageCompleted.class::isInstance)
			.allSatisfy((event) -> assertThat(((RunEvent.MessageCompleted) event).message().id()).isNotEmpty());
	}

	@Test
	void holdsHalfACharacterBack() {
		pushes(ResponseEvents.of("resp_1")
			.text("Hi \uD83D", "\uDE00!")
			.toString()
			.replace("\uD83D", "\\ud83d")
			.replace("\uDE00", "\\ude00"));
		assertThat(EventLog.of(create(this.streaming)).completed().told()).contains("text Hi \uD83D\uDE00!")
			.doesNotContain("text Hi \uD83D");
	}

	@Test
	void retrievesTheOutputIfTheFinalEventOfAResumedStreamHasNone() {
		Run run = Run.builder("resp_1", CONV).status(RunStatus.IN_PROGRESS).continuation("resp_1").build();
		responds(ResponseJson.response("resp_1").call("call_1", "find_order", "{}"));
		server.stubFor(get(urlPathEqualTo("/v1/responses/resp_1")).withQueryParam("stream", equalTo("true"))
			.willReturn(aResponse().withHeader("Content-Type", "text/event-stream")
				.withBody(ResponseEvents.of("resp_1").response("response.completed", "completed").toString())));
		Run resumed = EventLog.of(this.streaming.streams().resume(run, 3)).completed().run();
		assertThat(resumed.toolCalls()).extracting(ToolCall::id).containsExactly("call_1");
	}

	private static String without(String stream, String type) {
		return Arrays.stream(stream.split("(?<=\n\n)"))
			.filter((event) -> !event.startsWith("event: " + type + "\n"))
			.collect(Collectors.joining());
	}

	@ParameterizedTest
	@ValueSource(strings = { "data: {'object':'error','message':'No memory','type':'BadRequestError','code':400}",
			"data: {'error':{'message':'No memory'}}", "data: {'error':'No memory'}", "data: {'error':['No memory']}",
			"event: error\ndata: No memory", "event: error\ndata: ['No memory']",
			"event: response.error\ndata: {'message':'No memory'}",
			"data: {'type':'server_error','message':'No memory'}" })
	void tellsErrorsOfAnyShape(String event) {
		String error = event.replace('\'', '"') + "\n\n";
		pushes(error);
		assertThat(EventLog.of(create(this.streaming)).failure()).isInstanceOf(RunException.class)
			.hasStackTraceContaining("No memory");
		pushes(ResponseEvents.of("resp_1").begin() + error);
		Run run = EventLog.of(create(this.streaming)).completed().run();
		assertThat(run.status()).isEqualTo(RunStatus.FAILED);
		assertThat(run.lastError().message()).contains("No memory");
	}

	@Test
	void tellsCallsWithOneIdApart() {
		ResponseEvents events = ResponseEvents.of("resp_1").begin();
		events.item(ResponseJson.callItem("call_0"));
		events.item(ResponseJson.callItem("call_0"));
		pushes(events.response("response.completed", "completed").toString());
		Run run = EventLog.of(create(this.streaming)).completed().run();
		assertThat(run.toolCalls()).extracting(ToolCall::id).containsExactly("call_0", "call_0#2");
	}

	@Test
	void saysThatTheConversationIsLocked() {
		refuses("{\"error\":{\"code\":\"conversation_locked\",\"message\":\"Another process\"}}");
		assertThat(EventLog.of(create(this.streaming)).failure()).isInstanceOf(ThreadBusyException.class);
	}

	@Test
	void saysThatTheConversationIsLockedWhenTheStreamSaysSo() {
		pushes("event: error\ndata: {\"type\":\"error\",\"code\":\"conversation_locked\",\"message\":\"busy\"}\n\n");
		assertThat(EventLog.of(create(this.streaming)).failure()).isInstanceOf(ThreadBusyException.class);
	}

	@Test
	void answersCallsThatSomebodyLeftAndBeginsAgain() {
		ResponsesGateway repairing = streaming(
				ResponsesGateway.Options.defaults().withLinks(this.links).withRepairDanglingCalls(true));
		refusesOnce("{\"error\":{\"message\":\"No tool output found for function call call_7.\"}}",
				ResponseEvents.of("resp_1").text("Hi").toString());
		conversation(ResponseJson.callItem("call_7"));
		assertThat(EventLog.of(create(repairing)).completed().text()).isEqualTo("Hi");
		assertThat(lastBody().get("input").get(0).get("call_id").stringValue()).isEqualTo("call_7");
		assertThat(lastBody().get("stream").booleanValue()).isTrue();
	}

	@Test
	void refusesToRepairWhatItWasNotToldTo() {
		refuses("{\"error\":{\"message\":\"No tool output found for function call call_7.\"}}");
		assertThat(EventLog.of(create(this.streaming)).failure()).isInstanceOf(ThreadBusyException.class)
			.hasMessageContaining("repair-dangling-calls");
	}

	@Test
	void createsTheConversationFirst() {
		postReturns("/v1/conversations", "{\"id\":\"conv_1\",\"object\":\"conversation\",\"created_at\":1}");
		pushes(ResponseEvents.of("resp_1").text("Hi").toString());
		EventLog log = EventLog
			.of(this.streaming.streams().create(creation(RunRequest.assistant("support").message("Hi"))))
			.completed();
		assertThat(log.run().threadId()).isEqualTo("conv_1");
		assertThat(requests()).containsExactly("POST /v1/conversations", "POST /v1/responses");
	}

	@Test
	void takesNoteOfASubmissionThatMayHaveArrived() {
		Run run = waiting();
		pushes(": nothing\n\n");
		assertThat(EventLog.of(submit(run)).failure()).isInstanceOf(RunOutcomeUnknownException.class);
		assertThat(this.links.find(CONV, "resp_1")).isEqualTo(new Link("resp_1", ResponsePhase.UNCERTAIN));
	}

	@Test
	void givesWayToAnEarlierSubmission() {
		Run run = waiting();
		this.links.advance(CONV, "resp_1", "resp_1", new Link("resp_1", ResponsePhase.UNCERTAIN));
		pushes(ResponseEvents.later("resp_3").background().begin().toString());
		responds(ResponseJson.later("resp_3", 1, "resp_1").status("in_progress"));
		postReturns("/v1/responses/resp_3/cancel", ResponseJson.later("resp_3", 1, "resp_1").status("cancelled"));
		conversation(ResponseJson.callItem("call_1"), ResponseJson.outputItem("call_1", "shipped"),
				ResponseJson.messageItem("msg_1", "assistant", "Shipped."));
		forgetRequests();
		EventLog log = EventLog.of(submit(run)).completed();
		assertThat(log.told()).containsExactly("run completed");
		assertThat(log.run().reconstructed()).isTrue();
		assertThat(requests()).contains("POST /v1/responses/resp_3/cancel");
	}

	@Test
	void adoptsASubmissionThatMakesTheServerRefuse() {
		Run run = waiting();
		this.links.advance(CONV, "resp_1", "resp_1", new Link("resp_1", ResponsePhase.UNCERTAIN));
		refuses("{\"error\":{\"message\":\"No tool call found for function call output with call_id call_1.\"}}");
		conversation(ResponseJson.callItem("call_1"), ResponseJson.outputItem("call_1", "shipped"),
				ResponseJson.messageItem("msg_1", "assistant", "Shipped."));
		assertThat(EventLog.of(submit(run)).completed().told()).containsExactly("run completed");
	}

	@Test
	void resumesAStreamBehindTheNewestEvent() {
		Run run = created(ResponseJson.response("resp_1").status("in_progress"));
		server.stubFor(get(urlEqualTo("/v1/responses/resp_1?stream=true&starting_after=3"))
			.willReturn(aResponse().withHeader("Content-Type", "text/event-stream")
				.withBody(ResponseEvents.of("resp_1").background().text("Hi").toString())));
		EventLog log = EventLog.of(this.streaming.streams().resume(run, 3)).completed();
		assertThat(log.told()).contains("text Hi @3", "message Hi @4").endsWith("run completed @5");
		assertThat(this.links.find(CONV, "resp_1")).isEqualTo(new Link("resp_1", ResponsePhase.ENDED));
	}

	@Test
	void resumesNothingThatDoesNotWork() {
		assertThat(this.streaming.streams().resume(waiting(), 3)).isNull();
	}

	@Test
	void losesTheConnectionWhenAResumedStreamBreaks() {
		Run run = created(ResponseJson.response("resp_1").status("in_progress"));
		server.stubFor(get(urlPathEqualTo("/v1/responses/resp_1")).willReturn(aResponse().withStatus(500)));
		assertThat(EventLog.of(this.streaming.streams().resume(run, 3)).failure())
			.isInstanceOf(RepeatableException.class);
	}

	@Test
	void tellsTheSameStepsAsTheServerIsAskedFor() {
		ObjectNode search = Json.object().put("type", "web_search_call").put("id", "ws_1").put("status", "completed");
		pushes(ResponseEvents.of("resp_1")
			.begin()
			.item(search)
			.message("msg_1", "Found ", "it")
			.response("response.completed", "completed")
			.toString());
		EventLog log = EventLog.of(create(this.streaming)).completed();
		assertThat(log.told()).containsExactly("run queued", "run in_progress", "text Found ", "text it",
				"step tool_calls", "message Found it", "step message_creation", "run completed");
		responds(ResponseJson.response("resp_1")
			.with("output", List.of(search, ResponseJson.messageItem("msg_1", "assistant", "Found it"))));
		List<String> listed = this.streaming.steps(log.run(), PageQuery.oldestFirst())
			.data()
			.stream()
			.map(RunStep::id)
			.toList();
		assertThat(log.events()
			.stream()
			.filter(RunEvent.StepCompleted.class::isInstance)
			.map((event) -> ((RunEvent.StepCompleted) event).step().id())).isEqualTo(listed);
	}

	@Test
	void doesNotTellAStepThatWaitsForOutputs() {
		pushes(ResponseEvents.of("resp_1").call("call_1", "find_order", "{}").toString());
		assertThat(EventLog.of(create(this.streaming)).completed().told()).containsExactly("run queued",
				"run in_progress", "run requires_action");
	}

	@Test
	void readsAServerThatAnswersInOnePiece() {
		postReturns("/v1/responses",
				ResponseJson.response("resp_1").item(ResponseJson.messageItem("m", "assistant", "Hi")));
		assertThat(EventLog.of(create(this.streaming)).completed().told()).containsExactly("run in_progress",
				"message Hi", "step message_creation", "run completed");
	}

	@ParameterizedTest
	@CsvSource({ "AUTO, true, false", "AUTO, false, true", "ON, true, true", "OFF, false, false" })
	void worksInTheBackgroundWhereNobodyWaitsForTheFirstWord(ResponsesGateway.Background option, boolean listened,
			boolean background) {
		pushes(ResponseEvents.of("resp_1").text("Hi").toString());
		ResponsesGateway gateway = streaming(
				ResponsesGateway.Options.defaults().withLinks(this.links).withBackground(option));
		RunCreation creation = new RunCreation(request().message("Hi").build(), assistant().build(), List.of(), null,
				listened);
		EventLog.of(gateway.streams().create(creation)).completed();
		assertThat(lastBody().path("background").asBoolean()).isEqualTo(background);
	}

	@ParameterizedTest
	@CsvSource({ "AUTO, false, true, false", "AUTO, false, false, true", "AUTO, true, true, true",
			"ON, false, false, false", "OFF, true, true, false" })
	void goesOnAsTheResponseBefore(ResponsesGateway.Background option, boolean before, boolean streamed,
			boolean background) {
		assertThat(option.onContinuation(before, streamed)).isEqualTo(background);
	}

	private static Flow.Publisher<RunEvent> create(ResponsesGateway gateway) {
		return gateway.streams().create(creation(request().message("Hi")));
	}

	private Flow.Publisher<RunEvent> submit(Run run) {
		return this.streaming.streams().submitToolOutputs(run, List.of(new ToolOutput("call_1", "shipped")));
	}

	private static void refuses(String error) {
		postReturns("/v1/responses", aResponse().withStatus(400), error);
	}

	private static void refusesOnce(String error, String events) {
		server.stubFor(post(urlPathEqualTo("/v1/responses")).inScenario("refusal")
			.whenScenarioStateIs(Scenario.STARTED)
			.willSetStateTo("mended")
			.willReturn(aResponse().withStatus(400).withBody(error)));
		server.stubFor(post(urlPathEqualTo("/v1/responses")).inScenario("refusal")
			.whenScenarioStateIs("mended")
			.willReturn(aResponse().withHeader("Content-Type", "text/event-stream").withBody(events)));
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
