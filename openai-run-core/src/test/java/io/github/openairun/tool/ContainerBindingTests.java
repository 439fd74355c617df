package io.github.openairun.tool;

import java.util.List;
import java.util.stream.Stream;

import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.github.openairun.ToolDefinition;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What may be {@code null} in containers within each other, and other places where
 * Jackson alone would not keep to the schema: both agree.
 */
class ContainerBindingTests {

	private static final JsonMapper MAPPER = new JsonMapper();

	private static ToolContextFixture tools;

	@BeforeAll
	static void start() {
		tools = ToolContextFixture.of(ContainerHandlers.class, ObjectHandlers.class);
	}

	@AfterAll
	static void close() {
		tools.close();
	}

	static Stream<Arguments> good() {
		return Stream.of(row("innerNulls", "[['a',null],[]]"), row("outerNulls", "[['a'],null]"),
				row("mapOfNulls", "{'a':null,'b':['c']}"), row("innerOptionals", "[['a',null]]"),
				row("outerOptionals", "[null,['a']]"), row("optionalOfNulls", "['a',null]"),
				row("optionalOfNulls", "null"), row("optionalOfTexts", "{'a':['b']}"),
				row("trees", "[{'a':null,'b':[null]}]"), row("anything", "{'a':null,'b':[null,{'c':null}]}"),
				row("texts", "[['a'],[]]"), row("arrayOfNulls", "[['a',null]]"),
				row("arrayOfNullArrays", "[['a'],null]"), row("wildNulls", "[1,null]"), row("colors", "['RED']"),
				row("enumSet", "['RED']"), row("byColor", "{'RED':null,'GREEN':1}"),
				row("lines", "{'lines':[{'sku':'a'}],'byName':{'a':[null]},'old':[null]}"),
				row("page", "{'items':[{'sku':'a'}],'first':null}"),
				row("pages", "[{'items':[[{'sku':'a'}]],'first':null}]"), row("tags", "['a']"),
				row("nullTags", "['a',null]"), row("reference", "'a'"), row("doubles", "[0.5,-1.0]"),
				row("floats", "[0.5]"), row("number", "0.5"), row("lists", "{'names':[null,'a'],'lines':[]}"),
				row("inherited", "{'a':['b']}"));
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource("good")
	void whatTheSchemaAdmitsBinds(String tool, String value) {
		String arguments = "{\"value\":" + value + "}";
		assertThat(problems(tool, arguments)).isEmpty();
		assertThat(tools.call(tool, arguments)).isEqualTo("[" + value + "]");
	}

	static Stream<Arguments> objects() {
		return Stream.of(
				Arguments.of("bean", json("{'tags':['a'],'names':[[null]],'notes':{'a':'b'}}"),
						json("[['a'],[[null]],{'a':'b'}]")),
				Arguments.of("shape", json("{'kind':'Circle','radius':1,'name':'a'}"), json("['Circle']")),
				Arguments.of("shape", json("{'radius':1,'kind':'Circle','name':'a'}"), json("['Circle']")),
				Arguments.of("aliased", json("{'name':'a'}"), json("['a']")),
				Arguments.of("counts", json("{'name':'a','x':1,'y':2}"), json("['a',{'x':1,'y':2}]")),
				Arguments.of("built", json("{'name':'a','note':null}"), json("['a',null]")),
				Arguments.of("date", json("'2026-11-22'"), json("['2026-11-22']")),
				Arguments.of("day", json("{'day':1}"), json("['1970-01-02']")),
				Arguments.of("declaredHere", json("{'type':'right','y':1}"), json("['Right']")));
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource("objects")
	void objectsThatTheSchemaAdmitsBind(String tool, String value, String output) {
		String arguments = "{\"value\":" + value + "}";
		assertThat(problems(tool, arguments)).isEmpty();
		assertThat(tools.call(tool, arguments)).isEqualTo(output);
	}

	static Stream<Arguments> bad() {
		return Stream.of(refused("innerNulls", "[['a',null],null]", "'value[1]' must not be null"),
				refused("outerNulls", "[null,['a',null]]", "'value[1][1]' must not be null"),
				refused("mapOfNulls", "{'a':null,'b':[null]}", "'value.b[0]' must not be null"),
				refused("innerOptionals", "[[null],null]", "'value[1]' must not be null"),
				refused("outerOptionals", "[null,['a',null]]", "'value[1][1]' must not be null"),
				refused("optionalOfTexts", "{'a':null}", "'value.a' must not be null"),
				refused("optionalOfTexts", "{'a':['b',null]}", "'value.a[1]' must not be null"),
				refused("trees", "[{'a':null},null]", "'value[1]' must not be null"),
				refused("texts", "[['a',null]]", "'value[0][1]' must not be null"),
				refused("texts", "[['a'],null]", "'value[1]' must not be null"),
				refused("arrayOfNulls", "[['a',null],null]", "'value[1]' must not be null"),
				refused("arrayOfNullArrays", "[null,['a',null]]", "'value[1][1]' must not be null"),
				refused("colors", "['RED',null]", "'value[1]' must not be null"),
				refused("enumSet", "['RED',null]", "'value[1]' must not be null"),
				refused("byColor", "{'PURPLE':null}", "the name of 'value.PURPLE' must be one of \"RED\", \"GREEN\""),
				refused("lists", "{'names':[null,'a'],'lines':[null]}", "'value.lines[0]' must not be null"),
				refused("lines", "{'lines':[null],'byName':{'a':null},'old':null}",
						"'value.lines[0]' must not be null; 'value.byName.a' must not be null; "
								+ "'value.old' must not be null"),
				refused("page", "{'items':[{'sku':'a'},null],'first':null}", "'value.items[1]' must not be null"),
				refused("pages", "[{'items':[[null]],'first':[null]},null]",
						"'value[0].items[0][0]' must not be null; 'value[0].first[0]' must not be null; "
								+ "'value[1]' must not be null"),
				refused("bean", "{'tags':[null],'names':[],'notes':{}}", "'value.tags[0]' must not be null"),
				refused("bean", "{'tags':[],'names':[null],'notes':{'a':null}}",
						"'value.names[0]' must not be null; 'value.notes.a' must not be null"),
				refused("tags", "['a',null]", "'value[1]' must not be null"),
				refused("reference", "null", "'value' must not be null"),
				refused("inherited", "{'a':[null]}", "'value.a[0]' must not be null"),
				refused("shape", "{'kind':'Circle','radius':1}", "'value.name' is missing"),
				refused("shape", "{'radius':1,'kind':'Circle'}", "'value.name' is missing"),
				refused("aliased", "{}", "'value.name' is missing"),
				refused("counts", "{'name':'a','x':'many'}",
						"'value.x' must be a whole number from -2147483648 to 2147483647"),
				refused("built", "{'note':'b'}", "'value.name' is missing"),
				refused("built", "{'name':null,'note':'b'}", "'value.name' must not be null"),
				refused("date", "17", "'value' must be a text that is a valid LocalDate"),
				refused("date", "[2026,11,22]", "'value' must be a text that is a valid LocalDate"),
				refused("instant", "1764000000000", "'value' must be a text that is a valid Instant"),
				refused("character", "97", "'value' must be one character"),
				refused("declaredHere", "{'type':'up'}", "'value' does not say which of the known kinds it is"));
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource("bad")
	void whatTheSchemaDoesNotAdmitIsRefused(String tool, String value, String expected) {
		String arguments = "{\"value\":" + value + "}";
		assertThat(problems(tool, arguments)).isNotEmpty();
		assertThat(message(tool, arguments)).isEqualTo("The arguments are not valid: " + expected + ".");
	}

	static Stream<Arguments> tooLarge() {
		return Stream.of(refused("doubles", "[1,1e400]", "'value[1]' must be a number"),
				refused("floats", "[1e40,1]", "'value[0]' must be a number"));
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource("tooLarge")
	void numbersThatNoDoubleHoldsAreRefused(String tool, String value, String expected) {
		assertThat(message(tool, "{\"value\":" + value + "}"))
			.isEqualTo("The arguments are not valid: " + expected + ".");
	}

	private static String message(String tool, String arguments) {
		JsonNode error = MAPPER.readTree(tools.call(tool, arguments)).path("error");
		assertThat(error.path("kind").asString("")).as("arguments %s", arguments).isEqualTo("invalid_arguments");
		return error.path("message").stringValue();
	}

	private static List<Error> problems(String tool, String arguments) {
		ToolDefinition definition = tools.registry().find(tool);
		assertThat(definition).isNotNull();
		return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
			.getSchema(definition.parameters())
			.validate(MAPPER.readTree(arguments));
	}

	private static Arguments row(String tool, String value) {
		return Arguments.of(tool, json(value));
	}

	private static Arguments refused(String tool, String value, String problems) {
		return Arguments.of(tool, json(value), problems);
	}

	private static String json(String text) {
		return text.replace('\'', '"');
	}

}
