package io.github.openairun.wire.responses;

import java.util.List;

import com.github.tomakehurst.wiremock.stubbing.Scenario;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

import io.github.openairun.BadRequestException;
import io.github.openairun.Run;
import io.github.openairun.RunStatus;
import io.github.openairun.ThreadBusyException;
import io.github.openairun.ToolOutput;
import io.github.openairun.wire.Json;
import io.github.openairun.wire.items.Items;
import io.github.openairun.wire.responses.ResponsesGateway.Options;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Conversations with calls that somebody has left without outputs.
 */
class DanglingCallTests extends AbstractResponsesGatewayTests {

	private static final String LOST = Json.tree(Items.LOST_OUTPUT).toString();

	private final ResponsesGateway repairing = gateway(
			Options.defaults().withLinks(this.links).withRepairDanglingCalls(true));

	@Test
	void saysWhatToSetWhenNoRunIsKnownThatWaits() {
		refusesFor("call_7");
		assertThatExceptionOfType(ThreadBusyException.class).isThrownBy(() -> create(this.gateway))
			.withMessageContaining("Thread 'conv_1' is busy: call 'call_7' has no output")
			.withMessageContaining("openai.run.responses.repair-dangling-calls=true")
			.satisfies((ex) -> assertThat(ex.blockingRunId()).isNull());
		assertThat(requests()).containsExactly("POST /v1/responses");
	}

	@Test
	void answersTheCallsAndBeginsAgain() {
		refusesOnceFor("call_7");
		conversation(ResponseJson.callItem("call_6"), ResponseJson.outputItem("call_6", "done"),
				ResponseJson.callItem("call_7"), ResponseJson.callItem("call_8"));
		assertThat(create(this.repairing).status()).isEqualTo(RunStatus.QUEUED);
		assertThat(requests()).containsExactly("POST /v1/responses", "GET " + ITEMS + "?limit=100&order=desc",
				"POST /v1/responses");
		assertJson(lastBody().get("input"), """
				[{"type": "function_call_output", "call_id": "call_7", "output": %1$s},
				 {"type": "function_call_output", "call_id": "call_8", "output": %1$s},
				 {"type": "message", "role": "user", "content": "Hello"}]""".formatted(LOST));
	}

	@Test
	void answersTheCallThatTheServerNamesEvenIfTheItemsDoNotShowIt() {
		refusesOnceFor("call_7");
		conversation();
		this.repairing.create(creation(request()));
		assertThat(callsAnswered()).containsExactly("call_7");
	}

	@Test
	void leavesApprovalsToWhomeverTheyAreAskedOf() {
		refusesOnceFor("call_7");
		conversation(ResponseJson.callItem("call_7"),
				Json.object().put("type", "mcp_approval_request").put("id", "mcpr_1"));
		this.repairing.create(creation(request()));
		assertThat(callsAnswered()).containsExactly("call_7");
	}

	@Test
	void keepsAnInputThatIsText() {
		refusesOnceFor("call_7");
		conversation();
		this.repairing.create(creation(request().extraBody("input", "Hello")));
		assertJson(lastBody().get("input").get(1), """
				{"type": "message", "role": "user", "content": "Hello"}""");
	}

	@Test
	void doesNotRepairForEver() {
		refuses("call_7", "call_8", "call_9", "call_10", "call_11");
		conversation();
		assertThatExceptionOfType(ThreadBusyException.class).isThrownBy(() -> create(this.repairing))
			.withMessageContaining("call_10");
		assertThat(requests()).filteredOn("POST /v1/responses"::equals).hasSize(4);
	}

	@Test
	void passesOnThatTheServerDoesNotTakeTheAnswer() {
		refusesFor("call_7");
		conversation();
		assertThatExceptionOfType(BadRequestException.class).isThrownBy(() -> create(this.repairing));
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void sparesARunThatIsKnownToWait(boolean repair) {
		Run waiting = waiting();
		refusesFor("call_1");
		responds(asking("resp_1"));
		conversation(ResponseJson.callItem("call_1"));
		forgetRequests();
		assertThatExceptionOfType(ThreadBusyException.class)
			.isThrownBy(() -> create(repair ? this.repairing : this.gateway))
			.satisfies((ex) -> assertThat(ex.blockingRunId()).isEqualTo(waiting.id()));
		assertThat(requests()).filteredOn((request) -> request.startsWith("POST")).hasSize(1);
	}

	@Test
	void doesNotNameARunThatEndedUnnoticed() {
		created(this.gateway, ResponseJson.response("resp_1").status("queued"));
		responds(ResponseJson.response("resp_1").message("msg_1", "Hello."));
		refusesFor("call_7");
		assertThatExceptionOfType(ThreadBusyException.class).isThrownBy(() -> create(this.gateway))
			.withMessageContaining("call 'call_7' has no output")
			.satisfies((ex) -> assertThat(ex.blockingRunId()).isNull());
		assertThat(this.links.activeRun(CONV)).isNull();
	}

	@Test
	void repairsInSpiteOfARunThatEndedUnnoticed() {
		created(this.repairing, ResponseJson.response("resp_1").status("queued"));
		responds(ResponseJson.response("resp_1").message("msg_1", "Hello."));
		refusesOnceFor("call_7");
		conversation(ResponseJson.callItem("call_7"));
		assertThat(create(this.repairing).status()).isEqualTo(RunStatus.QUEUED);
		assertThat(callsAnswered().get(0)).isEqualTo("call_7");
	}

	@Test
	void repairsInSpiteOfARunThatTheServerHasForgotten() {
		created(this.repairing, ResponseJson.response("resp_1").status("queued"));
		server.stubFor(get(urlPathEqualTo("/v1/responses/resp_1")).willReturn(aResponse().withStatus(404)
			.withBody("{\"error\":{\"message\":\"Response with id 'resp_1' not found.\"}}")));
		refusesOnceFor("call_7");
		conversation(ResponseJson.callItem("call_7"));
		assertThat(create(this.repairing).status()).isEqualTo(RunStatus.QUEUED);
	}

	@Test
	void repairsWhatAnotherProcessLeftBehindTheCallsOfThisRun() {
		Run run = created(this.repairing, asking("resp_1"));
		refusesOnceFor("call_0");
		conversation(ResponseJson.callItem("call_0"), ResponseJson.callItem("call_1"));
		Run next = this.repairing.submitToolOutputs(run, List.of(new ToolOutput("call_1", "shipped")));
		assertThat(next.status()).isEqualTo(RunStatus.QUEUED);
		assertThat(callsAnswered()).containsExactly("call_0", "call_1");
	}

	@Test
	void doesNotRepairWhatIsBeingAnswered() {
		Run run = created(this.repairing, asking("resp_1"));
		refusesFor("call_1");
		assertThatExceptionOfType(BadRequestException.class)
			.isThrownBy(() -> this.repairing.submitToolOutputs(run, List.of(new ToolOutput("call_1", "shipped"))));
	}

	@Test
	void aRunWhoseCallsWereRepairedIsCancelled() {
		ObjectNode lost = ResponseJson.outputItem("call_1", Items.LOST_OUTPUT);
		responds(asking("resp_1"));
		conversation(ResponseJson.callItem("call_1"), lost, ResponseJson.messageItem("msg_1", "user", "Hello?"),
				ResponseJson.messageItem("msg_2", "assistant", "Hello."));
		assertThat(this.gateway.load("resp_1", CONV).status()).isEqualTo(RunStatus.CANCELLED);
	}

	private static Run create(ResponsesGateway gateway) {
		return gateway.create(creation(request().message("Hello")));
	}

	private static Run created(ResponsesGateway gateway, ResponseJson response) {
		postReturns("/v1/responses", response);
		return create(gateway);
	}

	private static void refusesFor(String callId) {
		postReturns("/v1/responses", aResponse().withStatus(400), refusal(callId));
	}

	private static void refusesOnceFor(String callId) {
		refuses(callId);
	}

	/**
	 * Refuse as many requests, each for another call, and accept the next one.
	 */
	private static void refuses(String... callIds) {
		String state = Scenario.STARTED;
		for (String callId : callIds) {
			server.stubFor(post(urlPathEqualTo("/v1/responses")).inScenario("repair")
				.whenScenarioStateIs(state)
				.willReturn(aResponse().withStatus(400).withBody(refusal(callId)))
				.willSetStateTo(callId));
			state = callId;
		}
		server.stubFor(post(urlPathEqualTo("/v1/responses")).inScenario("repair")
			.whenScenarioStateIs(state)
			.willReturn(okJson(ResponseJson.later("resp_9", 1, "resp_1").status("queued").toString())));
	}

	private static List<String> callsAnswered() {
		return lastBody().get("input").valueStream().map((item) -> item.path("call_id").asString("")).toList();
	}

	private static String refusal(String callId) {
		return "{\"error\":{\"type\":\"invalid_request_error\",\"param\":\"input\",\"code\":null,"
				+ "\"message\":\"No tool output found for function call " + callId + ".\"}}";
	}

}
