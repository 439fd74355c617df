package io.github.openairun.wire.assistants;

import java.util.List;

import com.github.tomakehurst.wiremock.client.WireMock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.github.openairun.Assistant;
import io.github.openairun.BuiltInTool;
import io.github.openairun.ToolDefinition;
import io.github.openairun.wire.RunCreation;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

class RunToolResolverTests extends WithServer {

	private static final ToolDefinition PING = new ToolDefinition("ping", null, "{}", false);

	private static final String PING_JSON = "{\"type\":\"function\",\"function\":{\"name\":\"ping\",\"parameters\":{}}}";

	private static final String SEARCH_JSON = "{\"type\":\"file_search\",\"file_search\":{\"max_num_results\":3}}";

	@BeforeEach
	void answerEverything() {
		answer("{\"id\":\"run_1\",\"thread_id\":\"thread_1\",\"status\":\"queued\"}");
		server.stubFor(get(urlPathEqualTo("/v1/assistants/asst_1")).atPriority(1)
			.willReturn(okJson("{\"id\":\"asst_1\",\"model\":\"m\",\"tools\":[" + PING_JSON.replace("ping", "old") + ","
					+ SEARCH_JSON + "]}")));
	}

	@Test
	void shouldKeepWhatTheServerExecutes() {
		this.gateway.create(creation(onThread(), PING));
		assertSent("{\"assistant_id\":\"asst_1\",\"tools\":[" + PING_JSON + "," + SEARCH_JSON + "]}");
	}

	@Test
	void shouldKeepWhatTheServerExecutesWhenNoFunctionIsOffered() {
		this.gateway.create(creation(onThread().tools()));
		assertSent("{\"assistant_id\":\"asst_1\",\"tools\":[" + SEARCH_JSON + "]}");
	}

	@Test
	void shouldLookAnAssistantUpOnceForAllKeys() {
		this.gateway.create(creation(onThread(), PING));
		this.gateway.withApiKey("sk-other").create(creation(onThread(), PING));
		assertThat(requests().stream().filter(WithServer::isLookUp)).hasSize(1);
		assertThat(requests()).hasSize(3);
	}

	@Test
	void shouldLookAnAssistantUpAgainAfterItWasModified() {
		this.gateway.create(creation(onThread(), PING));
		server.stubFor(post("/v1/assistants/asst_1").willReturn(okJson("{\"id\":\"asst_1\"}")));
		this.gateway.assistants().modify(SUPPORT, List.of());
		this.gateway.create(creation(onThread(), PING));
		assertThat(requests().stream().filter(WithServer::isLookUp)).hasSize(2);
	}

	@Test
	void shouldNotLookUpWhatTheApplicationKnows() {
		Assistant known = SUPPORT.mutate().builtInTools(BuiltInTool.codeInterpreter()).build();
		this.gateway.create(new RunCreation(onThread().build(), known, List.of(PING)));
		assertThat(requests()).hasSize(1);
	}

	@Test
	void shouldNotLookUpAnythingWhenNoToolsAreSent() {
		this.gateway.create(creation(onThread()));
		assertOnlyRequest("POST /v1/threads/thread_1/runs", "{\"assistant_id\":\"asst_1\"}");
		assertThat(requests()).hasSize(1);
	}

	@Test
	void shouldCreateTheRunWhenTheServerDoesNotShowItsAssistants() {
		server.stubFor(get(urlPathEqualTo("/v1/assistants/asst_1")).atPriority(1).willReturn(WireMock.notFound()));
		this.gateway.create(creation(onThread(), PING));
		assertSent("{\"assistant_id\":\"asst_1\",\"tools\":[" + PING_JSON + "]}");
	}

	@Test
	void shouldSendNoToolsWhenTheServerHasTheDefinitions() {
		AssistantsGateway gateway = gateway(true, false);
		gateway.create(new RunCreation(onThread().tools("ping").build(), SUPPORT.mutate().tools("ping").build(),
				List.of(PING)));
		assertOnlyRequest("POST /v1/threads/thread_1/runs", "{\"assistant_id\":\"asst_1\"}");
		assertThat(requests()).hasSize(1);
	}

	private static void assertSent(String body) {
		assertRequest(requests().get(1), "POST /v1/threads/thread_1/runs", body);
	}

}
