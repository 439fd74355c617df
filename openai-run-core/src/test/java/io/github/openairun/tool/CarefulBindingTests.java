package io.github.openairun.tool;

import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what {@link ArgumentBinder} puts right, and for what it finds deep inside.
 */
class CarefulBindingTests {

	private static final String INT = "a whole number from -2147483648 to 2147483647";

	private static ToolContextFixture tools;

	@BeforeAll
	static void start() {
		tools = ToolContextFixture.of(CarefulBindingHandlers.class);
	}

	@AfterAll
	static void close() {
		tools.close();
	}

	static Stream<Arguments> putRight() {
		return Stream.of(row("whole", "{'value':17.0}", "[17]"), row("whole", "{'value':1.7e1}", "[17]"),
				row("big", "{'value':12345678901234567890123}", "[12345678901234567890123]"),
				row("big", "{'value':17.00}", "[17]"), row("half", "{'value':3}", "[3.0]"),
				row("half", "{'value':'0.5'}", "[0.5]"),
				row("exact", "{'value':0.1234567890123456789012}", "['0.1234567890123456789012']"),
				row("exact", "{'value':1.10}", "['1.10']"), row("color", "{'value':'green'}", "['GREEN']"),
				row("color", "{'value':' Red '}", "['RED']"),
				row("colors", "{'value':{'a':['red','GREEN']}}", "[{'a':['RED','GREEN']}]"),
				row("twins", "{'value':'on'}", "['on']"), row("holes", "{'value':['a',null]}", "[['a',null]]"),
				row("nothing", "''", "[]"), row("empty", "{'value':''}", "[{}]"), row("empty", "{'value':{}}", "[{}]"),
				row("holder", "{'value':{'empty':' '}}", "[{'empty':{}}]"),
				row("bean", "{'value':{'name':'a','age':3}}", "['a',3]"),
				row("bean", "{'value':{'name':'a','age':3,'note':null}}", "['a',3]"),
				row("shapes", "{'value':[{'radius':1,'kind':'Circle'},{'kind':'Square','side':2}]}",
						"['[Circle[radius=1.0], Square[side=2.0]]']"),
				row("lax", "{'value':{'name':'a','legacy':[1,{}],'secret':'x'}}", "[{'name':'a'}]"),
				row("aliased", "{'value':{'title':'a'}}", "['a']"),
				row("perhaps", "{'value':{'x':1.0,'y':'2'}}", "[{'x':1,'y':2}]"), row("perhaps", "{}", "[null]"),
				row("any", "{'value':null}", "[null]"), row("any", "{'value':{'a':[1]}}", "[{'a':[1]}]"),
				row("day", "{'value':'22.11.2026'}", "['2026-11-22']"), row("renamed", "{'order_id':'7'}", "['7']"),
				row("own", "{'value':'abc'}", "['cba']"),
				row("defaults", "{}", "[10,'RED','',['a','own'],'2026-11-22',{'x':1,'y':2}]"),
				row("defaults", "{'limit':null,'color':'green','tags':['b'],'point':null}",
						"[10,'GREEN','',['b','own'],'2026-11-22',{'x':1,'y':2}]"));
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource("putRight")
	void putsRightWhatIsMeantWithoutDoubt(String tool, String arguments, String values) {
		assertThat(tools.call(tool, arguments)).isEqualTo(values);
	}

	static Stream<Arguments> wrong() {
		return Stream.of(row("whole", "{'value':17.5}", "'value' must be " + INT),
				row("whole", "{'value':1e30}", "'value' must be " + INT),
				row("big", "{'value':0.5}", "'value' must be a whole number"),
				row("big", "{'value':1e999999999}", "'value' must be a whole number"),
				row("half", "{'value':1e400}", "'value' must be a number"),
				row("half", "{'value':'NaN'}", "'value' must be a number"),
				row("small", "{'value':1e40}", "'value' must be a number"),
				row("halves", "{'value':[1,1e400,'x']}", "'value[1]' must be a number; 'value[2]' must be a number"),
				row("twins", "{'value':'On'}", "'value' must be one of \"ON\", \"on\""),
				row("colors", "{'value':{'a':['red',null],'b':['blue']}}",
						"'value.a[1]' must not be null; 'value.b[0]' must be one of \"RED\", \"GREEN\""),
				row("list", "{'value':['a',null]}", "'value[1]' must not be null"),
				row("list", "{'value':[{},'a',[]]}", "'value[0]' must be a text; 'value[2]' must be a text"),
				row("map", "{'value':{'a':1,'b':null,'c':'x'}}",
						"'value.b' must not be null; 'value.c' must be " + INT),
				row("map", "{'value':{'a':1,'a':2}}", "'value.a' is given twice"),
				row("holder", "{'value':''}", "'value' must be a JSON object with the property empty"),
				row("bean", "{'value':{'name':'a'}}", "'value.age' is missing"),
				row("bean", "{'value':{'age':null,'other':1}}",
						"'value.age' must not be null; "
								+ "'value.other' is not known, known are name, age, note; 'value.name' is missing"),
				row("bean", "{'value':{'name':null,'age':1}}", "'value.name' must not be null"),
				row("beans", "{'value':[{'name':'a','age':1},{'name':'b'},{'age':2}]}",
						"'value[1].age' is missing; 'value[2].name' is missing"),
				row("order",
						"{'value':{'lines':[{'sku':null,'at':{'x':1,'x':2,'z':3},'sizes':[1,'big']},"
								+ "{'at':7,'sizes':null}],'color':'blue'}}",
						"'value.lines[0].at.x' is given twice; 'value.lines[0].sku' must not be null; "
								+ "'value.lines[0].at.z' is not known, known are x, y; "
								+ "'value.lines[0].at.y' is missing; 'value.lines[0].sizes[1]' must be " + INT
								+ "; 'value.lines[1].at' must be a JSON object with the properties x, y; "
								+ "'value.lines[1].sizes' must not be null; 'value.lines[1].sku' is missing; "
								+ "'value.color' must be one of \"RED\", \"GREEN\"; 'value.id' is missing"),
				row("shapes", "{'value':[{'kind':'Circle'},{'kind':'Square','side':'x','top':1},{'kind':'Star'}]}",
						"'value[0].radius' is missing; 'value[1].side' must be a number; "
								+ "'value[1].top' is not known, known are side; "
								+ "'value[2]' does not say which of the known kinds it is"),
				row("perhaps", "{'value':{'x':1}}", "'value.y' is missing"),
				row("day", "{'value':'2026-11-22'}", "'value' must be a text that is a valid LocalDate"),
				row("renamed", "{'value':'7'}", "'value' is not known, known are order_id; 'order_id' is missing"),
				row("own", "{'value':''}", "'value' is not acceptable"),
				row("defaults", "{'limit':'many','color':null}", "'limit' must be " + INT));
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource("wrong")
	void findsEveryProblem(String tool, String arguments, String problems) {
		JsonNode error = new JsonMapper().readTree(tools.call(tool, arguments)).path("error");
		assertThat(error.path("message").asString()).isEqualTo("The arguments are not valid: " + problems + ".");
	}

	@Test
	void defaultsThatCanBeChangedAreNotShared() {
		tools.call("defaults", "{}");
		assertThat(tools.call("defaults", "{}")).contains("[\"a\",\"own\"]");
	}

	@Test
	void noticesTheLastOfManyNamesGivenTwice() {
		StringBuilder json = new StringBuilder("{\"value\":{");
		IntStream.range(0, 100).forEach((i) -> json.append("\"k").append(i).append("\":1,"));
		assertThat(tools.call("map", json + "\"k99\":2}}")).contains("'value.k99' is given twice");
		assertThat(tools.call("map", json + "\"k100\":2}}")).startsWith("[{");
	}

	@Test
	void namesMayBeRepeatedInOtherObjects() {
		assertThat(tools.call("order",
				"{\"value\":{\"id\":\"1\",\"color\":\"RED\",\"lines\":[{\"sku\":\"a\",\"at\":{\"x\":1,\"y\":1},"
						+ "\"sizes\":[]},{\"sku\":\"a\",\"at\":{\"x\":1,\"y\":1},\"sizes\":[]}]}}"))
			.isEqualTo("[\"1\",2]");
	}

	@Test
	void readsLongTextsPieceByPiece() {
		String text = "x".repeat(50_000);
		assertThat(tools.call("list", "{\"value\":[\"" + text + "\"]}")).isEqualTo("[[\"" + text + "\"]]");
		assertThat(tools.call("map", "{\"value\":{\"" + text + "\":1,\"a\":1,\"a\":2}}"))
			.contains("'value.a' is given twice");
	}

	@Test
	void refusesNestingWithoutEnd() {
		assertThat(tools.call("any", "{\"value\":" + "[".repeat(100_000) + "}")).contains("invalid_arguments");
	}

	private static Arguments row(String tool, String arguments, String expected) {
		boolean json = expected.startsWith("[");
		return Arguments.of(tool, arguments.replace('\'', '"'), json ? expected.replace('\'', '"') : expected);
	}

}
