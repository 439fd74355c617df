package io.github.openairun.wire.assistants;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.openairun.Assistant;
import io.github.openairun.BuiltInTool;
import io.github.openairun.wire.RunCreation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tools that the server executes: the run names them, the assistant keeps what they work
 * on.
 */
class BuiltInToolTests extends WithServer {

	private static final List<BuiltInTool> TOOLS = List.of(new BuiltInTool.FileSearch(List.of("vs_1"), 5),
			BuiltInTool.codeInterpreter("file_1"), BuiltInTool.other("{\"type\":\"bing_grounding\"}"));

	private static final String TOOLS_JSON = """
			[{"type":"file_search","file_search":{"max_num_results":5}},{"type":"code_interpreter"},
			 {"type":"bing_grounding"}]""";

	private static final String RESOURCES_JSON = """
			{"file_search":{"vector_store_ids":["vs_1"]},"code_interpreter":{"file_ids":["file_1"]}}""";

	@Test
	void shouldOfferToolsWithoutTheirResources() {
		answer(RUN);
		this.gateway
			.create(new RunCreation(onThread().build(), SUPPORT.mutate().builtInTools(TOOLS).build(), List.of()));
		assertOnlyRequest("POST /v1/threads/thread_1/runs",
				"{\"assistant_id\":\"asst_1\",\"tools\":%s}".formatted(TOOLS_JSON));
	}

	@ParameterizedTest
	@MethodSource
	void shouldRefuseWhatTheWireDoesNotHave(BuiltInTool tool) {
		Assistant assistant = SUPPORT.mutate().builtInTools(tool).build();
		RunCreation creation = new RunCreation(onThread().build(), assistant, List.of());
		assertThatIllegalArgumentException().isThrownBy(() -> this.gateway.create(creation))
			.withMessageContaining("Wire 'assistants' has no");
		assertThat(requests()).isEmpty();
	}

	static List<BuiltInTool> shouldRefuseWhatTheWireDoesNotHave() {
		return List.of(BuiltInTool.webSearch(), BuiltInTool.mcp("shop", "https://mcp.example.com"));
	}

	@Test
	void shouldKeepResourcesWithTheAssistant() {
		answer("{\"id\":\"asst_1\"}");
		this.gateway.assistants()
			.create(Assistant.named("support").model("m-1").builtInTools(TOOLS).build(), List.of());
		assertOnlyRequest("POST /v1/assistants",
				"{\"name\":\"support\",\"model\":\"m-1\",\"tool_resources\":%s,\"tools\":%s}".formatted(RESOURCES_JSON,
						TOOLS_JSON));
	}

	@Test
	void shouldReadToolsWithTheirResources() {
		answer("{\"id\":\"asst_1\",\"tools\":%s,\"tool_resources\":%s}".formatted(TOOLS_JSON, RESOURCES_JSON));
		assertThat(this.gateway.assistants().load("asst_1").builtInTools()).isEqualTo(TOOLS);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "{\"type\":\"file_search\",\"file_search\":{\"ranking_options\":{\"score_threshold\":0.5}}}",
					"{\"type\":\"code_interpreter\",\"size\":\"large\"}", "{\"type\":\"file_search\",\"x\":1}" })
	void shouldKeepWhatItHasNoWordForAsItIs(String json) {
		answer("{\"id\":\"asst_1\",\"tools\":[%s]}".formatted(json));
		assertThat(this.gateway.assistants().load("asst_1").builtInTools()).containsExactly(BuiltInTool.other(json));
	}

}
