package io.github.openairun.wire.responses;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.openairun.Assistant;
import io.github.openairun.BuiltInTool;
import io.github.openairun.Message;
import io.github.openairun.ModelSettings;
import io.github.openairun.ResponseFormat;
import io.github.openairun.Run;
import io.github.openairun.RunRequest;
import io.github.openairun.RunStatus;
import io.github.openairun.ToolChoice;
import io.github.openairun.ToolDefinition;
import io.github.openairun.ToolOutput;
import io.github.openairun.wire.Json;
import io.github.openairun.wire.RunCreation;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.notMatching;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class CreateRunTests extends AbstractResponsesGatewayTests {

	private static final ToolDefinition FIND_ORDER = new ToolDefinition("find_order", "Finds an order", PARAMETERS,
			true);

	@Test
	void createsARunOnAThread() {
		postReturns("/v1/responses", ResponseJson.response("resp_1").status("queued").metadata("tenant", "t1"));
		Run run = this.gateway
			.create(creation(request().message("Where is order 17?").metadata(Map.of("tenant", "t1"))));
		assertThat(run.id()).isEqualTo("resp_1");
		assertThat(run.threadId()).isEqualTo(CONV);
		assertThat(run.object()).isEqualTo("response");
		assertThat(run.status()).isEqualTo(RunStatus.QUEUED);
		assertThat(run.assistant()).isEqualTo("support");
		assertThat(run.model()).isEqualTo("gpt-test-2026-01-01");
		assertThat(run.createdAt()).isEqualTo(Instant.parse("2025-10-09T08:53:20.500Z"));
		assertThat(run.metadata()).containsExactly(Map.entry("tenant", "t1"));
		assertThat(RunPosition.responseId(run)).isEqualTo("resp_1");
		assertThat(run.reconstructed()).isFalse();
		assertThat(requests()).containsExactly("POST /v1/responses");
		assertJson(lastBody(), """
				{"background": true, "model": "gpt-test", "conversation": "conv_1",
				 "input": [{"type": "message", "role": "user", "content": "Where is order 17?"}],
				 "metadata": {"tenant": "t1", "openairun.v": "1", "openairun.assistant": "support",
				   "openairun.sent": "{\\"model\\":\\"gpt-test\\"}"}}""");
	}

	@Test
	void doesNotSendParallelToolCallsWithoutTools() {
		postReturns("/v1/responses", ResponseJson.response("resp_1").status("queued"));
		this.gateway.create(creation(request().message("Hi").parallelToolCalls(false)));
		assertThat(lastBody().has("parallel_tool_calls")).isFalse();
	}

	@Test
	void theRequestsMetadataIsCompletedByTheAssistants() {
		postReturns("/v1/responses", ResponseJson.response("resp_1").status("queued"));
		Assistant assistant = Assistant.named("support")
			.model("gpt-test")
			.metadata(Map.of("team", "support", "channel", "chat"))
			.build();
		this.gateway
			.create(new RunCreation(request().metadata(Map.of("channel", "mail")).build(), assistant, List.of()));
		assertThat(Json.texts(lastBody(), "metadata")).containsEntry("team", "support")
			.containsEntry("channel", "mail");
	}

	@Test
	void sendsTheKeyAndNoBetaHeader() {
		postReturns("/v1/responses", ResponseJson.response("resp_1").status("queued"));
		this.gateway.create(creation(request()));
		LoggedRequest request = events().get(0).getRequest();
		assertThat(request.getHeader("Authorization")).isEqualTo("Bearer key-1");
		assertThat(request.getHeader("Content-Type")).isEqualTo("application/json");
		assertThat(request.containsHeader("OpenAI-Beta")).isFalse();
	}

	@Test
	void usesAnotherKeyWithTheSameMemory() {
		Run run = waiting();
		responds(asking("resp_1"));
		conversation(ResponseJson.callItem("call_1"));
		forgetRequests();
		assertThat(this.gateway.withApiKey("key-2").load(run.id(), CONV).reconstructed()).isFalse();
		assertThat(requests()).containsExactly("GET /v1/responses/resp_1", "GET " + ITEMS + "?limit=100&order=desc");
		assertThat(events().get(0).getRequest().getHeader("Authorization")).isEqualTo("Bearer key-2");
	}

	@Test
	void createsAConversationIfThereIsNoThread() {
		postReturns("/v1/conversations", "{\"id\":\"conv_9\",\"object\":\"conversation\",\"created_at\":1}");
		postReturns("/v1/responses", ResponseJson.response("resp_1").status("queued"));
		Run run = this.gateway.create(creation(RunRequest.assistant("support").message("Hello")));
		assertThat(run.threadId()).isEqualTo("conv_9");
		assertThat(requests()).containsExactly("POST /v1/conversations", "POST /v1/responses");
		assertJson(lastBodyOf("POST /v1/conversations"), "{}");
		assertThat(lastBody().get("conversation").stringValue()).isEqualTo("conv_9");
	}

	@Test
	void sendsNoInputWhenTheMessagesAreOnTheThreadAlready() {
		postReturns("/v1/responses", ResponseJson.response("resp_1").status("queued"));
		this.gateway.create(creation(request()));
		assertThat(lastBody().has("input")).isFalse();
	}

	@Test
	void sendsAnEmptyInputToAServerThatDemandsOne() {
		server.stubFor(post(urlPathEqualTo("/v1/responses"))
			.willReturn(okJson(ResponseJson.response("resp_1").status("queued").toString())));
		server.stubFor(post(urlPathEqualTo("/v1/responses")).withRequestBody(notMatching(".*\"input\".*"))
			.willReturn(aResponse().withStatus(400)
				.withBody("{\"error\":{\"message\":\"Missing required parameter: 'input'.\",\"param\":\"input\","
						+ "\"code\":\"missing_required_parameter\"}}")));
		this.gateway.create(creation(request()));
		assertThat(requests()).containsExactly("POST /v1/responses", "POST /v1/responses");
		assertJson(lastBody().get("input"), "[]");
	}

	@Test
	void worksInTheForegroundWhenToldTo() {
		ResponsesGateway foreground = gateway(ResponsesGateway.Options.defaults()
			.withLinks(this.links)
			.withBackground(ResponsesGateway.Background.OFF));
		postReturns("/v1/responses", asking("resp_1"));
		Run run = foreground.create(creation(request().message("Hello")));
		assertThat(lastBody().has("background")).isFalse();
		foreground.submitToolOutputs(run, List.of(new ToolOutput("call_1", "shipped")));
		assertThat(lastBody().has("background")).isFalse();
	}

	@Test
	void sendsEverySetting() {
		postReturns("/v1/responses", ResponseJson.response("resp_1").status("queued"));
		ModelSettings settings = ModelSettings.builder()
			.model("gpt-other")
			.reasoningEffort("low")
			.temperature(0.2)
			.topP(0.9)
			.maxCompletionTokens(2000)
			.responseFormat(ResponseFormat.jsonSchema("refund", "{\"type\":\"object\"}"))
			.build();
		Assistant assistant = assistant().instructions("Be brief.")
			.builtInTools(new BuiltInTool.WebSearch("low"))
			.build();
		RunRequest request = request().settings(settings)
			.additionalInstructions("The customer is called Ada.")
			.message(Message.assistant("How can I help?"))
			.message("Refund order 17")
			.toolChoice(ToolChoice.function("find_order"))
			.parallelToolCalls(false)
			.extraBody("service_tier", "flex")
			.build();
		this.gateway.create(new RunCreation(request, assistant,
				List.of(FIND_ORDER, new ToolDefinition("lookup", null, "{\"type\":\"object\"}", false))));
		assertJson(lastBody(),
				"""
						{"background": true, "conversation": "conv_1", "model": "gpt-other",
						 "instructions": "Be brief.\\n\\nThe customer is called Ada.",
						 "input": [{"type": "message", "role": "assistant", "content": "How can I help?"},
						   {"type": "message", "role": "user", "content": "Refund order 17"}],
						 "tools": [{"type": "function", "name": "find_order", "description": "Finds an order", "strict": true,
						     "parameters": {"type": "object", "properties": {"id": {"type": "string"}}, "required": ["id"],
						       "additionalProperties": false}},
						   {"type": "function", "name": "lookup", "strict": false, "parameters": {"type": "object"}},
						   {"type": "web_search", "search_context_size": "low"}],
						 "tool_choice": {"type": "function", "name": "find_order"}, "parallel_tool_calls": false,
						 "max_output_tokens": 2000, "temperature": 0.2, "top_p": 0.9, "reasoning": {"effort": "low"},
						 "text": {"format": {"type": "json_schema", "name": "refund", "schema": {"type": "object"}, "strict": true}},
						 "service_tier": "flex",
						 "metadata": {"openairun.v": "1", "openairun.assistant": "support",
						   "openairun.sent": "{\\"model\\":\\"gpt-other\\",\\"temperature\\":0.2,\\"top_p\\":0.9,\\"max_output_tokens\\":2000,\\"own\\":[\\"model\\",\\"max_output_tokens\\",\\"temperature\\",\\"top_p\\",\\"reasoning\\",\\"text\\",\\"instructions\\"]}"}}""");
	}

	@ParameterizedTest
	@MethodSource
	void writesSettings(Consumer<RunRequest.Builder> setting, String name, String expected) {
		postReturns("/v1/responses", ResponseJson.response("resp_1").status("queued"));
		RunRequest.Builder request = request();
		setting.accept(request);
		this.gateway.create(creation(request));
		assertJson(lastBody().get(name), expected);
	}

	static Stream<Arguments> writesSettings() {
		return Stream.of(setting((request) -> request.toolChoice(ToolChoice.none()), "tool_choice", "\"none\""),
				setting((request) -> request.toolChoice(ToolChoice.auto()), "tool_choice", "\"auto\""),
				setting((request) -> request.toolChoice(ToolChoice.builtIn("file_search")), "tool_choice",
						"{\"type\":\"file_search\"}"),
				setting((request) -> request.toolChoice(ToolChoice.other("{\"type\":\"mcp\",\"server_label\":\"x\"}")),
						"tool_choice", "{\"type\":\"mcp\",\"server_label\":\"x\"}"),
				setting((request) -> request.toolChoice(ToolChoice.required()), "tool_choice", "\"required\""),
				setting((request) -> request.responseFormat(ResponseFormat.text()), "text",
						"{\"format\":{\"type\":\"text\"}}"),
				setting((request) -> request
					.responseFormat(new ResponseFormat.Other("grammar", "{\"type\":\"grammar\",\"syntax\":\"lark\"}")),
						"text", "{\"format\":{\"type\":\"grammar\",\"syntax\":\"lark\"}}"),
				setting((request) -> request.responseFormat(ResponseFormat.jsonObject()), "text",
						"{\"format\":{\"type\":\"json_object\"}}"),
				setting((request) -> request.maxCompletionTokens(16), "max_output_tokens", "16"),
				setting((request) -> request.extraBody("model", "gpt-extra"), "model", "\"gpt-extra\""),
				setting((request) -> request.extraBody("background", false), "background", "false"),
				setting((request) -> request.extraBody("truncation", null), "truncation", "null"),
				setting((request) -> request.extraBody("metadata", Map.of("a", "b")), "metadata", "{\"a\":\"b\"}"));
	}

	private static Arguments setting(Consumer<RunRequest.Builder> setting, String name, String expected) {
		return arguments(setting, name, expected);
	}

	@ParameterizedTest
	@MethodSource
	void refusesBeforeAnyRequest(RunRequest.Builder request, String problem) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.gateway.create(creation(request)))
			.withMessageContaining(problem);
		assertThat(requests()).isEmpty();
	}

	static Stream<Arguments> refusesBeforeAnyRequest() {
		Map<String, String> ten = new HashMap<>();
		for (int i = 0; i < 10; i++) {
			ten.put("key" + i, "value");
		}
		return Stream.of(
				arguments(request().maxPromptTokens(500), "'maxPromptTokens' is not available on wire 'responses'"),
				arguments(request().maxCompletionTokens(15), "'maxCompletionTokens' must be at least 16"),
				arguments(request().metadata(Map.of("openairun.run", "resp_0")), "'openairun.' is reserved"),
				arguments(request().metadata(ten), "must not have more than 9 pairs, but has 10"),
				arguments(request().metadata(Map.of("k".repeat(65), "v")), "must not be longer than 64 characters"),
				arguments(request().metadata(Map.of("key", "v".repeat(513))),
						"'key' must not be longer than 512 characters, but has 513"),
				arguments(RunRequest.assistant("support").thread("thread_1"), "wire 'assistants'"),
				arguments(RunRequest.assistant("support").thread("resp_1"), "is the id of a run"),
				arguments(request().message(Message.user("Hi").withMetadata(Map.of("a", "b"))), "no metadata"));
	}

	@Test
	void takesNineMetadataPairs() {
		postReturns("/v1/responses", ResponseJson.response("resp_1").status("queued"));
		Map<String, String> metadata = new HashMap<>();
		for (int i = 0; i < 9; i++) {
			metadata.put("k" + i + "k".repeat(62), "v".repeat(512));
		}
		this.gateway.create(creation(request().metadata(metadata)));
		assertThat(Json.texts(lastBody(), "metadata")).containsAllEntriesOf(metadata).hasSize(12);
	}

	@Test
	void namesThePropertyWhenThereIsNoModel() {
		RunCreation creation = new RunCreation(request().build(), Assistant.named("support").build(), List.of());
		assertThatIllegalArgumentException().isThrownBy(() -> this.gateway.create(creation))
			.withMessageContaining("'openai.run.assistants.support.model'");
		assertThat(requests()).isEmpty();
	}

	@Test
	void returnsARunThatAsksForToolsAtOnce() {
		Run run = waiting();
		assertThat(run.status()).isEqualTo(RunStatus.REQUIRES_ACTION);
		assertThat(run.toolCalls()).singleElement().satisfies((call) -> {
			assertThat(call.id()).isEqualTo("call_1");
			assertThat(call.name()).isEqualTo("find_order");
			assertThat(call.arguments()).isEqualTo("{\"id\":\"17\"}");
		});
	}

}
