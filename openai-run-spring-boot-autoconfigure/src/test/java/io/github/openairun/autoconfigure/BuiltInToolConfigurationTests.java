package io.github.openairun.autoconfigure;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.core.io.DefaultResourceLoader;

import io.github.openairun.Approval;
import io.github.openairun.Assistant;
import io.github.openairun.BuiltInTool;
import io.github.openairun.ResponseFormat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Built-in tools and forms of replies as properties say them.
 */
class BuiltInToolConfigurationTests {

	private static final String SCHEMA = "{\"type\":\"object\",\"title\":\"A refund\"}";

	@Test
	void everyToolArrives() {
		Assistant assistant = create(Map.of("file-search.vector-store-ids", "vs_1, vs_2", "file-search.max-results",
				"5", "code-interpreter.file-ids", "file_1", "web-search.context-size", "low", "mcp[0].server-label",
				"shop", "mcp[0].server-url", "https://mcp.example.com", "mcp[0].authorization", "secret-1",
				"mcp[0].headers.X-Tenant", "t1", "mcp[0].allowed-tools", "search", "other-tools[0]",
				"{\"type\":\"image_generation\"}"));
		assertThat(assistant.builtInTools()).containsExactly(new BuiltInTool.FileSearch(List.of("vs_1", "vs_2"), 5),
				new BuiltInTool.CodeInterpreter(List.of("file_1")), new BuiltInTool.WebSearch("low"),
				new BuiltInTool.Mcp("shop", "https://mcp.example.com", "secret-1", Map.of("X-Tenant", "t1"),
						List.of("search"), BuiltInTool.McpApproval.notRequired()),
				BuiltInTool.other("{\"type\":\"image_generation\"}"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			require-approval=always | REQUIRED | |
			require-approval=never | NOT_REQUIRED | |
			require-approval.always=refund,close | | refund,close |
			require-approval.never[0]=find | | | find
			""")
	void approvalIsRequiredByServerOrByTool(String property, @Nullable Approval all, @Nullable String always,
			@Nullable String never) {
		int equals = property.indexOf('=');
		Assistant assistant = create(Map.of("mcp[0].server-label", "shop", "mcp[0].server-url", "https://x",
				"mcp[0]." + property.substring(0, equals), property.substring(equals + 1)));
		assertThat(assistant.builtInTools()).singleElement()
			.extracting((tool) -> ((BuiltInTool.Mcp) tool).approval())
			.isEqualTo(new BuiltInTool.McpApproval(all, names(always), names(never)));
	}

	private static List<String> names(@Nullable String names) {
		return (names != null) ? List.of(names.split(",")) : List.of();
	}

	@Test
	void wordForNeitherAllNorNoToolIsNamed() {
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> create(Map.of("mcp[0].server-label", "shop", "mcp[0].server-url", "https://x",
					"mcp[0].require-approval", "sometimes")))
			.satisfies((ex) -> assertThat(ex.getName())
				.isEqualTo("openai.run.assistants.support.mcp[0].require-approval"));
	}

	@Test
	void aToolNeedsNoMoreThanToBeEnabled() {
		Assistant assistant = create(Map.of("file-search.enabled", "true", "code-interpreter.enabled", "true",
				"web-search.enabled", "true"));
		assertThat(assistant.builtInTools()).containsExactly(BuiltInTool.fileSearch(), BuiltInTool.codeInterpreter(),
				BuiltInTool.webSearch());
	}

	@Test
	void aToolMayBeSwitchedOff() {
		Assistant assistant = create(Map.of("file-search.vector-store-ids", "vs_1", "file-search.enabled", "false",
				"code-interpreter.enabled", "false", "web-search.enabled", "false"));
		assertThat(assistant.builtInTools()).isEmpty();
	}

	@Test
	void thereIsNoToolByDefault() {
		assertThat(create(Map.of("model", "gpt")).builtInTools()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					mcp[0].server-url=https://x | mcp[0].server-label | It must be set
					mcp[0].server-label=shop | mcp[0].server-url | It must be set
					file-search.max-results=0 | file-search.max-results | It must be positive
					other-tools[0]={"secret":1} | other-tools[0] | It must be a JSON object with a 'type'
					other-tools[0]=secret | other-tools[0] | It must be a JSON object with a 'type'
					response-format=xml | response-format | It must be 'text', 'json_object', a JSON Schema, or the location of one
					response-format={"type" | response-format | It is not JSON
					response-format=classpath:missing.json | response-format | There is no such resource
					""")
	void whatMakesNoSenseIsNamed(String property, String name, String reason) {
		int equals = property.indexOf('=');
		Map<String, String> properties = Map.of(property.substring(0, equals), property.substring(equals + 1));
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class).isThrownBy(() -> create(properties))
			.satisfies((ex) -> {
				assertThat(ex.getName()).isEqualTo("openai.run.assistants.support." + name);
				assertThat(ex.getReason()).startsWith(reason);
				assertThat(ex.getMessage()).doesNotContain("secret");
			});
	}

	@Test
	void repliesMayBeTextOrSomeJson() {
		assertThat(format("text")).isEqualTo(ResponseFormat.text());
		assertThat(format("json_object")).isEqualTo(ResponseFormat.jsonObject());
		assertThat(format("json-object")).isEqualTo(ResponseFormat.jsonObject());
	}

	@Test
	void repliesMayKeepToASchemaThatIsNamedByItsTitle() {
		assertThat(format(SCHEMA)).isEqualTo(new ResponseFormat.JsonSchema("A_refund", SCHEMA, true));
		assertThat(format("{\"type\":\"object\"}"))
			.isEqualTo(new ResponseFormat.JsonSchema("support", "{\"type\":\"object\"}", true));
	}

	@Test
	void repliesMayKeepToTheSchemaOfTheApisObject() {
		assertThat(format("{\"name\":\"Refund\",\"strict\":false,\"schema\":" + SCHEMA + "}"))
			.isEqualTo(new ResponseFormat.JsonSchema("Refund", SCHEMA, false));
	}

	@Test
	void repliesMayKeepToTheSchemaOfAResource() {
		assertThat(format("classpath:refund.schema.json")).isInstanceOfSatisfying(ResponseFormat.JsonSchema.class,
				(schema) -> {
					assertThat(schema.name()).isEqualTo("Refund");
					assertThat(schema.schema()).contains("\"amount\"");
				});
	}

	private static ResponseFormat format(String value) {
		return create(Map.of("response-format", value)).settings().responseFormat();
	}

	private static Assistant create(Map<String, String> properties) {
		AssistantProperties bound = new Binder(new MapConfigurationPropertySource(properties))
			.bind("", Bindable.of(AssistantProperties.class))
			.get();
		return new AssistantFactory(new DefaultResourceLoader()).create("support", bound);
	}

}
