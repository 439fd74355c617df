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
 * Tests for {@link ArgumentBinder} and {@link ArgumentDiagnosis}, through handlers that
 * return what they were given.
 */
class ArgumentBindingTests {

	private static final String LINE = "{'sku':'A1','quantity':2}";

	private static ToolContextFixture tools;

	@BeforeAll
	static void start() {
		tools = ToolContextFixture.of(BindingHandlers.class);
	}

	@AfterAll
	static void close() {
		tools.close();
	}

	static Stream<Arguments> good() {
		return Stream.of(bound("text", "{'value':'a'}", "['a']"), bound("text", "{'value':''}", "['']"),
				bound("text", "{'value':17}", "['17']"), bound("number", "{'value':17}", "[17]"),
				bound("number", "{'value':'17'}", "[17]"), bound("number", " {\n'value' : -1 } ", "[-1]"),
				bound("flag", "{'value':true}", "[true]"), bound("decimal", "{'value':1.25}", "[1.25]"),
				bound("two", "{'number':2,'name':'b'}", "['b',2]"), bound("two", "{'name':'b','number':2}", "['b',2]"),
				bound("named", "{'order_id':'7'}", "['7']"), bound("status", "{'value':'NEW'}", "['NEW']"),
				bound("status", "{'value':'on its way'}", "['on its way']"),
				bound("uuid", "{'value':'2f2e8c5e-6f5b-4f0e-9d0b-2a7a7b3f1c11'}",
						"['2f2e8c5e-6f5b-4f0e-9d0b-2a7a7b3f1c11']"),
				bound("date", "{'value':'2026-11-22'}", "['2026-11-22']"),
				bound("list", "{'value':['a','b']}", "[['a','b']]"), bound("list", "{'value':[]}", "[[]]"),
				bound("array", "{'value':[1,2]}", "[[1,2]]"), bound("map", "{'value':{'a':1}}", "[{'a':1}]"),
				bound("lines", "{'value':[" + LINE + "]}", "[[" + LINE + "]]"),
				bound("order", "{'value':{'id':'1','lines':[" + LINE + "],'note':null}}",
						"[{'id':'1','lines':[" + LINE + "],'note':null}]"),
				bound("order", "{'value':{'id':'1','lines':[]}}", "[{'id':'1','lines':[],'note':null}]"),
				bound("shape", "{'value':{'kind':'Circle','radius':1.5}}", "['Circle[radius=1.5]']"),
				bound("optional", "{'value':'a'}", "['a']"), bound("optional", "{'value':null}", "[null]"),
				bound("optional", "{}", "[null]"), bound("optionalNumber", "{'value':3}", "[3]"),
				bound("optionalNumber", "{}", "[null]"), bound("nullable", "{'value':null}", "[null]"),
				bound("nullable", "{}", "[null]"), bound("notRequired", "{}", "[null]"),
				bound("notRequired", "", "[null]"), bound("nothing", "{}", "[]"), bound("nothing", "", "[]"),
				bound("nothing", "  ", "[]"), bound("nothing", "null", "[]"));
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource("good")
	void binds(String tool, String arguments, String values) {
		assertThat(tools.call(tool, arguments)).isEqualTo(values);
	}

	static Stream<Arguments> bad() {
		return Stream.of(refused("text", "{}", "'value' is missing"),
				refused("text", "{'value':null}", "'value' must not be null"),
				refused("text", "", "'value' is missing"), refused("text", "null", "'value' is missing"),
				refused("text", "{'value':{}}", "'value' must be a text"),
				refused("text", "{'value':'a','other':1}", "'other' is not known, known are value"),
				refused("nothing", "{'other':1}", "'other' is not known, no arguments are expected"),
				refused("text", "{'value':'a','value':'b'}", "'value' is given twice"),
				refused("text", "['a']", "they must be one JSON object"),
				refused("text", "'a'", "they must be one JSON object"),
				refused("text", "{'value':",
						"they are not valid JSON (line 1, column 10): "
								+ "Unexpected end-of-input within/between Object entries"),
				refused("text", "{'value':'a'",
						"they are not valid JSON (line 1, column 13): "
								+ "Unexpected end-of-input: expected close marker for Object"),
				refused("text", "{value}", "they are not valid JSON (line 1, column 2): "
						+ "Unexpected character ('v' (code 118)): was expecting double-quote to start property name"),
				refused("text", "{'value':'a'} {}", "something follows the JSON object"),
				refused("number", "{'value':'many'}", "'value' must be a whole number from -2147483648 to 2147483647"),
				refused("number", "{'value':''}", "'value' must be a whole number from -2147483648 to 2147483647"),
				refused("number", "{'value':1.5}", "'value' must be a whole number from -2147483648 to 2147483647"),
				refused("number", "{'value':3000000000}",
						"'value' must be a whole number from -2147483648 to 2147483647"),
				refused("number", "{'value':[1]}", "'value' must be a whole number from -2147483648 to 2147483647"),
				refused("flag", "{'value':'perhaps'}", "'value' must be true or false"),
				refused("status", "{'value':'LOST'}", "'value' must be one of 'NEW', 'on its way'"),
				refused("status", "{'value':0}", "'value' must be one of 'NEW', 'on its way'"),
				refused("status", "{'value':''}", "'value' must be one of 'NEW', 'on its way'"),
				refused("uuid", "{'value':'7'}", "'value' must be a valid UUID"),
				refused("date", "{'value':'tomorrow'}", "'value' must be a text that is a valid LocalDate"),
				refused("list", "{'value':'a'}", "'value' must be an array"),
				refused("array", "{'value':[1,'x']}",
						"'value[1]' must be a whole number from -2147483648 to 2147483647"),
				refused("order", "{'value':{'lines':[]}}", "'value.id' is missing"),
				refused("order", "{'value':{'id':null,'lines':[]}}", "'value.id' must not be null"),
				refused("order", "{'value':{'id':'1','lines':[null]}}", "'value.lines[0]' must not be null"),
				refused("order", "{'value':{'id':'1','lines':[],'rebate':1}}",
						"'value.rebate' is not known, known are id, lines, note"),
				refused("order", "{'value':{'id':'1','lines':[" + LINE + ",{'sku':'B','quantity':'x'}]}}",
						"'value.lines[1].quantity' must be a whole number from -2147483648 to 2147483647"),
				refused("order", "{'value':{'id':'1','lines':[{'sku':'B'}]}}", "'value.lines[0].quantity' is missing"),
				refused("order", "{'value':'1'}", "'value' must be a JSON object with the properties id, lines, note"),
				refused("shape", "{'value':{'kind':'Hexagon'}}", "'value' does not say which of the known kinds it is"),
				refused("shape", "{'value':{'radius':1}}", "'value' does not say which of the known kinds it is"),
				refused("checked", "{'value':{'percent':120}}",
						"'value' is not acceptable: a rebate is at most 100 percent"),
				refused("checked", "{'value':{'percent':-1}}", "'value' is not acceptable"),
				refused("two", "{'number':'x','other':1}",
						"'number' must be a whole number from -2147483648 to 2147483647; "
								+ "'other' is not known, known are name, number; 'name' is missing"),
				refused("lines", "{'value':[{'sku':'A','quantity':'x'},{'sku':'B','quantity':'y','color':'red'}]}",
						"'value[0].quantity' must be a whole number from -2147483648 to 2147483647; "
								+ "'value[1].quantity' must be a whole number from -2147483648 to 2147483647; "
								+ "'value[1].color' is not known, known are sku, quantity"));
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource("bad")
	void tellsTheModelEverythingThatIsWrong(String tool, String arguments, String problems) {
		JsonNode error = new JsonMapper().readTree(tools.call(tool, arguments)).path("error");
		assertThat(error.path("kind").stringValue()).isEqualTo("invalid_arguments");
		assertThat(error.path("message").stringValue()).isEqualTo("The arguments are not valid: " + problems + ".");
		assertThat(error.has("reference")).isFalse();
	}

	static Stream<Arguments> complete() {
		return good().filter((row) -> !List.of("{}", "", "  ", "null", "{\"value\":17}", "{\"value\":\"17\"}")
			.contains((String) row.get()[1]) && !((String) row.get()[1]).endsWith("[]}}"));
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource("complete")
	void whatBindsIsAdmittedByTheSchema(String tool, String arguments, String values) {
		JsonNode json = new JsonMapper().readTree(arguments);
		assertThat(problems(tool, json)).isEmpty();
	}

	static Stream<Arguments> wrong() {
		return bad().filter((row) -> {
			String arguments = (String) row.get()[1];
			// what no schema can see: JSON that is none, values out of a range, and
			// conditions that are written in Java
			return !List.of("checked", "nothing").contains((String) row.get()[0]) && isJson(arguments)
					&& !arguments.contains("3000000000") && !arguments.contains("\"b\"");
		});
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource("wrong")
	void whatDoesNotBindIsNotAdmittedByTheSchema(String tool, String arguments, String problems) {
		JsonNode json = new JsonMapper().readTree(arguments);
		assertThat(problems(tool, json)).isNotEmpty();
	}

	private static boolean isJson(String text) {
		try {
			return !text.isBlank() && !new JsonMapper().readTree(text).isMissingNode();
		}
		catch (RuntimeException ex) {
			return false;
		}
	}

	private static List<Error> problems(String tool, JsonNode arguments) {
		ToolDefinition definition = tools.registry().find(tool);
		assertThat(definition).isNotNull();
		return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
			.getSchema(definition.parameters())
			.validate(arguments,
					(context) -> context.executionConfig((config) -> config.formatAssertionsEnabled(true)));
	}

	private static Arguments bound(String tool, String arguments, String values) {
		return Arguments.of(tool, arguments.replace('\'', '"'), values.replace('\'', '"'));
	}

	private static Arguments refused(String tool, String arguments, String problems) {
		return Arguments.of(tool, arguments.replace('\'', '"'),
				problems.replace("'NEW', 'on its way'", "\"NEW\", \"on its way\""));
	}

}
