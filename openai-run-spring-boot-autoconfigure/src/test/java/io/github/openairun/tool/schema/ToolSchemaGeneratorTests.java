package io.github.openairun.tool.schema;

import java.lang.reflect.Field;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link JacksonToolSchemaGenerator}.
 */
class ToolSchemaGeneratorTests {

	private static final String TIME = "([01]\\d|2[0-3]):[0-5]\\d(:[0-5]\\d(\\.\\d{1,9})?)?$";

	private static final String POINT = object("x: {type: integer}, y: {type: integer}");

	private static final String CIRCLE = object("kind: {type: string, enum: [circle]}, radius: {type: number}");

	private static final String SQUARE = object("kind: {type: string, enum: [square]}, side: {type: number}");

	private final JsonMapper mapper = JsonMapper.builder().build();

	private final ToolSchemaGenerator generator = ToolSchemaGenerator.create(this.mapper);

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
				type("year", "{type: integer}"),
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

	static Stream<Arguments> relaxedTypes() {
		return Stream.of(
				relaxed("map", "{type: object, additionalProperties: {type: integer}}",
						"'map' is a map, whose keys strict mode cannot list"),
				relaxed("mapOfPoints", "{type: object, additionalProperties: " + POINT + "}",
						"'mapOfPoints' is a map, whose keys strict mode cannot list"),
				relaxed("mapHolder",
						object("labels: {type: object, additionalProperties: {type: string}}, "
								+ "note: {type: [string, 'null']}")
							.replace(quoted("required: [labels, note]"), quoted("required: [labels]")),
						"'mapHolder.labels' is a map, whose keys strict mode cannot list"),
				relaxed("object", "{}", "'object' may be any JSON"), relaxed("json", "{}", "'json' may be any JSON"),
				relaxed("rawList", "{type: array, items: {}}", "'rawList[]' may be any JSON"),
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

	@Test
	void everyParameterIsAPropertyAndOptionalOnesAreNullable() {
		ToolSchema schema = this.generator.forParameters(List.of(parameter("number", String.class, "Digits only", true),
				parameter("limit", Integer.class, null, false)));
		assertThat(schema.json()).isEqualTo(
				object("number: {type: string, description: 'Digits only'}, " + "limit: {type: [integer, 'null']}"));
	}

	@Test
	void optionalParametersNeedNotBeGivenWithoutStrictMode() {
		ToolSchema schema = this.generator.forParameters(List.of(parameter("anything", Object.class, null, true),
				parameter("limit", Integer.class, null, false)));
		assertThat(schema.json()).isEqualTo(object("anything: {}, limit: {type: [integer, 'null']}")
			.replace(quoted("required: [anything, limit]"), quoted("required: [anything]")));
	}

	@Test
	void noParametersAreAnEmptyObject() {
		assertThat(this.generator.forParameters(List.of()).json()).isEqualTo(object(""));
	}

	@Test
	void aTypeThatContainsItselfIsADefinition() throws Exception {
		ToolSchema schema = this.generator.forParameters(List.of(parameter("node")));
		assertThat(schema.json()).isEqualTo(object("node: {$ref: '#/$defs/Node'}").replaceFirst("}$",
				",\"\\$defs\":{\"Node\":"
						+ Matcher.quoteReplacement(
								object("name: {type: string}, children: {type: array, items: {$ref: '#/$defs/Node'}}"))
						+ "}}"));
	}

	@Test
	void aReferenceHasNoDescriptionBesideIt() throws Exception {
		JsonNode schema = json(this.generator.forParameters(List.of(parameter("person"))));
		JsonNode person = schema.at("/$defs/Person/properties");
		assertThat(person.path("friend").toString())
			.isEqualTo(quoted("{anyOf: [{$ref: '#/$defs/Person'}], description: 'Closest friend'}"));
		assertThat(person.path("home").toString())
			.isEqualTo(nullable(object("city: {type: string}, owner: {$ref: '#/$defs/Person'}")));
	}

	@Test
	void aChoiceThatContainsItselfIsADefinition() throws Exception {
		JsonNode schema = json(this.generator.forParameters(List.of(parameter("expression"))));
		assertThat(schema.at("/properties/expression").toString()).isEqualTo(quoted("{$ref: '#/$defs/Expression'}"));
		assertThat(schema.at("/$defs/Expression").toString())
			.isEqualTo(quoted("{anyOf: [") + object("op: {type: string, enum: [Value]}, value: {type: integer}") + ","
					+ object("op: {type: string, enum: [Sum]}, left: {$ref: '#/$defs/Expression'}, "
							+ "right: {$ref: '#/$defs/Expression'}")
					+ "]}");
	}

	@Test
	void typesOfTheSameNameAreDefinedApart() {
		ToolSchema schema = this.generator.forParameters(List.of(parameter("first", SchemaTypes.Node.class, null, true),
				parameter("second", OtherTypes.Node.class, null, true)));
		assertThat(json(schema).path("$defs").propertyNames()).containsExactly("Node", "Node2");
	}

	@Test
	void aTypeThatStandsAloneRefersToItsRoot() {
		assertThat(this.generator.forType(SchemaTypes.Node.class).json())
			.isEqualTo(object("name: {type: string}, children: {type: array, items: {$ref: '#'}}"));
	}

	@Test
	void aMapMayStandAlone() throws Exception {
		Type type = SchemaTypes.class.getDeclaredField("map").getGenericType();
		ToolSchema schema = this.generator.forType(type);
		assertThat(schema.strict()).isFalse();
		assertThat(schema.json()).isEqualTo(quoted("{type: object, additionalProperties: {type: integer}}"));
	}

	@ParameterizedTest
	@ValueSource(classes = { String.class, SchemaTypes.Status.class, int[].class, SchemaTypes.Shape.class,
			SchemaTypes.OrderNumber.class })
	void whatIsNoObjectCannotStandAlone(Class<?> type) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.generator.forType(type))
			.withMessageContaining("is not an object: put it into a record");
	}

	@Test
	void keepsToTheNamesOfTheApplicationsMapper() {
		JsonMapper snake = JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();
		assertThat(ToolSchemaGenerator.create(snake).forType(Names.class).json())
			.isEqualTo(object("order_id: {type: string}"));
	}

	@Test
	void keepsToTheMixInsOfTheApplicationsMapper() {
		JsonMapper mixed = JsonMapper.builder().addMixIn(Names.class, NamesMixIn.class).build();
		assertThat(ToolSchemaGenerator.create(mixed).forType(Names.class).json())
			.isEqualTo(object("id: {type: string}"));
	}

	@Test
	void namesTheConstantsThatBindEvenIfTheyAreWrittenOtherwise() throws Exception {
		JsonMapper asymmetric = JsonMapper.builder().disable(EnumFeature.READ_ENUMS_USING_TO_STRING).build();
		ToolSchema schema = ToolSchemaGenerator.create(asymmetric).forParameters(List.of(parameter("spokenStatus")));
		assertThat(property(schema).toString()).isEqualTo(quoted("{type: string, enum: [NEW, SHIPPED]}"));
	}

	@Test
	void propertiesStandInTheOrderOfDeclaration() {
		assertThat(this.generator.forType(Unordered.class).json())
			.isEqualTo(object("reasoning: {type: string}, answer: {type: string}"));
	}

	@Test
	void doesNotChangeTheApplicationsMapper() {
		this.generator.forType(Names.class);
		assertThat(this.mapper.readValue("{\"orderId\":null,\"other\":1}", Names.class)).isEqualTo(new Names(null));
	}

	private static ToolParameter parameter(String name) throws NoSuchFieldException {
		Field field = SchemaTypes.class.getDeclaredField(name);
		return new ToolParameter(name, field.getGenericType(), field.getAnnotatedType(), field, null,
				!Optionality.isNullable(field.getAnnotatedType()));
	}

	private static ToolParameter parameter(String name, Class<?> type, String description, boolean required) {
		return new ToolParameter(name, type, null, type, description, required);
	}

	private JsonNode json(ToolSchema schema) {
		return this.mapper.readTree(schema.json());
	}

	private JsonNode property(ToolSchema schema) {
		return json(schema).path("properties").iterator().next();
	}

	private static Arguments type(String field, String expected) {
		return Arguments.of(field, quoted(expected));
	}

	private static Arguments relaxed(String field, String expected, String reason) {
		return Arguments.of(field, quoted(expected), reason);
	}

	private static String object(String properties) {
		return object(properties, null);
	}

	/** An object of which every property is required. */
	private static String object(String properties, String description) {
		JsonMapper mapper = JsonMapper.builder().build();
		JsonNode all = mapper.readTree("{" + quoted(properties) + "}");
		List<String> names = new ArrayList<>(all.propertyNames());
		return "{\"type\":\"object\",\"properties\":" + all + ",\"required\":" + mapper.writeValueAsString(names)
				+ ",\"additionalProperties\":false"
				+ ((description != null) ? ",\"description\":\"" + description + "\"" : "") + "}";
	}

	private static String nullable(String schema) {
		return schema.replaceFirst("\"type\":\"object\"", "\"type\":[\"object\",\"null\"]");
	}

	private static String described(String schema, String description) {
		String text = quoted(schema);
		return text.substring(0, text.length() - 1) + ",\"description\":" + quoted(description) + "}";
	}

	private static String json(String pattern) {
		return pattern.replace("\\", "\\\\");
	}

	/** JSON written without quotes, where words are texts. */
	private static String quoted(String text) {
		StringBuilder json = new StringBuilder();
		Matcher matcher = Pattern.compile("\"[^\"]*\"|'([^']*)'|[$A-Za-z_][\\w-]*|\\s+|.").matcher(text);
		while (matcher.find()) {
			String token = matcher.group();
			if (matcher.group(1) != null) {
				json.append('"').append(matcher.group(1)).append('"');
			}
			else if (token.isBlank()) {
				continue;
			}
			else if (Map.of("true", 1, "false", 1, "null", 1).containsKey(token)
					|| !Character.isLetter(token.charAt(0)) && !token.startsWith("$")) {
				json.append(token);
			}
			else {
				json.append('"').append(token).append('"');
			}
		}
		return json.toString();
	}

	record Names(String orderId) {
	}

	abstract static class NamesMixIn {

		@JsonProperty("id")
		String orderId;

	}

	record Unordered(String reasoning, String answer) {
	}

	static final class OtherTypes {

		record Node(Node next) {
		}

	}

}
