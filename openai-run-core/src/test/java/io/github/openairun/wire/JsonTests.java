package io.github.openairun.wire;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Json}.
 */
class JsonTests {

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"x\":null}", "{\"x\":\"\"}", "{\"x\":{}}", "{\"x\":[\"a\"]}" })
	void shouldTakeForNoText(String json) {
		assertThat(Json.text(node(json), "x")).isNull();
		assertThat(Json.text(node(json), "x", "fallback")).isEqualTo("fallback");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "{\"x\":\"a b\"}|a b", "{\"x\":404}|404", "{\"x\":true}|true" })
	void shouldReadTextOfAnyScalar(String json, String expected) {
		assertThat(Json.text(node(json), "x")).isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "none",
			value = { "1795305600|2026-11-22T00:00:00Z", "1795305600.25|2026-11-22T00:00:00.250Z",
					"\"1795305600\"|2026-11-22T00:00:00Z", "0|none", "-5|none", "1795305600000|none", "null|none",
					"\"\"|none", "\"soon\"|none", "{}|none", "true|none", "1e999999999|none" })
	void shouldReadTime(String value, @Nullable Instant expected) {
		assertThat(Json.time(node("{\"x\":" + value + "}"), "x")).isEqualTo(expected);
	}

	@Test
	void shouldReadNumbersWhereverTheyStand() {
		JsonNode json = node("{\"a\":3,\"b\":\"4\",\"c\":2.5,\"d\":\"many\",\"e\":null}");
		assertThat(Json.integer(json, "a")).isEqualTo(3);
		assertThat(Json.number(json, "b", 0)).isEqualTo(4);
		assertThat(Json.decimal(json, "c")).isEqualTo(2.5);
		assertThat(Json.integer(json, "d")).isNull();
		assertThat(Json.number(json, "e", 7)).isEqualTo(7);
		assertThat(Json.decimal(json, "absent")).isNull();
	}

	@Test
	void shouldReadFlagOnlyFromBoolean() {
		JsonNode json = node("{\"a\":true,\"b\":\"true\"}");
		assertThat(Json.flag(json, "a", false)).isTrue();
		assertThat(Json.flag(json, "b", false)).isFalse();
		assertThat(Json.flag(json, "absent", true)).isTrue();
	}

	@Test
	void shouldReadObjectsAndPassOverAnythingElse() {
		JsonNode json = node("{\"a\":{\"b\":1},\"c\":[{\"d\":1},null,2,{\"d\":3}],\"e\":\"text\"}");
		assertThat(Json.child(json, "a")).isEqualTo(node("{\"b\":1}"));
		assertThat(Json.child(json, "e")).isNull();
		assertThat(Json.children(json, "c")).isEqualTo(List.of(node("{\"d\":1}"), node("{\"d\":3}")));
		assertThat(Json.children(json, "e")).isEmpty();
	}

	@Test
	void shouldReadMapOfTextsOnly() {
		JsonNode json = node("{\"m\":{\"a\":\"1\",\"b\":2,\"c\":null,\"d\":\"\"}}");
		assertThat(Json.texts(json, "m")).isEqualTo(Map.of("a", "1", "d", ""));
		assertThat(Json.texts(json, "absent")).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{", "{} {}", "not json" })
	void shouldNameWhatIsNotJson(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> Json.parse(text, "parameters"))
			.withMessage("'parameters' is not JSON");
	}

	private static JsonNode node(String json) {
		return Json.mapper().readTree(json);
	}

}
