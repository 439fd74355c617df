package io.github.openairun.wire.assistants;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.openairun.Assistant;
import io.github.openairun.BuiltInTool;
import io.github.openairun.CursorPage;
import io.github.openairun.InvalidResponseException;
import io.github.openairun.PageQuery;
import io.github.openairun.ResponseFormat;

import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ServerAssistants}.
 */
class ServerAssistantsTests extends WithServer {

	private static final String FUNCTION = """
			{"type":"function","function":{"name":"findOrder","description":"Finds an order",
			 "parameters":{"type":"object","properties":{"number":{"type":"string"}},"required":["number"]}}}""";

	private static final String FILE_SEARCH = "{\"type\":\"file_search\"}";

	private static final String SUPPORT_JSON = """
			{"id":"asst_1","object":"assistant","created_at":1795305600,"name":"support","description":"Helps",
			 "model":"m-1","instructions":"Be brief","tools":[%s,%s],"metadata":{"a":"1"},"temperature":0.5,
			 "top_p":0.9,"reasoning_effort":"low","response_format":{"type":"json_schema",
			  "json_schema":{"name":"Refund","schema":{"type":"object"},"strict":true}}}""".formatted(FUNCTION,
			FILE_SEARCH);

	private static final Assistant FULL = Assistant.named("support")
		.id("asst_1")
		.description("Helps")
		.model("m-1")
		.reasoningEffort("low")
		.temperature(0.5)
		.topP(0.9)
		.responseFormat(ResponseFormat.jsonSchema("Refund", "{\"type\":\"object\"}"))
		.instructions("Be brief")
		.tools("findOrder")
		.builtInTools(BuiltInTool.fileSearch())
		.metadata(Map.of("a", "1"))
		.build();

	@Test
	void shouldReadEveryField() {
		answer(SUPPORT_JSON);
		assertThat(this.gateway.assistants().load("asst_1")).usingRecursiveComparison().isEqualTo(FULL);
	}

	@Test
	void shouldReadAssistantOfAServerThatLeavesThingsOut() {
		answer("""
				{"id":"asst_1","name":null,"temperature":7,"top_p":-1,"response_format":"auto",
				 "tools":[{"type":"openapi","openapi":{"name":"x"}},{"type":"function"}]}""");
		assertThat(this.gateway.assistants().load("asst_1")).usingRecursiveComparison()
			.isEqualTo(Assistant.named("asst_1")
				.id("asst_1")
				.tools()
				.builtInTools(BuiltInTool.other("{\"type\":\"openapi\",\"openapi\":{\"name\":\"x\"}}"))
				.build());
	}

	@Test
	void shouldNotTakeSilenceAboutToolsForNone() {
		answer("{\"id\":\"asst_1\"}");
		assertThat(this.gateway.assistants().load("asst_1").tools()).isNull();
	}

	@Test
	void shouldRefuseAssistantWithoutId() {
		answer(okJson("{\"object\":\"assistant\"}").withHeader("x-request-id", "req_1"));
		assertThatExceptionOfType(InvalidResponseException.class)
			.isThrownBy(() -> this.gateway.assistants().load("asst_1"))
			.withMessageContaining("GET /assistants/asst_1")
			.withMessageContaining("req_1");
	}

	@Test
	void shouldReadPage() {
		answer("{\"data\":[%s],\"has_more\":true}".formatted(SUPPORT_JSON));
		CursorPage<Assistant> page = this.gateway.assistants().list(PageQuery.newestFirst());
		assertThat(page.data()).extracting(Assistant::name).containsExactly("support");
		assertThat(page.firstId()).isEqualTo("asst_1");
		assertThat(page.lastId()).isEqualTo("asst_1");
		assertThat(page.hasMore()).isTrue();
	}

	@Test
	void shouldSendEveryField() {
		answer(SUPPORT_JSON);
		Assistant created = this.gateway.assistants().create(FULL.mutate().id(null).build(), List.of(FIND_ORDER));
		assertOnlyRequest("POST /v1/assistants", """
				{"name":"support","description":"Helps","model":"m-1","instructions":"Be brief","tools":[%s,%s],
				 "metadata":{"a":"1"},"temperature":0.5,"top_p":0.9,"reasoning_effort":"low",
				 "response_format":{"type":"json_schema","json_schema":{"name":"Refund",
				  "schema":{"type":"object"},"strict":true}}}""".formatted(FUNCTION, FILE_SEARCH));
		assertThat(created.id()).isEqualTo("asst_1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"type\":\"grammar\",\"grammar\":{\"syntax\":\"lark\"}}",
			"{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"no schema\"}}" })
	void shouldSendBackAFormatThatItDoesNotKnow(String format) {
		answer("{\"id\":\"asst_1\",\"response_format\":" + format + "}");
		Assistant loaded = this.gateway.assistants().load("asst_1");
		assertThat(loaded.settings().responseFormat()).isInstanceOfSatisfying(ResponseFormat.Other.class,
				(other) -> assertThat(other.json()).isEqualTo(format));
		server.resetRequests();
		this.gateway.assistants().modify(loaded, List.of());
		assertOnlyRequest("POST /v1/assistants/asst_1", """
				{"response_format":%s}""".formatted(format));
	}

	@Test
	void shouldNeedModelToCreate() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.gateway.assistants().create(Assistant.named("support").build(), List.of()))
			.withMessageContaining("model");
	}

	@Test
	void shouldNeedIdToModify() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.gateway.assistants().modify(Assistant.named("support").build(), List.of()))
			.withMessageContaining("id");
	}

	@Test
	void shouldModifyOnlyWhatIsNamed() {
		answer(SUPPORT_JSON);
		this.gateway.assistants()
			.modify(Assistant.named("asst_1").id("asst_1").instructions("New").build(), List.of(FIND_ORDER));
		assertOnlyRequest("POST /v1/assistants/asst_1", "{\"instructions\":\"New\"}");
	}

	@Test
	void shouldReplaceToolsThatAreNamed() {
		answer(SUPPORT_JSON);
		this.gateway.assistants()
			.modify(Assistant.named("asst_1")
				.id("asst_1")
				.tools("findOrder")
				.builtInTools(BuiltInTool.fileSearch())
				.build(), List.of(FIND_ORDER));
		assertOnlyRequest("POST /v1/assistants/asst_1", "{\"tools\":[%s,%s]}".formatted(FUNCTION, FILE_SEARCH));
	}

	@Test
	void shouldRemoveAllToolsWhenNoneIsNamed() {
		answer(SUPPORT_JSON);
		this.gateway.assistants().modify(Assistant.named("asst_1").id("asst_1").tools().build(), List.of());
		assertOnlyRequest("POST /v1/assistants/asst_1", "{\"tools\":[]}");
	}

	@Test
	void shouldKeepFunctionsOfTheServerWhenOnlyOtherToolsAreNamed() {
		answer(SUPPORT_JSON);
		this.gateway.assistants()
			.modify(Assistant.named("asst_1").id("asst_1").builtInTools(BuiltInTool.codeInterpreter()).build(),
					List.of());
		assertThat(requests()).hasSize(2);
		assertRequest(requests().get(0), "GET /v1/assistants/asst_1", null);
		assertRequest(requests().get(1), "POST /v1/assistants/asst_1",
				"{\"tools\":[%s,{\"type\":\"code_interpreter\"}]}".formatted(FUNCTION));
	}

}
