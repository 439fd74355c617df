package io.github.openairun.tool;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.github.openairun.tool.schema.ToolSchema;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SchemaLimits}.
 */
class SchemaLimitsTests {

	@Test
	void allowsUpToFiveThousandProperties() {
		assertThat(exceeded(object(5000, 1))).isNull();
		assertThat(exceeded(object(5001, 1))).isEqualTo("5001 properties in all, and OpenAI's strict mode allows 5000");
	}

	@Test
	void countsThePropertiesOfDefinitionsAndChoices() {
		assertThat(exceeded("{\"$defs\":{\"A\":" + object(3000, 1) + "},\"properties\":{\"a\":{\"anyOf\":["
				+ object(2000, 1) + "]}}}"))
			.startsWith("5001 properties");
	}

	@Test
	void allowsUpToTenLevels() {
		assertThat(exceeded(nested(10))).isNull();
		assertThat(exceeded(nested(11))).isEqualTo("11 levels of objects, and OpenAI's strict mode allows 10");
	}

	@Test
	void allowsUpToAThousandEnumValues() {
		assertThat(exceeded("{\"properties\":{\"a\":" + values(250, 1) + ",\"b\":" + values(750, 1) + "}}")).isNull();
		assertThat(exceeded("{\"properties\":{\"a\":" + values(500, 1) + ",\"b\":{\"items\":" + values(501, 1) + "}}}"))
			.isEqualTo("1001 enum values in all, and OpenAI's strict mode allows 1000");
	}

	@Test
	void boundsTheCharactersOfLongEnumsOnly() {
		assertThat(exceeded("{\"properties\":{\"a\":" + values(250, 100) + "}}")).isNull();
		assertThat(exceeded("{\"properties\":{\"a\":" + values(251, 100) + "}}")).isEqualTo(
				"25100 characters in the values of an enum of more than 250, and OpenAI's strict mode allows 15000");
	}

	@Test
	void boundsTheCharactersOfAllNames() {
		assertThat(exceeded(object(1000, 120))).isNull();
		assertThat(exceeded(object(1000, 121)))
			.isEqualTo("121000 characters in names and enum values, and OpenAI's strict mode allows 120000");
	}

	private static String exceeded(String schema) {
		return SchemaLimits.exceeded(ToolSchema.strict(schema));
	}

	private static String object(int properties, int length) {
		return IntStream.range(0, properties)
			.mapToObj((i) -> "\"" + name(i, length) + "\":{}")
			.collect(Collectors.joining(",", "{\"properties\":{", "}}"));
	}

	private static String values(int count, int length) {
		return IntStream.range(0, count)
			.mapToObj((i) -> "\"" + name(i, length) + "\"")
			.collect(Collectors.joining(",", "{\"enum\":[", "]}"));
	}

	private static String name(int number, int length) {
		return "x".repeat(Math.max(0, length - 4)) + String.format(Locale.ROOT, "%04d", number);
	}

	private static String nested(int levels) {
		return (levels == 0) ? "{\"type\":\"string\"}"
				: "{\"properties\":{\"a\":{\"items\":" + nested(levels - 1) + "}}}";
	}

}
