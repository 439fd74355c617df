package io.github.openairun.tool;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import io.github.openairun.ToolHandler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Schema and binding agree: for random values of every supported type, what the schema
 * admits binds to the same value, and what binds is admitted.
 */
class RoundTripTests {

	private static final int VALUES = Boolean.getBoolean("openai-run.test.nightly") ? 200 : 50;

	private static final long SEED = Long.getLong("openai-run.test.seed", new Random().nextLong());

	private static ToolContextFixture tools;

	@BeforeAll
	static void start() {
		tools = ToolContextFixture.of(RoundTripHandlers.class);
	}

	@AfterAll
	static void close() {
		tools.close();
	}

	static Stream<String> handlers() {
		return Arrays.stream(RoundTripHandlers.class.getDeclaredMethods())
			.filter((method) -> method.isAnnotationPresent(ToolHandler.class))
			.map(Method::getName)
			.sorted();
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("handlers")
	void whatTheSchemaAdmitsBinds(String tool) {
		Judge judge = new Judge(tool);
		RandomJson random = new RandomJson(new Random(SEED), judge.schema);
		for (int i = 0; i < VALUES; i++) {
			JsonNode arguments = random.next();
			String context = "seed " + SEED + ", arguments " + arguments;
			assertThat(judge.problems(arguments)).as("generator: " + context).isEmpty();
			JsonNode output = RandomJson.MAPPER.readTree(tools.call(tool, arguments.toString()));
			assertThat(output.path("error").isMissingNode()).as(context + " gave " + output).isTrue();
		}
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("handlers")
	void whatBindsIsAdmittedAndBindsToTheSameAgain(String tool) {
		Judge judge = new Judge(tool);
		RandomJson random = new RandomJson(new Random(SEED), judge.schema);
		for (int i = 0; i < VALUES; i++) {
			String output = tools.call(tool, random.next().toString());
			ObjectNode again = RandomJson.MAPPER.createObjectNode();
			again.set("value", RandomJson.MAPPER.readTree(output));
			String context = "seed " + SEED + ", arguments " + again;
			assertThat(judge.problems(again)).as(context).isEmpty();
			assertThat(tools.call(tool, again.toString())).as(context).isEqualTo(output);
		}
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("handlers")
	void whatIsSpoiltIsRefusedByBothOrBindsToWhatIsAdmitted(String tool) {
		Judge judge = new Judge(tool);
		Random dice = new Random(SEED);
		RandomJson random = new RandomJson(dice, judge.schema);
		for (int i = 0; i < VALUES; i++) {
			JsonNode arguments = random.spoil(random.next());
			String output = tools.call(tool, arguments.toString());
			String context = "seed " + SEED + ", arguments " + arguments + " gave " + output;
			if (output.startsWith("{\"error\":{\"kind\"")) {
				assertThat(output).as(context).contains("\"kind\":\"invalid_arguments\"");
				if (!isBeyondSchemas(output)) {
					assertThat(judge.problems(arguments)).as(context).isNotEmpty();
				}
			}
			else {
				// what is put right is admitted once it is right
				ObjectNode again = RandomJson.MAPPER.createObjectNode();
				again.set("value", RandomJson.MAPPER.readTree(output));
				assertThat(judge.problems(again)).as(context).isEmpty();
			}
		}
	}

	/** Neither URIs nor dates in a format of their own have a keyword. */
	private static boolean isBeyondSchemas(String output) {
		return output.contains("'value.e' must be a valid URI")
				|| output.contains("'value.j' must be a text that is a valid LocalDate");
	}

	private static final class Judge {

		private final JsonNode schema;

		private final Schema judge;

		Judge(String tool) {
			String json = tools.registry().find(tool).parameters();
			this.schema = RandomJson.MAPPER.readTree(json);
			this.judge = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(json);
		}

		List<Error> problems(JsonNode arguments) {
			return this.judge.validate(arguments,
					(context) -> context.executionConfig((config) -> config.formatAssertionsEnabled(true)));
		}

	}

}
