package io.github.openairun.tool;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

import io.github.openairun.tool.schema.ToolParameter;
import io.github.openairun.tool.schema.ToolSchema;
import io.github.openairun.tool.schema.ToolSchemaGenerator;

import static io.github.openairun.tool.SchemaText.described;
import static io.github.openairun.tool.SchemaText.json;
import static io.github.openairun.tool.SchemaText.nullable;
import static io.github.openairun.tool.SchemaText.object;
import static io.github.openairun.tool.SchemaText.parameter;
import static io.github.openairun.tool.SchemaText.property;
import static io.github.openairun.tool.SchemaText.quoted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link JacksonToolSchemaGenerator}, type by type.
 */
class ToolSchemaTableTests {

	private static final String TIME = "([01]\\d|2[0-3]):[0-5]\\d(:[0-5]\\d(\\.\\d{1,9})?)?$";

	private static final String POINT = object("x: {type: integer}, y: {type: integer}");

	private static final String CIRCLE = object("kind: {type: string, enum: [circle]}, radius: {type: number}");

	private static final String SQUARE = object("kind: {type: string, enum: [square]}, side: {type: number}");

	private final ToolSchemaGenerator generator = new JacksonToolSchemaGenerator(JsonMapper.builder().build());

	static Stream<Arguments> strictTypes() {
		return Stream.of(type("text", "{type: string}"), type("charSequence", "{type: string}"),
				type("character", "{type: string, pattern: '^.$'}"),
				type("boxedCharacter", "{type: string, pattern: '^.$'}"), type("flag", "{type: boolean}"),
				type("boxedFlag", "{type: boolean}"), type("oneByte", "{type: integer}"),
				type("oneShort", "{type: integer}"), type("oneInt", "{type: integer}"),
				type("boxedInt", "{type: integer}"), type("oneLong", "{type: integer}"),
				type("bigInteger", "{type: integer}"), type("oneFloat", "{type: number}"),
				type("oneDouble", "{type: number}"), type("decimal", "{type: number}"),
				type("number", "{type: number}"), type("uuid", "{type: string, format: uuid}"),
				type("uri", "{type: string}"), type("url", "{type: string}"), type("locale", "{type: string}"),
				type("currency", "{type: string}"), type("date", "{type: string, format: date}"),
				type("localDateTime", "{type: string, pattern: '" + json("^\\d{4}-\\d{2}-\\d{2}T" + TIME) + "'}"),
				type("localTime", "{type: string, pattern: '" + json("^" + TIME) + "'}"),
				type("instant", "{type: string, format: date-time}"),
				type("offsetDateTime", "{type: string, format: date-time}"),
				type("zonedDateTime", "{type: string, format: date-time}"),
				type("offsetTime", "{type: string, format: time}"),
				type("oldDate", "{type: string, format: date-time}"),
				type("duration", "{type: string, format: duration}"), type("period", "{type: string}"),
				type("year", "{type: integer}"), type("dayNumber", object("day: {type: integer}")),
				type("yearMonth", "{type: string, pattern: '" + json("^\\d{4}-(0[1-9]|1[0-2])$") + "'}"),
				type("monthDay", "{type: string, pattern: '" + json("^--(0[1-9]|1[0-2])-\\d{2}$") + "'}"),
				type("zone", "{type: string}"),
				type("dayOfWeek",
						"{type: string, enum: [MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, " + "SUNDAY]}"),
				type("bytes", "{type: string, description: Base64}"),
				type("status", "{type: string, enum: [NEW, SHIPPED]}"),
				type("namedStatus", "{type: string, enum: [new, 'on its way']}"),
				type("partlyNamedStatus", "{type: string, enum: [new, SHIPPED]}"),
				type("codedStatus", "{type: integer, enum: [10, 20]}"),
				type("numericStatus", "{type: string, enum: [NEW, SHIPPED]}"),
				type("spokenStatus", "{type: string, enum: ['it is NEW', 'it is SHIPPED']}"),
				type("nullableStatus", "{type: [string, 'null'], enum: [NEW, SHIPPED, null]}"),
				type("list", "{type: array, items: {type: string}}"),
				type("listOfNullable", "{type: array, items: {type: [string, 'null']}}"),
				type("wildcards", "{type: array, items: {type: number}}"),
				type("set", "{type: array, items: {type: integer}}"),
				type("dates", "{type: array, items: {type: string, format: date}}"),
				type("enumSet", "{type: array, items: {type: string, enum: [NEW, SHIPPED]}}"),
				type("ints", "{type: array, items: {type: integer}}"),
				type("array", "{type: array, items: {type: string}}"),
				type("arrayOfNullable", "{type: array, items: {type: [string, 'null']}}"),
				type("nullableArray", "{type: [array, 'null'], items: {type: string}}"),
				type("nullableInside", "{type: array, items: {type: array, items: {type: [string, 'null']}}}"),
				type("nullableOutside", "{type: array, items: {type: [array, 'null'], items: {type: string}}}"),
				type("arraysOfNullable", "{type: array, items: {type: array, items: {type: [string, 'null']}}}"),
				type("nullableArrays", "{type: array, items: {type: [array, 'null'], items: {type: string}}}"),
				type("listOfOptional", "{type: array, items: {type: [string, 'null']}}"),
				type("optionalOfNullable", "{type: [array, 'null'], items: {type: [string, 'null']}}"),
				type("wildNullable", "{type: array, items: {type: [number, 'null']}}"),
				type("listOfNullablePoints", "{type: array, items: " + nullable(POINT) + "}"),
				type("reference", "{type: string}"),
				type("compact",
						object("names: {type: array, items: {type: [string, 'null']}}, "
								+ "points: {type: array, items: " + POINT + "}")),
				type("nullableTags", "{type: array, items: {type: [string, 'null']}}"),
				type("sideNamedHere",
						"{anyOf: [" + object("at: {type: string, enum: [left]}, x: {type: integer}") + ", "
								+ object("at: {type: string, enum: [right]}, y: {type: integer}") + "]}"),
				type("nestedList", "{type: array, items: {type: array, items: {type: boolean}}}"),
				type("optional", "{type: [string, 'null']}"), type("optionalInt", "{type: [integer, 'null']}"),
				type("optionalList", "{type: [array, 'null'], items: {type: string}}"),
				type("nullable", "{type: [string, 'null']}"), type("point", POINT),
				type("nullablePoint", nullable(POINT)), type("points", "{type: array, items: " + POINT + "}"),
				type("line",
						object("from: " + POINT + ", to: " + POINT + ", labels: {type: array, items: {type: string}}")),
				type("described",
						object("name: {type: string, description: 'What it is called'}, place: "
								+ described(POINT, "'Where it is'")
								+ ", since: {type: string, description: 'When it came (Format: dd.MM.yyyy)'}",
								"A thing")),
				type("optionalParts",
						object("first: {type: [string, 'null']}, second: {type: [integer, 'null']}, "
								+ "third: {type: [string, 'null']}, fourth: {type: [string, 'null']}, "
								+ "fifth: {type: [array, 'null'], items: {type: [string, 'null']}}")),
				type("renamed", object("order_id: {type: string}, reason: {type: string}")),
				type("ignoring", object("kept: {type: string}")),
				type("bean", object("name: {type: string}, age: {type: [integer, 'null']}")),
				type("formatted",
						object("day: {type: string, description: 'Format: dd.MM.yyyy'}, "
								+ "days: {type: array, items: {type: string, description: 'Format: dd.MM.yyyy'}}")),
				type("page", object("items: {type: array, items: " + POINT + "}, first: " + nullable(POINT))),
				type("orderNumber", "{type: string}"), type("factory", "{type: string}"), type("empty", object("")),
				type("shape", "{anyOf: [" + CIRCLE + ", " + SQUARE + "]}"),
				type("nullableShape", "{anyOf: [" + CIRCLE + ", " + SQUARE + ", {type: 'null'}]}"),
				type("circle", CIRCLE), type("animal", "{anyOf: [" + object("dog: " + object("name: {type: string}"))
						+ ", " + object("cat: " + object("lives: {type: integer}")) + "]}"));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("strictTypes")
	void describesStrictly(String field, String expected) throws Exception {
		ToolSchema schema = this.generator.forParameters(List.of(parameter(field)));
		assertThat(schema.relaxations()).isEmpty();
		assertThat(property(schema).toString()).isEqualTo(expected);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("strictTypes")
	void keepsToWhatStrictModeKnows(String field, String expected) throws Exception {
		ToolSchema schema = this.generator.forParameters(List.of(parameter(field)));
		assertThat(StrictMode.violations(schema.json())).isEmpty();
	}

	static Stream<Arguments> relaxedTypes() {
		return Stream.of(
				relaxed("map", "{type: object, additionalProperties: {type: integer}}",
						"'map' is a map, whose keys strict mode cannot list"),
				relaxed("mapOfPoints", "{type: object, additionalProperties: " + POINT + "}",
						"'mapOfPoints' is a map, whose keys strict mode cannot list"),
				relaxed("mapOfNullable", "{type: object, additionalProperties: {type: [integer, 'null']}}",
						"'mapOfNullable' is a map, whose keys strict mode cannot list"),
				relaxed("enumMap",
						"{type: object, propertyNames: {enum: [new, 'on its way']}, "
								+ "additionalProperties: {type: integer}}",
						"'enumMap' is a map, whose keys strict mode cannot list"),
				relaxed("mapHolder",
						object("labels: {type: object, additionalProperties: {type: string}}, "
								+ "note: {type: [string, 'null']}")
							.replace(quoted("required: [labels, note]"), quoted("required: [labels]")),
						"'mapHolder.labels' is a map, whose keys strict mode cannot list"),
				relaxed("object", "{}", "'object' may be any JSON"), relaxed("json", "{}", "'json' may be any JSON"),
				relaxed("rawList", "{type: array, items: {}}", "'rawList[]' may be any JSON"),
				relaxed("anyNumbers",
						object("name: {type: string}").replace(quoted("additionalProperties: false"),
								quoted("additionalProperties: {type: integer}")),
						"'anyNumbers' takes any property, and strict mode must know them all"),
				relaxed("anyProperties",
						object("name: {type: string}").replace(quoted("additionalProperties: false"),
								quoted("additionalProperties: true")),
						"'anyProperties' takes any property, and strict mode must know them all"));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("relaxedTypes")
	void describesWithoutStrictModeAndSaysWhy(String field, String expected, String reason) throws Exception {
		ToolSchema schema = this.generator.forParameters(List.of(parameter(field)));
		assertThat(schema.strict()).isFalse();
		assertThat(schema.relaxations()).containsExactly(reason);
		assertThat(property(schema).toString()).isEqualTo(expected);
	}

	static Stream<Arguments> refusedTypes() {
		return Stream.of(Arguments.of("unwrapped", "'unwrapped.point' is annotated with @JsonUnwrapped"),
				Arguments.of("openInterface", "'openInterface' is of the abstract type"),
				Arguments.of("optionalPrimitive",
						"'optionalPrimitive.count' is optional and of the primitive type int"),
				Arguments.of("noCreator", "'noCreator' is of the type"),
				Arguments.of("nesting", "contains itself with ever new type arguments"));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("refusedTypes")
	void refusesWhatCannotBeBound(String field, String message) throws Exception {
		ToolParameter parameter = parameter(field);
		assertThatIllegalArgumentException().isThrownBy(() -> this.generator.forParameters(List.of(parameter)))
			.withMessageContaining(message);
	}

	private static Arguments type(String field, String expected) {
		return Arguments.of(field, quoted(expected));
	}

	private static Arguments relaxed(String field, String expected, String reason) {
		return Arguments.of(field, quoted(expected), reason);
	}

}
