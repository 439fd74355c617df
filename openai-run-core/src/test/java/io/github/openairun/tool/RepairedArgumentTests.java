package io.github.openairun.tool;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import io.github.openairun.ToolHandler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what {@link ProblemFinder} puts right in objects and at optional places, and
 * for its bounds.
 */
class RepairedArgumentTests {

	private static ToolContextFixture tools;

	@BeforeAll
	static void start() {
		tools = ToolContextFixture.of(Handlers.class);
	}

	@AfterAll
	static void close() {
		tools.close();
	}

	static Stream<Arguments> structuresInQuotes() {
		return Stream.of(row("point", "{'value':'{~x~:1,~y~:2}'}", "[{'x':1,'y':2}]"),
				row("bean", "{'value':' {~name~:~a~} '}", "['a']"),
				row("points", "{'value':'[{~x~:1,~y~:2}]'}", "[[{'x':1,'y':2}]]"),
				row("points", "{'value':['{~x~:1,~y~:2}']}", "[[{'x':1,'y':2}]]"),
				row("line", "{'value':{'at':'{~x~:1,~y~:2}','sizes':'[1,2]'}}", "[{'at':{'x':1,'y':2},'sizes':[1,2]}]"),
				row("counts", "{'value':'{~a~:1}'}", "[{'a':1}]"), row("numbers", "{'value':'[1,2]'}", "[[1,2]]"),
				row("perhaps", "{'value':'{~x~:1,~y~:2}'}", "[{'x':1,'y':2}]"),
				row("shape", "{'value':'{~kind~:~Circle~,~radius~:1}'}", "['Circle[radius=1]']"),
				row("text", "{'value':'{~x~:1}'}", "['{~x~:1}']"), row("texts", "{'value':['[1]']}", "[['[1]']]"),
				row("any", "{'value':'{~x~:1}'}", "['{~x~:1}']"),
				row("code", "{'value':'{~x~:1}'}", "[{'text':'{~x~:1}'}]"));
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource("structuresInQuotes")
	void readsAnObjectOrArrayGivenAsTheTextOfItsJson(String tool, String arguments, String values) {
		assertThat(tools.call(tool, arguments)).isEqualTo(values);
	}

	static Stream<Arguments> wrongStructuresInQuotes() {
		return Stream.of(
				row("point", "{'value':'{~x~:1,~y~:~b~}'}",
						"'value.y' must be a whole number from -2147483648 to 2147483647"),
				row("point", "{'value':'{~x~:1,~x~:2,~y~:3}'}", "'value.x' is given twice"),
				row("points", "{'value':'[{~x~:1,~x~:2,~y~:3}]'}", "'value[0].x' is given twice"),
				row("point", "{'value':'{~x~:1'}", "'value' must be a JSON object with the properties x, y"),
				row("point", "{'value':'[1,2]'}", "'value' must be a JSON object with the properties x, y"),
				row("point", "{'value':'{~x~:1,~y~:2} {}'}", "'value' must be a JSON object with the properties x, y"),
				row("numbers", "{'value':'1,2'}", "'value' must be an array"),
				row("code", "{'value':'{'}", "'value' is not acceptable"));
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource("wrongStructuresInQuotes")
	void namesWhatIsWrongInTheTextOfAnObjectOrArray(String tool, String arguments, String problems) {
		assertThat(problems(tool, arguments)).isEqualTo("The arguments are not valid: " + problems + ".");
	}

	@ParameterizedTest
	@ValueSource(strings = { "number", "maybeNumber", "maybeInt", "decimal", "flag", "date", "maybeDate", "color",
			"uuid", "duration" })
	void aBlankTextStandsForNothingAtOptionalPlaces(String name) {
		assertThat(tools.call("optional", "{\"" + name + "\":\"\"}")).isEqualTo("[null]");
		assertThat(tools.call("optionals", "{\"value\":{\"" + name + "\":\" \"}}")).isEqualTo("[null]");
	}

	@Test
	void aBlankTextIsATextWhereTextsAreAccepted() {
		assertThat(tools.call("optional", "{\"text\":\"\"}")).isEqualTo("[\"\"]");
		assertThat(tools.call("optionals", "{\"value\":{\"text\":\"\"}}")).isEqualTo("[\"\"]");
	}

	@Test
	void aBlankTextIsNoValueWhereOneIsRequired() {
		assertThat(problems("point", "{\"value\":{\"x\":\"\",\"y\":1}}")).contains("'value.x' must be a whole number");
	}

	@Test
	void namesThePropertiesOfAnObjectWhoseWrapperIsMissing() {
		assertThat(problems("todos", "{\"value\":[{\"x\":1,\"y\":2}]}"))
			.contains("'value' must be a JSON object with the property points");
		assertThat(problems("point", "{\"x\":1,\"y\":2}"))
			.contains("'value' is missing, it must be a JSON object with the properties x, y");
		assertThat(problems("point", "{\"other\":1}")).endsWith("'value' is missing.");
	}

	@Test
	void acceptsRawLineBreaksInTexts() {
		assertThat(tools.call("text", "{\"value\":\"a\n\n\tb\"}")).isEqualTo("[\"a\\n\\n\\tb\"]");
		assertThat(tools.call("line", "{\"value\":{\"at\":\"{\n\\\"x\\\":1,\\\"y\\\":2}\",\"sizes\":[]}}"))
			.isEqualTo("[{\"at\":{\"x\":1,\"y\":2},\"sizes\":[]}]");
	}

	@ParameterizedTest
	@ValueSource(strings = { "number", "whole", "bigInteger", "bigDecimal", "decimal" })
	@Timeout(20)
	void refusesNumbersOfMillionsOfDigitsAtOnce(String name) {
		String digits = "9".repeat(2_000_000);
		for (String value : List.of(digits, '"' + digits + '"', "1." + digits, "\"1." + digits + '"')) {
			String output = tools.call("numerals", "{\"" + name + "\":" + value + "}");
			assertThat(output).hasSizeLessThan(2000).contains("invalid_arguments");
			String inside = tools.call("numeral", "{\"value\":{\"" + name + "\":" + value + "}}");
			assertThat(inside).hasSizeLessThan(2000).contains("invalid_arguments");
		}
	}

	@Test
	@Timeout(20)
	void listsTheFirstOfManyProblems() {
		String elements = String.join(",", IntStream.range(0, 200_000).mapToObj((i) -> "\"x\"").toList());
		String problems = problems("numbers", "{\"value\":[" + elements + "]}");
		assertThat(problems).contains("'value[19]'")
			.doesNotContain("'value[20]'")
			.endsWith("; correct these first, there are more.");
	}

	@Test
	void cutsLongNamesInProblems() {
		assertThat(problems("text", "{\"value\":\"a\",\"" + "n".repeat(40_000) + "\":1}")).hasSizeLessThan(1100);
	}

	private static String problems(String tool, String arguments) {
		return new JsonMapper().readTree(tools.call(tool, arguments)).path("error").path("message").asString();
	}

	private static Arguments row(String tool, String arguments, String expected) {
		boolean json = expected.startsWith("[");
		return Arguments.of(tool, text(arguments), json ? text(expected) : expected);
	}

	private static String text(String json) {
		return json.replace('\'', '"').replace("~", "\\\"");
	}

	static class Handlers {

		@ToolHandler
		Object point(Point value) {
			return given(value);
		}

		@ToolHandler
		Object bean(Bean value) {
			return given(value.name);
		}

		@ToolHandler
		Object points(List<Point> value) {
			return given(value);
		}

		@ToolHandler
		Object line(Line value) {
			return given(value);
		}

		@ToolHandler
		Object todos(Polygon value) {
			return given(value);
		}

		@ToolHandler
		Object counts(Map<String, Integer> value) {
			return given(value);
		}

		@ToolHandler
		Object numbers(int[] value) {
			return given((Object) value);
		}

		@ToolHandler
		Object perhaps(Optional<Point> value) {
			return given(value.orElse(null));
		}

		@ToolHandler
		Object shape(Shape value) {
			return given(value.toString());
		}

		@ToolHandler
		Object text(String value) {
			return given(value);
		}

		@ToolHandler
		Object texts(List<String> value) {
			return given(value);
		}

		@ToolHandler
		Object any(Object value) {
			return given(value);
		}

		@ToolHandler
		Object code(Code value) {
			return given(value);
		}

		@ToolHandler
		Object optional(@Nullable Long number, Optional<Integer> maybeNumber, OptionalInt maybeInt,
				@Nullable Double decimal, @Nullable Boolean flag, @Nullable LocalDate date,
				Optional<LocalDate> maybeDate, @Nullable Color color, @Nullable UUID uuid, @Nullable Duration duration,
				@Nullable String text) {
			return optionals(new Options(number, maybeNumber, maybeInt, decimal, flag, date, maybeDate, color, uuid,
					duration, text));
		}

		@ToolHandler
		Object optionals(Options value) {
			boolean nothing = value.maybeNumber().isEmpty() && value.maybeInt().isEmpty() && value.maybeDate().isEmpty()
					&& value.equals(new Options(null, Optional.empty(), OptionalInt.empty(), null, null, null,
							Optional.empty(), null, null, null, value.text()));
			return given(nothing ? value.text() : value);
		}

		@ToolHandler
		Object numerals(@Nullable Integer number, @Nullable Long whole, @Nullable BigInteger bigInteger,
				@Nullable BigDecimal bigDecimal, @Nullable Double decimal) {
			return given(number, whole, bigInteger, bigDecimal, decimal);
		}

		@ToolHandler
		Object numeral(Numbers value) {
			return given(value);
		}

		private static Object given(@Nullable Object... values) {
			return Arrays.asList(values);
		}

	}

	record Point(int x, int y) {
	}

	record Line(Point at, List<Integer> sizes) {
	}

	record Polygon(List<Point> points) {
	}

	static class Bean {

		public String name = "";

	}

	record Options(@Nullable Long number, Optional<Integer> maybeNumber, OptionalInt maybeInt, @Nullable Double decimal,
			@Nullable Boolean flag, @Nullable LocalDate date, Optional<LocalDate> maybeDate, @Nullable Color color,
			@Nullable UUID uuid, @Nullable Duration duration, @Nullable String text) {
	}

	record Numbers(@Nullable Integer number, @Nullable Long whole, @Nullable BigInteger bigInteger,
			@Nullable BigDecimal bigDecimal, @Nullable Double decimal) {
	}

	enum Color {

		RED

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
	sealed interface Shape permits Circle {

	}

	@JsonTypeName("Circle")
	record Circle(int radius) implements Shape {
	}

	static final class Code {

		public final String text;

		private Code(String text) {
			this.text = text;
		}

		@JsonCreator
		static Code of(String text) {
			if (text.length() < 2) {
				throw new IllegalArgumentException("too short");
			}
			return new Code(text);
		}

	}

}
