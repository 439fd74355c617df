package io.github.openairun.wire.assistants;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.openairun.Assistant;
import io.github.openairun.BuiltInTool;
import io.github.openairun.ContentPart;
import io.github.openairun.Message;
import io.github.openairun.ResponseFormat;
import io.github.openairun.Run;
import io.github.openairun.RunRequest;
import io.github.openairun.RunStatus;
import io.github.openairun.ToolChoice;
import io.github.openairun.ToolDefinition;
import io.github.openairun.wire.RunCreation;

import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for creating runs with {@link AssistantsGateway}.
 */
class CreateRunTests extends WithServer {

	private static final String FIND_ORDER_JSON = """
			{"type":"function","function":{"name":"findOrder","description":"Finds an order",
			 "parameters":{"type":"object","properties":{"number":{"type":"string"}},"required":["number"]}}}""";

	@Test
	void shouldSendEverySetting() {
		answer(RUN);
		RunRequest.Builder request = onThread().message("Where is order 17?")
			.message(Message.assistant("Which one?").withMetadata(Map.of("b", "2")))
			.model("m-1")
			.reasoningEffort("low")
			.temperature(0.5)
			.topP(0.9)
			.maxCompletionTokens(1000)
			.responseFormat(ResponseFormat.jsonObject())
			.instructions("Be brief")
			.additionalInstructions("Use metres")
			.toolChoice(ToolChoice.required())
			.parallelToolCalls(false)
			.maxPromptTokens(256)
			.metadata(Map.of("a", "1"));
		Run run = this.gateway.create(creation(request, FIND_ORDER));
		assertOnlyRequest("POST /v1/threads/thread_1/runs", """
				{"assistant_id":"asst_1","model":"m-1","reasoning_effort":"low","temperature":0.5,"top_p":0.9,
				 "max_completion_tokens":1000,"max_prompt_tokens":256,"response_format":{"type":"json_object"},
				 "instructions":"Be brief","additional_instructions":"Use metres","tool_choice":"required",
				 "parallel_tool_calls":false,"metadata":{"a":"1"},
				 "additional_messages":[{"role":"user","content":"Where is order 17?"},
				  {"role":"assistant","content":"Which one?","metadata":{"b":"2"}}],
				 "tools":[%s]}""".formatted(FIND_ORDER_JSON));
		assertThat(run.id()).isEqualTo("run_1");
		assertThat(run.status()).isEqualTo(RunStatus.QUEUED);
	}

	@Test
	void shouldNotSendParallelToolCallsWithoutTools() {
		answer(RUN);
		this.gateway.create(creation(onThread().parallelToolCalls(false)));
		assertOnlyRequest("POST /v1/threads/thread_1/runs", "{\"assistant_id\":\"asst_1\"}");
	}

	@Test
	void shouldPutMessagesIntoTheNewThread() {
		answer(RUN);
		Run run = this.gateway
			.create(creation(RunRequest.assistant("support").message("Hi").model("m-1").metadata(Map.of("a", "1"))));
		assertOnlyRequest("POST /v1/threads/runs", """
				{"assistant_id":"asst_1","model":"m-1","metadata":{"a":"1"},
				 "thread":{"messages":[{"role":"user","content":"Hi"}]}}""");
		assertThat(run.threadId()).isEqualTo("thread_1");
	}

	@Test
	void shouldCreateTheThreadFirstForWhatOnlyARunOnAThreadTakes() {
		server.stubFor(post("/v1/threads").willReturn(okJson("{\"id\":\"thread_7\"}")));
		server.stubFor(post(urlEqualTo("/v1/threads/thread_7/runs")).willReturn(okJson("{\"id\":\"run_7\"}")));
		Run run = this.gateway.create(creation(RunRequest.assistant("support")
			.message("Hi")
			.additionalInstructions("Use metres")
			.reasoningEffort("low")));
		assertThat(requests()).hasSize(2);
		assertRequest(requests().get(0), "POST /v1/threads", "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}");
		assertRequest(requests().get(1), "POST /v1/threads/thread_7/runs", """
				{"assistant_id":"asst_1","reasoning_effort":"low","additional_instructions":"Use metres"}""");
		assertThat(run.threadId()).isEqualTo("thread_7");
	}

	@Test
	void shouldFallBackToWhatTheApplicationSaysOfTheAssistant() {
		answer(RUN);
		Assistant assistant = SUPPORT.mutate()
			.instructions("You are support")
			.model("m-1")
			.temperature(0.1)
			.metadata(Map.of("team", "support", "channel", "chat"))
			.builtInTools(BuiltInTool.codeInterpreter())
			.build();
		this.gateway.create(new RunCreation(onThread().temperature(0.2).metadata(Map.of("channel", "mail")).build(),
				assistant, List.of(FIND_ORDER)));
		assertOnlyRequest("POST /v1/threads/thread_1/runs", """
				{"assistant_id":"asst_1","instructions":"You are support","model":"m-1","temperature":0.2,
				 "metadata":{"team":"support","channel":"mail"},
				 "tools":[%s,{"type":"code_interpreter"}]}""".formatted(FIND_ORDER_JSON));
	}

	@Test
	void shouldSendNoToolsWhenTheRequestNamesNone() {
		answer(RUN);
		this.gateway.create(creation(onThread().tools()));
		assertOnlyRequest("POST /v1/threads/thread_1/runs", "{\"assistant_id\":\"asst_1\",\"tools\":[]}");
	}

	@Test
	void shouldSendNoToolsWhenTheAssistantNamesNone() {
		answer(RUN);
		this.gateway.create(new RunCreation(onThread().build(), SUPPORT.mutate().tools().build(), List.of()));
		assertOnlyRequest("POST /v1/threads/thread_1/runs", "{\"assistant_id\":\"asst_1\",\"tools\":[]}");
	}

	@Test
	void shouldSayStrictOnlyWhereItIs() {
		answer(RUN);
		this.gateway.create(creation(onThread(), new ToolDefinition("ping", null, "{}", true)));
		assertOnlyRequest("POST /v1/threads/thread_1/runs", """
				{"assistant_id":"asst_1","tools":[{"type":"function",
				 "function":{"name":"ping","parameters":{},"strict":true}}]}""");
	}

	@ParameterizedTest
	@MethodSource
	void shouldWriteToolChoice(ToolChoice choice, String expected) {
		answer(RUN);
		this.gateway.create(creation(onThread().toolChoice(choice)));
		assertOnlyRequest("POST /v1/threads/thread_1/runs",
				"{\"assistant_id\":\"asst_1\",\"tool_choice\":" + expected + "}");
	}

	static Stream<Arguments> shouldWriteToolChoice() {
		return Stream.of(Arguments.of(ToolChoice.none(), "\"none\""), Arguments.of(ToolChoice.auto(), "\"auto\""),
				Arguments.of(ToolChoice.required(), "\"required\""),
				Arguments.of(ToolChoice.function("ping"), "{\"type\":\"function\",\"function\":{\"name\":\"ping\"}}"),
				Arguments.of(ToolChoice.builtIn("file_search"), "{\"type\":\"file_search\"}"),
				Arguments.of(ToolChoice.other("{\"type\":\"new\",\"x\":1}"), "{\"type\":\"new\",\"x\":1}"));
	}

	@Test
	void shouldWriteSchemaOfTheReply() {
		answer(RUN);
		this.gateway
			.create(creation(onThread().responseFormat(ResponseFormat.jsonSchema("Refund", "{\"type\":\"object\"}"))));
		assertOnlyRequest("POST /v1/threads/thread_1/runs", """
				{"assistant_id":"asst_1","response_format":{"type":"json_schema",
				 "json_schema":{"name":"Refund","schema":{"type":"object"},"strict":true}}}""");
	}

	@Test
	void shouldLetExtraPropertiesWin() {
		answer(RUN);
		this.gateway.create(creation(onThread().model("m-1")
			.extraBody("model", "m-2")
			.extraBody("truncation_strategy", Map.of("type", "last_messages", "last_messages", 3))
			.extraBody("tool_choice", null)));
		assertOnlyRequest("POST /v1/threads/thread_1/runs", """
				{"assistant_id":"asst_1","model":"m-2","tool_choice":null,
				 "truncation_strategy":{"type":"last_messages","last_messages":3}}""");
	}

	@Test
	void shouldWriteContentOfEveryKind() {
		answer(RUN);
		this.gateway.create(creation(onThread()
			.message(Message.user(ContentPart.text("See"), ContentPart.imageUrl("https://example.org/a.png"),
					new ContentPart.ImageFile("file_1", "low"), new ContentPart.Other("x", "{\"type\":\"x\",\"y\":1}")))
			.message(Message.user(ContentPart.text("Read this"), ContentPart.file("file_2")))
			.message(Message.user(ContentPart.file("file_3")))
			.message(Message.builder("assistant").content(List.of(new ContentPart.Refusal("No"))).build())));
		assertOnlyRequest("POST /v1/threads/thread_1/runs", """
				{"assistant_id":"asst_1","additional_messages":[
				 {"role":"user","content":[{"type":"text","text":"See"},
				  {"type":"image_url","image_url":{"url":"https://example.org/a.png"}},
				  {"type":"image_file","image_file":{"file_id":"file_1","detail":"low"}},{"type":"x","y":1}]},
				 {"role":"user","content":"Read this",
				  "attachments":[{"file_id":"file_2","tools":[{"type":"file_search"}]}]},
				 {"role":"user","content":"","attachments":[{"file_id":"file_3","tools":[{"type":"file_search"}]}]},
				 {"role":"assistant","content":[{"type":"text","text":"No"}]}]}""");
	}

}
