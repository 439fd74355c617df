package io.github.openairun.tool;

import java.io.IOException;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.ParameterizedTypeReference;

import io.github.openairun.Approval;
import io.github.openairun.Delivery;
import io.github.openairun.ToolDefinition;
import io.github.openairun.ToolHandler;
import io.github.openairun.ToolParam;
import io.github.openairun.ToolRegistration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link RegisteredToolFactory}, {@link ToolRegistrationAdapter} and
 * {@link ObjectArgumentBinder}.
 */
class ToolRegistrationTests {

	private static final String SCHEMA = "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}}}";

	private final ToolContextFixture tools = new ToolContextFixture();

	@AfterEach
	void close() {
		this.tools.close();
	}

	@Test
	void aTypedFunctionIsDescribedAndCalledWithTheBoundValue() {
		register(ToolRegistration.of("find", Query.class, (query, context) -> new Found(query.text(), context.callId()))
			.description("Finds things"));
		assertThat(this.tools.registry().find("find")).isEqualTo(new ToolDefinition("find", "Finds things",
				"{\"type\":\"object\",\"properties\":{\"text\":{\"type\":\"string\",\"description\":\"What to find\"},"
						+ "\"limit\":{\"type\":\"integer\"}},\"required\":[\"text\",\"limit\"],"
						+ "\"additionalProperties\":false}",
				true));
		assertThat(this.tools.call("find", "{\"text\":\"a\",\"limit\":3}"))
			.isEqualTo("{\"text\":\"a\",\"callId\":\"call_1\"}");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~', value = { "{\"text\":\"a\"}|'limit' is missing",
			"{\"limit\":\"x\",\"other\":1}|'limit' must be a whole number from -2147483648 to 2147483647; "
					+ "'other' is not known, known are text, limit; 'text' is missing",
			"{\"text\":\"a\",\"text\":\"b\",\"limit\":1}|'text' is given twice", "[1]|they must be one JSON object",
			"~~|'text' is missing; 'limit' is missing", "{\"text\":|they are not valid JSON (line 1, column 9)",
			"{\"text\":\"a\",\"limit\":1} x|they are not valid JSON (line 1, column 24)",
			"{\"text\":\"a\",\"limit\":1} 1|something follows the JSON object",
			"{\"text\":\"bad\",\"limit\":1}|they are not acceptable" })
	void aTypedFunctionIsToldEverythingThatIsWrong(String arguments, String problems) {
		register(ToolRegistration.of("find", Query.class, (query, context) -> query.text()));
		assertThat(this.tools.call("find", arguments)).contains("invalid_arguments", problems);
	}

	@Test
	void whatIsMeantWithoutDoubtIsPutRight() {
		register(ToolRegistration.of("find", Query.class, (query, context) -> query.text() + query.limit()));
		assertThat(this.tools.call("find", "{\"text\":\"a\",\"limit\":3.0}")).isEqualTo("a3");
	}

	@Test
	void aFunctionOfJsonIsGivenTheTextAsItIs() {
		register(ToolRegistration.ofJson("raw", SCHEMA, (json, context) -> context.toolName() + " " + json));
		assertThat(this.tools.registry().find("raw")).isEqualTo(new ToolDefinition("raw", null, SCHEMA, false));
		assertThat(this.tools.call("raw", "{broken")).isEqualTo("raw {broken");
	}

	@Test
	void strictModeMayBeChosen() {
		register(ToolRegistration.ofJson("raw", SCHEMA, (json, context) -> json).strict(true));
		assertThat(this.tools.registry().definitions()).extracting(ToolDefinition::strict).containsExactly(true);
	}

	@Test
	void withoutStrictModeOptionalPropertiesMayBeLeftOut() {
		register(ToolRegistration.of("loose", Loose.class, (value, context) -> value.a()).strict(false));
		ToolDefinition definition = this.tools.registry().definitions().get(0);
		assertThat(definition.strict()).isFalse();
		assertThat(definition.parameters()).contains("\"required\":[\"a\"]");
	}

	@Test
	void aFunctionMayFail() {
		register(ToolRegistration.ofJson("failing", SCHEMA, (json, context) -> {
			throw new IOException("secret");
		}));
		assertThat(this.tools.call("failing", "{}")).contains("\"kind\":\"failed\"").doesNotContain("secret");
	}

	@Test
	void nullIsAResult() {
		register(ToolRegistration.ofJson("nothing", SCHEMA, (json, context) -> null));
		assertThat(this.tools.call("nothing", "{}")).isEqualTo("null");
	}

	@Test
	void resultsAreWrittenAsTheTypeThatIsSaid() {
		ToolRegistration registration = ToolRegistration.ofJson("shapes", SCHEMA,
				(json, context) -> List.of(new DeclaredResultTests.Circle(1)));
		Type type = new ParameterizedTypeReference<Optional<List<DeclaredResultTests.Shape>>>() {
		}.getType();
		register(registration.resultType(type).description("Shapes").strict(false));
		assertThat(registration.resultType()).isNull();
		assertThat(this.tools.call("shapes", "{}")).isEqualTo("[{\"type\":\"circle\",\"radius\":1}]");
	}

	@Test
	void noResultIsAnsweredAsThatOfAMethodIs() {
		register(ToolRegistration.ofJson("done", SCHEMA, (json, context) -> null).resultType(Void.class));
		assertThat(this.tools.call("done", "{}")).isEqualTo("ok");
	}

	@Test
	void saysWhyATypeIsOfferedWithoutStrictMode() {
		try (CapturedLog log = new CapturedLog()) {
			register(ToolRegistration.of("labels", Labels.class, (value, context) -> value.all().size()));
			assertThat(log).asString()
				.contains("Tool 'labels' is exposed without strict mode, because "
						+ "'Labels.all' is a map, whose keys strict mode cannot list");
		}
		assertThat(this.tools.registry().definitions()).extracting(ToolDefinition::strict).containsExactly(false);
	}

	@Test
	void theNameOfAMethodIsTaken() {
		this.tools.context().registerBean("handlers", Handlers.class);
		assertThatExceptionOfType(ToolDeclarationException.class)
			.isThrownBy(() -> register(ToolRegistration.ofJson("taken", SCHEMA, (json, context) -> json)))
			.withMessageContaining("Two beans handle the tool 'taken': ")
			.withMessageContaining("Handlers.taken() of bean 'handlers' and the ToolRegistration bean 'registration'");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~',
			value = { "{broken|is not valid JSON", "[]|the schema is no JSON object" })
	void refusesASchemaThatIsNone(String schema, String message) {
		assertThatExceptionOfType(ToolDeclarationException.class)
			.isThrownBy(() -> register(ToolRegistration.ofJson("raw", schema, (json, context) -> json)))
			.withMessageContaining("the ToolRegistration bean 'registration'")
			.withMessageContaining(message);
	}

	@Test
	void refusesATypeThatIsNoObject() {
		assertThatExceptionOfType(ToolDeclarationException.class)
			.isThrownBy(() -> register(ToolRegistration.of("text", String.class, (text, context) -> text)))
			.withMessageContaining("is not an object: put it into a record");
	}

	@Test
	void isExecutedAsItSays() {
		register(ToolRegistration.ofJson("raw", SCHEMA, (json, context) -> json)
			.group("orders")
			.timeout(Duration.ofSeconds(5))
			.parallel(false)
			.delivery(Delivery.AT_LEAST_ONCE)
			.description("Raw"));
		RegisteredTool tool = ((DefaultToolRegistry) this.tools.registry()).handler("raw");
		assertThat(tool.settings()).isEqualTo(new ToolRegistration.Execution("orders", Duration.ofSeconds(5), false,
				Approval.NOT_REQUIRED, Delivery.AT_LEAST_ONCE));
	}

	@Test
	void isOfferedWithItsGroup() {
		register(ToolRegistration.ofJson("raw", SCHEMA, (json, context) -> json).group("orders"));
		assertThat(this.tools.registry().group("orders")).extracting(ToolDefinition::name).containsExactly("raw");
	}

	@Test
	void refusesAnIllegalGroupOrTimeout() {
		ToolRegistration registration = ToolRegistration.ofJson("raw", SCHEMA, (json, context) -> json);
		assertThatIllegalArgumentException().isThrownBy(() -> registration.group("no group"))
			.withMessageContaining("'no group' is not legal");
		assertThatIllegalArgumentException().isThrownBy(() -> registration.timeout(Duration.ofSeconds(-1)))
			.withMessageContaining("'timeout'");
	}

	@Test
	void refusesAnIllegalName() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> ToolRegistration.ofJson("no name", SCHEMA, (json, context) -> json))
			.withMessageContaining("'no name' is not legal");
	}

	private void register(ToolRegistration registration) {
		this.tools.context().registerBean("registration", ToolRegistration.class, () -> registration);
		this.tools.start();
	}

	record Query(@ToolParam(description = "What to find") String text, int limit) {

		Query {
			if (text.equals("bad")) {
				throw new IllegalArgumentException("secret");
			}
		}

	}

	record Labels(Map<String, String> all) {
	}

	record Loose(String a, @ToolParam(required = false) Integer b) {
	}

	record Found(String text, String callId) {
	}

	static class Handlers {

		@ToolHandler
		String taken() {
			return "";
		}

	}

}
