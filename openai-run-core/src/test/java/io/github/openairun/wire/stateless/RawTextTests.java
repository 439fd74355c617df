package io.github.openairun.wire.stateless;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.util.RawValue;

import io.github.openairun.wire.Json;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RawText}.
 */
class RawTextTests {

	static String[] texts() {
		return new String[] { "{}", "{\"a\":\"b\"}", "\"Grüße\"", "\"日本語 \uD83D\uDE00\"",
				"\"" + "x".repeat(7990) + "\"", "\"" + "ß".repeat(5000) + "\"", "\"" + "日".repeat(50_000) + "\"",
				"\"" + "x".repeat(100_000) + "\"" };
	}

	@ParameterizedTest
	@MethodSource("texts")
	void isWrittenAsItIs(String text) {
		ArrayNode array = Json.mapper().createArrayNode();
		for (int i = 0; i < 50; i++) {
			array.addRawValue(new RawValue(new RawText(text)));
		}
		String written = new String(Json.mapper().writeValueAsBytes(array), StandardCharsets.UTF_8);
		assertThat(written).isEqualTo("[" + (text + ",").repeat(49) + text + "]");
		assertThat(array.toString()).isEqualTo(written);
	}

}
