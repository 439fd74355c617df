package io.github.openairun.wire.responses;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

import io.github.openairun.Run;
import io.github.openairun.RunStatus;
import io.github.openairun.ThreadBusyException;
import io.github.openairun.ToolOutput;
import io.github.openairun.wire.Json;
import io.github.openairun.wire.responses.ResponsesGateway.Options;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Links in the metadata of conversations, seen by instances that share no memory.
 */
class ConversationRunLinkStoreTests extends AbstractResponsesGatewayTests {

	private static final String CONVERSATION = "/v1/conversations/conv_1";

	private final ResponsesGateway first = gateway(Options.defaults().withLinksInConversations());

	private final ResponsesGateway second = gateway(Options.defaults().withLinksInConversations());

	@BeforeEach
	void acceptMetadata() {
		metadata(Map.of("tenant", "t1"));
		postReturns(CONVERSATION, Json.object().put("id", CONV));
	}

	@Test
	void remembersTheNewRunBesideTheApplicationsMetadata() {
		create(asking("resp_1"));
		assertThat(requests()).containsExactly("POST /v1/responses", "GET " + CONVERSATION, "POST " + CONVERSATION);
		assertJson(lastBody(), """
				{"metadata": {"tenant": "t1", "openairun.links": "resp_1,ACTIVE,resp_1"}}""");
	}

	@Test
	void anotherInstanceFindsTheNewestResponse() {
		metadata(Map.of("openairun.links", "resp_1,ACTIVE,resp_2"));
		responds(asking("resp_1"), ResponseJson.later("resp_2", 1, "resp_1").call("call_2", "find_order", "{}"));
		conversation(ResponseJson.callItem("call_2"));
		Run run = this.second.load("resp_1", CONV);
		assertThat(run.status()).isEqualTo(RunStatus.REQUIRES_ACTION);
		assertThat(RunPosition.responseId(run)).isEqualTo("resp_2");
		assertThat(run.reconstructed()).isFalse();
		assertThat(requests()).doesNotContain("POST " + CONVERSATION);
	}

	@Test
	void goesOnFromWhereAnotherInstanceIs() {
		Run waiting = create(asking("resp_1"));
		metadata(Map.of("openairun.links", "resp_1,ACTIVE,resp_2"));
		responds(asking("resp_1"), ResponseJson.later("resp_2", 1, "resp_1").message("msg_1", "Shipped."));
		assertThat(this.first.refresh(waiting).status()).isEqualTo(RunStatus.COMPLETED);
	}

	@Test
	void looksAtARunThatWorksWithoutAskingForItsLink() {
		Run run = create(ResponseJson.response("resp_1").status("queued"));
		responds(ResponseJson.response("resp_1").status("in_progress"));
		forgetRequests();
		this.first.refresh(run);
		assertThat(requests()).containsExactly("GET /v1/responses/resp_1");
	}

	@Test
	void takesTheLinkAlong() {
		Run waiting = create(asking("resp_1"));
		metadata(Map.of("openairun.links", "resp_1,ACTIVE,resp_1 resp_0,CANCELLED,resp_0"));
		postReturns("/v1/responses", ResponseJson.later("resp_2", 1, "resp_1").status("queued"));
		this.first.submitToolOutputs(waiting, List.of(new ToolOutput("call_1", "shipped")));
		assertJson(lastBodyOf("POST " + CONVERSATION), """
				{"metadata": {"openairun.links": "resp_1,ACTIVE,resp_2 resp_0,CANCELLED,resp_0"}}""");
	}

	@Test
	void forgetsARunThatHasEndedWithItsFirstResponse() {
		Run run = create(ResponseJson.response("resp_1").status("queued"));
		metadata(Map.of("openairun.links", "resp_1,ACTIVE,resp_1"));
		responds(ResponseJson.response("resp_1").message("msg_1", "Hello."));
		this.first.refresh(run);
		assertJson(lastBodyOf("POST " + CONVERSATION), "{\"metadata\": {\"openairun.links\": \"\"}}");
	}

	@Test
	void writesNothingForARunThatEndedLongAgo() {
		responds(ResponseJson.response("resp_1").message("msg_1", "Hello."));
		this.second.load("resp_1", CONV);
		assertThat(requests()).noneMatch((request) -> request.startsWith("POST"));
	}

	@Test
	void keepsAsManyRunsAsFitAndThoseThatGoOnAboveAll() {
		String name = "r".repeat(90);
		metadata(Map.of("openairun.links", "resp_2" + name + ",ENDED,resp_3 resp_4" + name + ",ACTIVE,resp_5 resp_6"
				+ name + ",CANCELLED,resp_7 resp_8" + name + ",ENDED,resp_9"));
		create(ResponseJson.response("resp_1" + name).status("queued"));
		String links = lastBodyOf("POST " + CONVERSATION).get("metadata").get("openairun.links").stringValue();
		assertThat(links).hasSizeLessThanOrEqualTo(512)
			.startsWith("resp_1" + name + ",ACTIVE")
			.contains("resp_4" + name)
			.doesNotContain("resp_8");
	}

	@Test
	void aNewRunShowsThatOlderOnesAreNotActiveAnyMore() {
		metadata(Map.of("openairun.links", "resp_5,ACTIVE,resp_6 resp_7,ACTIVE,resp_7 resp_8,CANCELLED,resp_8"));
		create(ResponseJson.response("resp_1").status("queued"));
		assertJson(lastBodyOf("POST " + CONVERSATION), "{\"metadata\": {\"openairun.links\": "
				+ "\"resp_1,ACTIVE,resp_1 resp_5,UNCERTAIN,resp_6 resp_8,CANCELLED,resp_8\"}}");
	}

	@Test
	void aRunWhoseProcessCrashedIsNotTakenForActiveForEver() {
		metadata(Map.of("openairun.links", "resp_7,ACTIVE,resp_7"));
		responds(ResponseJson.response("resp_7").message("msg_1", "Hello."));
		postReturns("/v1/responses", aResponse().withStatus(400),
				"{\"error\":{\"message\":\"No tool output found for function call call_7.\"}}");
		assertThatExceptionOfType(ThreadBusyException.class)
			.isThrownBy(() -> this.first.create(creation(request().message("Hello"))))
			.satisfies((ex) -> assertThat(ex.blockingRunId()).isNull());
		assertJson(lastBodyOf("POST " + CONVERSATION), "{\"metadata\": {\"openairun.links\": \"\"}}");
	}

	@Test
	void namesTheRunThatKeepsTheThreadBusy() {
		metadata(Map.of("openairun.links", "resp_7,ACTIVE,resp_8"));
		postReturns("/v1/responses", aResponse().withStatus(400), locked());
		assertThatExceptionOfType(ThreadBusyException.class)
			.isThrownBy(() -> this.first.create(creation(request().message("Hello"))))
			.satisfies((ex) -> assertThat(ex.blockingRunId()).isEqualTo("resp_7"));
	}

	@Test
	void losesNoRunWhenTheConversationTakesNoMetadata() {
		postReturns(CONVERSATION, aResponse().withStatus(400), locked());
		assertThat(create(asking("resp_1")).status()).isEqualTo(RunStatus.REQUIRES_ACTION);
	}

	@Test
	void losesNoRunWhenTheConversationCannotBeRead() {
		server.stubFor(get(urlPathEqualTo(CONVERSATION)).willReturn(aResponse().withStatus(403)));
		assertThat(create(asking("resp_1")).status()).isEqualTo(RunStatus.REQUIRES_ACTION);
	}

	@Test
	void passesOverLinksThatMakeNoSense() {
		metadata(Map.of("openairun.links", "resp_1 resp_1,MAYBE,resp_2 ,,,"));
		responds(asking("resp_1"));
		conversation(ResponseJson.callItem("call_1"));
		assertThat(this.second.load("resp_1", CONV).reconstructed()).isTrue();
	}

	@Test
	void theApplicationsMetadataIsReplacedAroundTheLinks() {
		metadata(Map.of("tenant", "t1", "openairun.links", "resp_1,ACTIVE,resp_1"));
		this.first.threads().modify(CONV, Map.of("tenant", "t2"));
		assertJson(lastBodyOf("POST " + CONVERSATION), """
				{"metadata": {"tenant": "t2", "openairun.links": "resp_1,ACTIVE,resp_1"}}""");
	}

	@Test
	void leavesOnePairForTheLinks() {
		Map<String, String> sixteen = new HashMap<>();
		for (int i = 0; i < 16; i++) {
			sixteen.put("key" + i, "value");
		}
		assertThatIllegalArgumentException().isThrownBy(() -> this.first.threads().modify(CONV, sixteen))
			.withMessageContaining("must not have more than 15 pairs, but has 16");
		assertThat(requests()).isEmpty();
	}

	@Test
	void readsWithTheKeyOfTheTenant() {
		metadata(Map.of("openairun.links", "resp_1,ACTIVE,resp_1"));
		responds(asking("resp_1"));
		conversation(ResponseJson.callItem("call_1"));
		this.first.withApiKey("key-2").load("resp_1", CONV);
		assertThat(events()).isNotEmpty()
			.allMatch((event) -> "Bearer key-2".equals(event.getRequest().getHeader("Authorization")));
	}

	private Run create(ResponseJson response) {
		postReturns("/v1/responses", response);
		return this.first.create(creation(request().message("Hello")));
	}

	private static void metadata(Map<String, String> metadata) {
		ObjectNode conversation = Json.object().put("id", CONV).put("object", "conversation").put("created_at", 1);
		conversation.set("metadata", Json.tree(metadata));
		getReturns(CONVERSATION, conversation);
	}

}
