package io.github.openairun.wire.assistants;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.openairun.Assistant;
import io.github.openairun.AssistantNotFoundException;
import io.github.openairun.ContentPart;
import io.github.openairun.Message;
import io.github.openairun.ModelSettings;
import io.github.openairun.NotFoundException;
import io.github.openairun.ResponseFormat;
import io.github.openairun.Run;
import io.github.openairun.RunRequest;
import io.github.openairun.RunStatus;
import io.github.openairun.ThreadBusyException;
import io.github.openairun.ThreadNotFoundException;
import io.github.openairun.ToolChoice;
import io.github.openairun.ToolDefinition;
import io.github.openairun.wire.RunCreation;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

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
			.settings(new ModelSettings("m-1", "low", 0.5, 0.9, 1000, ResponseFormat.jsonObject()))
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
	void shouldNotCreateAThreadForARequestThatIsNotLegal() {
		RunCreation creation = creation(
				RunRequest.assistant("support").additionalInstructions("x").maxCompletionTokens(1));
		assertThatIllegalArgumentException().isThrownBy(() -> this.gateway.create(creation));
		assertThat(requests()).isEmpty();
	}

	@Test
	void shouldFallBackToWhatTheApplicationSaysOfTheAssistant() {
		answer(RUN);
		Assistant assistant = SUPPORT.mutate()
			.instructions("You are support")
			.model("m-1")
			.temperature(0.1)
			.metadata(Map.of("not", "the run's"))
			.builtInTools(List.of("{\"type\":\"code_interpreter\"}"))
			.build();
		this.gateway.create(new RunCreation(onThread().temperature(0.2).build(), assistant, List.of(FIND_ORDER)));
		assertOnlyRequest("POST /v1/threads/thread_1/runs", """
				{"assistant_id":"asst_1","instructions":"You are support","model":"m-1","temperature":0.2,
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
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "none|\"none\"", "auto|\"auto\"", "required|\"required\"",
					"function|{\"type\":\"function\",\"function\":{\"name\":\"ping\"}}",
					"file_search|{\"type\":\"file_search\"}" })
	void shouldWriteToolChoice(String mode, String expected) {
		answer(RUN);
		this.gateway
			.create(creation(onThread().toolChoice(new ToolChoice(mode, mode.equals("function") ? "ping" : null))));
		assertOnlyRequest("POST /v1/threads/thread_1/runs",
				"{\"assistant_id\":\"asst_1\",\"tool_choice\":" + expected + "}");
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
			.message(new Message(null, null, null, "assistant", List.of(new ContentPart.Refusal("No")), null,
					Map.of()))));
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

	@ParameterizedTest
	@ValueSource(strings = { "maxPromptTokens", "maxCompletionTokens" })
	void shouldNameTokenLimitThatIsTooLow(String parameter) {
		RunRequest.Builder request = parameter.equals("maxPromptTokens") ? onThread().maxPromptTokens(255)
				: onThread().maxCompletionTokens(255);
		assertThatIllegalArgumentException().isThrownBy(() -> this.gateway.create(creation(request)))
			.withMessageStartingWith("'" + parameter + "'")
			.withMessageContaining("at least 256")
			.withMessageContaining("255");
		assertThat(requests()).isEmpty();
	}

	@Test
	void shouldRefuseMoreThanTwentyTools() {
		ToolDefinition[] tools = IntStream.range(0, 21)
			.mapToObj((i) -> new ToolDefinition("tool" + i, null, "{}", false))
			.toArray(ToolDefinition[]::new);
		assertThatIllegalArgumentException().isThrownBy(() -> this.gateway.create(creation(onThread(), tools)))
			.withMessageContaining("at most 20 tools, not 21")
			.withMessageContaining("openai.run.assistants.support.tools");
	}

	@Test
	void shouldCheckMetadata() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.gateway.create(creation(onThread().metadata(Map.of("k".repeat(65), "v")))))
			.withMessageContaining("metadata");
	}

	@Test
	void shouldNamePropertyOfAnAssistantWithoutId() {
		RunCreation creation = new RunCreation(onThread().build(), Assistant.named("support").build(), List.of());
		assertThatIllegalArgumentException().isThrownBy(() -> this.gateway.create(creation))
			.withMessageContaining("openai.run.assistants.support.id");
	}

	@Test
	void shouldRefuseRoleThatThisWireDoesNotHave() {
		Message message = new Message(null, null, null, "system", List.of(ContentPart.text("x")), null, Map.of());
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.gateway.create(creation(onThread().message(message))))
			.withMessageContaining("'system'");
	}

	@Test
	void shouldRefuseIdOfAnotherKindBeforeAnyRequest() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.gateway.create(creation(RunRequest.assistant("support").thread("conv_1"))))
			.withMessageContaining("on wire 'responses'");
		assertThat(requests()).isEmpty();
	}

	@Test
	void shouldNameTheRunThatBlocksTheThread() {
		answer(aResponse().withStatus(400).withBody("""
				{"error":{"message":"Thread thread_1 already has an active run run_9.",
				 "type":"invalid_request_error","param":null,"code":null}}"""));
		assertThatExceptionOfType(ThreadBusyException.class).isThrownBy(() -> this.gateway.create(creation(onThread())))
			.satisfies((ex) -> {
				assertThat(ex.threadId()).isEqualTo("thread_1");
				assertThat(ex.blockingRunId()).isEqualTo("run_9");
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "No assistant found with id 'asst_1'.", "asst_1 does not exist", "Unknown Assistant" })
	void shouldTellThatTheAssistantIsMissing(String message) {
		answer(missing(message, "not_found"));
		assertThatExceptionOfType(AssistantNotFoundException.class)
			.isThrownBy(() -> this.gateway.create(creation(onThread())))
			.withMessageContaining("There is no assistant 'asst_1'")
			.withMessageContaining("openai.run.assistants.support.id")
			.withCauseInstanceOf(NotFoundException.class);
	}

	@Test
	void shouldTellThatTheAssistantOfANewThreadIsMissing() {
		answer(missing("No assistant found with id 'asst_1'.", "not_found"));
		assertThatExceptionOfType(AssistantNotFoundException.class)
			.isThrownBy(() -> this.gateway.create(creation(RunRequest.assistant("support"))));
	}

	@ParameterizedTest
	@ValueSource(strings = { "No thread found with id 'thread_1'.", "Nothing there",
			"Assistants: there is no thread thread_1" })
	void shouldTellThatTheThreadIsMissing(String message) {
		answer(missing(message, "not_found"));
		assertThatExceptionOfType(ThreadNotFoundException.class)
			.isThrownBy(() -> this.gateway.create(creation(onThread())))
			.satisfies((ex) -> assertThat(ex.threadId()).isEqualTo("thread_1"));
	}

	@Test
	void shouldNotBlameTheThreadForAMissingModel() {
		answer(missing("The model 'm-9' does not exist", "model_not_found"));
		assertThatExceptionOfType(NotFoundException.class)
			.isThrownBy(() -> this.gateway.create(creation(onThread().model("m-9"))))
			.isExactlyInstanceOf(NotFoundException.class);
	}

	private static ResponseDefinitionBuilder missing(String message, String code) {
		return aResponse().withStatus(404)
			.withBody("{\"error\":{\"message\":\"%s\",\"code\":\"%s\"}}".formatted(message, code));
	}

}
