package io.github.openairun.test.simulator;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * What strict mode demands of a schema.
 */
class StrictSchemaTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					{'type': 'string'}                                                         | In context=(), schema must be
					{}                                                                         | In context=(), schema must be
					{'type': 'object'}                                                         | In context=(), 'additionalProperties' is required
					{'type': 'object', 'additionalProperties': true}                           | In context=(), 'additionalProperties' is required
					{'type': 'object', 'additionalProperties': {}}                             | In context=(), 'additionalProperties' is required
					{'type': 'object', 'additionalProperties': false, 'properties': {'a': {}}} | In context=(), 'required' is required
					{%s, 'properties': {'a': {'type': 'object'}}}                              | In context=('properties', 'a'), 'additionalProperties'
					{%s, 'properties': {'a': {'type': ['object', 'null']}}}                    | In context=('properties', 'a'), 'additionalProperties'
					{%s, 'properties': {'a': {'type': 'array', 'items': {'type': 'object'}}}}  | In context=('properties', 'a', 'items'), 'additionalProperties'
					{%s, 'properties': {'a': {'anyOf': [{'type': 'null'}, {'type': 'object'}]}}} | In context=('properties', 'a', 'anyOf'), 'additionalProperties'
					{%s, 'properties': {'a': {}}, '$defs': {'d': {'type': 'object'}}}          | In context=('$defs', 'd'), 'additionalProperties'
					""")
	void schemaThatIsNotStrictIsRefused(String schema, String message) {
		JsonNode json = json(schema.formatted("'type': 'object', 'additionalProperties': false, 'required': ['a']"));
		assertThatExceptionOfType(SimulatedApiError.class)
			.isThrownBy(() -> StrictSchema.check(json, "function 'f'", "tools[0].parameters"))
			.withMessageStartingWith("Invalid schema for function 'f': " + message);
	}

	@Test
	void strictSchemaIsAccepted() {
		JsonNode json = json("""
				{'type': 'object', 'additionalProperties': false, 'required': ['a', 'b'], 'properties': {
					'a': {'type': ['string', 'null']},
					'b': {'type': 'array', 'items': {'type': 'object', 'additionalProperties': false,
						'properties': {'c': {'type': 'integer'}}, 'required': ['c']}}}}""");
		assertThatNoException().isThrownBy(() -> StrictSchema.check(json, "function 'f'", "tools[0].parameters"));
	}

	@Test
	void outputFormatIsCheckedOnBothWires() {
		String format = "{'name': 'f', 'strict': true, 'schema': {'type': 'object'}";
		ServerClient client = new ServerClient();
		assertThat(client
			.refused(400, "POST", "/threads/runs",
					"{'assistant_id': 'asst_1', 'response_format': {'type': 'json_schema', 'json_schema': " + format
							+ "}}}")
			.toString()).contains("response_format 'f'", "response_format.json_schema.schema", "invalid_json_schema");
		assertThat(
				client
					.refused(400, "POST", "/responses",
							"{'model': 'gpt-4.1', 'input': 'Hi', 'text': {'format': " + format
									+ ", 'type': 'json_schema'}}}")
					.toString())
			.contains("response_format 'f'", "text.format.schema", "invalid_json_schema");
	}

	private static JsonNode json(String text) {
		return SimulatorJson.read(text.replace('\'', '"'));
	}

}
