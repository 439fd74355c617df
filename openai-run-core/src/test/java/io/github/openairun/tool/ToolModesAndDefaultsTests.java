package io.github.openairun.tool;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.github.openairun.ToolDefinition;
import io.github.openairun.ToolHandler;
import io.github.openairun.ToolParam;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for strict mode and its limits, and for default values and examples.
 */
class ToolModesAndDefaultsTests {

	private final CapturedLog log = new CapturedLog();

	@AfterEach
	void close() {
		this.log.close();
	}

	@Test
	void refusesADefaultThatDoesNotFitAndNamesTheParameter() {
		ToolDeclarationException ex = refusal(WrongDefault.class);
		assertThat(ex.description()).contains("'many' of the parameter 'limit'", "WrongDefault.list(int)", "is no int");
		assertThat(ex.action()).contains("defaultValue");
	}

	@Test
	void refusesADefaultOfAProperty() {
		assertThat(refusal(PropertyDefault.class).description()).contains("'query.limit'", "only parameters can have");
	}

	@Test
	void refusesANameOfAProperty() {
		assertThat(refusal(PropertyName.class).description()).contains("'query.limit'",
				"@ToolParam(name), which only parameters can have: use @JsonProperty");
	}

	@Test
	void refusesASchemaBeyondTheLimitsAndNamesThem() {
		ToolDeclarationException ex = refusal(DeepTools.class);
		assertThat(ex.description()).contains("DeepTools.find(Level)",
				"12 levels of objects, and OpenAI's strict mode allows 10");
		assertThat(ex.action()).contains("strict = false");
	}

	@Test
	void allowsAnySizeWithoutStrictMode() {
		try (ToolContextFixture tools = ToolContextFixture.of(DeepLooseTools.class)) {
			assertThat(tools.registry().definitions()).extracting(ToolDefinition::strict).containsExactly(false);
		}
	}

	@Test
	void defaultsAndExamplesAreToldAndMakeParametersOptional() {
		try (ToolContextFixture tools = ToolContextFixture.of(DefaultTools.class)) {
			assertThat(tools.registry().definitions().get(0).parameters())
				.isEqualTo("{\"type\":\"object\",\"properties\":{\"limit\":{\"type\":[\"integer\",\"null\"],"
						+ "\"description\":\"How many (default: 10; example: 25)\"},\"sort\":"
						+ "{\"type\":\"string\",\"description\":\"Example: name\"}},"
						+ "\"required\":[\"limit\",\"sort\"],\"additionalProperties\":false}");
		}
	}

	@Test
	void withoutStrictModeOptionalParametersMayBeLeftOut() {
		try (ToolContextFixture tools = ToolContextFixture.of(ChosenLooseTools.class)) {
			ToolDefinition definition = tools.registry().definitions().get(0);
			assertThat(definition.strict()).isFalse();
			assertThat(definition.parameters()).contains("\"required\":[\"a\"]");
			assertThat(this.log).asString().doesNotContain("without strict mode");
		}
	}

	private static ToolDeclarationException refusal(Class<?>... beans) {
		try (ToolContextFixture tools = ToolContextFixture.of(beans)) {
			throw new AssertionError("Not refused: " + tools.names());
		}
		catch (ToolDeclarationException ex) {
			assertThat(ex).hasMessage(ex.description() + " " + ex.action());
			return ex;
		}
	}

	static class WrongDefault {

		@ToolHandler
		String list(@ToolParam(defaultValue = "many") int limit) {
			return "" + limit;
		}

	}

	static class PropertyDefault {

		record Query(@ToolParam(defaultValue = "1") int limit) {
		}

		@ToolHandler
		String list(Query query) {
			return "" + query;
		}

	}

	static class PropertyName {

		record Query(@ToolParam(name = "max") int limit) {
		}

		@ToolHandler
		String list(Query query) {
			return "" + query;
		}

	}

	static class DeepTools {

		@ToolHandler
		String find(Level<Level<Level<Level<Level<Level<Level<Level<Level<Level<Level<String>>>>>>>>>>> value) {
			return "" + value;
		}

		record Level<T>(T next) {
		}

	}

	static class DeepLooseTools {

		@ToolHandler(strict = false)
		String find(
				DeepTools.Level<DeepTools.Level<DeepTools.Level<DeepTools.Level<DeepTools.Level<DeepTools.Level<DeepTools.Level<DeepTools.Level<DeepTools.Level<DeepTools.Level<DeepTools.Level<String>>>>>>>>>>> value) {
			return "" + value;
		}

	}

	static class DefaultTools {

		@ToolHandler
		String list(@ToolParam(description = "How many", defaultValue = "10", example = "25") int limit,
				@ToolParam(example = "name") String sort) {
			return sort + limit;
		}

	}

	static class ChosenLooseTools {

		@ToolHandler(strict = false)
		String find(String a, @Nullable String b) {
			return a + b;
		}

	}

}
