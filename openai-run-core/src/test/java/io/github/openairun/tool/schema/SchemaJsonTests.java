package io.github.openairun.tool.schema;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SchemaJson}.
 */
class SchemaJsonTests {

	private final JsonMapper mapper = JsonMapper.builder().build();

	@ParameterizedTest
	@ValueSource(
			strings = { "{}", "[]", "{\"a\":{},\"b\":[[],{}]}", "{\"type\":[\"string\",\"null\"],\"enum\":[1,null]}",
					"{\"minimum\":1.50,\"maximum\":12345678901234567890,\"exclusiveMinimum\":-1e-7}",
					"{\"additionalProperties\":false,\"x\":true}", "{\"quo\\\"te\":\"back\\\\slash / \\\" \"}",
					"{\"controls\":\"\\n\\r\\t\\b\\f\\u0000\\u001F\\u007f\"}",
					"{\"pattern\":\"^\\\\d{4}-(0[1-9]|1[0-2])$\"}", "{\"Größe\":\"😀 \\u2028\"}" })
	void writesWhatJacksonWrites(String json) {
		JsonNode tree = this.mapper.readTree(json);
		assertThat(SchemaJson.of(tree)).isEqualTo(tree.toString());
	}

}
