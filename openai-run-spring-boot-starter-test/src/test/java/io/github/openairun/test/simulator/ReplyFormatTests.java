package io.github.openairun.test.simulator;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Replies in the format that a request asks for.
 */
class ReplyFormatTests {

	private static final String SCHEMA = """
			{'type': 'object', 'additionalProperties': false, 'required': ['city', 'days', 'mood'], 'properties': {
			 'city': {'type': 'string', 'minLength': 3},
			 'mood': {'type': ['string', 'null'], 'enum': ['good', 'bad', null]},
			 'days': {'type': 'array', 'minItems': 1, 'items': {'$ref': '#/$defs/day'}}},
			 '$defs': {'day': {'type': 'object', 'additionalProperties': false, 'required': ['degrees', 'at'],
			  'properties': {'degrees': {'type': 'number', 'minimum': -40},
			   'at': {'anyOf': [{'type': 'string', 'format': 'date'}, {'type': 'null'}]}}}}}""";

	private static final String FITS = "{\"city\":\"Oslo\",\"mood\":null,\"days\":[{\"degrees\":-3.5,\"at\":\"2026-01-31\"}]}";

	ServerClient client = new ServerClient();

	@Test
	void improvisedReplyFitsTheSchema() {
		this.client = new ServerClient(OpenAiSimulator.builder().improvise(true));
		for (String reply : List.of(response(SCHEMA), run(SCHEMA))) {
			assertThat(SchemaCheck.mismatch(SimulatorJson.read(reply), SimulatorJson.read(SCHEMA.replace('\'', '"'))))
				.as(reply)
				.isNull();
			assertThat(SimulatorJson.read(reply).at("/days/0/degrees").isNumber()).isTrue();
		}
	}

	@Test
	void improvisedReplyIsJson() {
		this.client = new ServerClient(OpenAiSimulator.builder().improvise(true));
		JsonNode response = this.client.post("/responses", """
				{'model': 'gpt-4.1', 'input': 'Hi, JSON', 'text': {'format': {'type': 'json_object'}}}""");
		assertThat(SimulatorJson.read(text(response)).isObject()).isTrue();
		assertThat(SimulatorJson.read(runInJsonMode()).isObject()).isTrue();
	}

	@Test
	void scriptedReplyThatFitsIsPlayed() {
		this.client.when(anyMessage()).reply(FITS);
		assertThat(response(SCHEMA)).isEqualTo(FITS);
		assertThat(run(SCHEMA)).isEqualTo(FITS);
		assertThat(this.client.server().scripts().unmatched()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					Oslo                                                                  | it is not JSON
					[]                                                                    | $ must be object, not []
					{"city":"Oslo","mood":null}                                           | $.days is missing
					{"city":"Os","mood":null,"days":[]}                                   | $.city must not have 2 characters
					{"city":"Oslo","mood":"odd","days":[]}                                | $.mood must be one of ["good","bad",null]
					{"city":"Oslo","mood":null,"days":[]}                                 | $.days must not have 0 elements
					{"city":"Oslo","mood":null,"days":[{"degrees":"3","at":null}]}        | $.days[0].degrees must be number, not "3"
					{"city":"Oslo","mood":null,"days":[{"degrees":-41,"at":null}]}        | $.days[0].degrees must not be -41
					{"city":"Oslo","mood":null,"days":[{"degrees":1,"at":3}]}             | $.days[0].at must be
					{"city":"Oslo","mood":null,"days":[{"degrees":1,"at":null}],"no":1}   | $.no is not in the schema
					""")
	void scriptedReplyThatDoesNotFitFailsTheTestWithThePath(String reply, String why) {
		this.client.when(anyMessage()).reply(reply);
		assertThat(response(SCHEMA)).isEmpty();
		assertThat(run(SCHEMA)).isEmpty();
		assertThat(this.client.server().scripts().unmatched()).hasSize(2)
			.allSatisfy((complaint) -> assertThat(complaint).contains("does not fit the format of the request", why));
		this.client.server().reset();
		this.client.when(anyMessage()).replyUnchecked(reply);
		assertThat(response(SCHEMA)).isEqualTo(reply);
	}

	@Test
	void scriptedReplyInJsonModeIsAnObject() {
		this.client.when(anyMessage()).replyJson(Map.of("a", 1));
		String body = "{'model': 'gpt-4.1', 'input': 'Hi, JSON', 'text': {'format': {'type': 'json_object'}}}";
		assertThat(text(this.client.post("/responses", body))).isEqualTo("{\"a\":1}");
		assertThat(runInJsonMode()).isEqualTo("{\"a\":1}");
		this.client.server().reset();
		this.client.when(anyMessage()).reply("Hello");
		assertThat(this.client.post("/responses", body).path("status").asString()).isEqualTo("failed");
		assertThat(runInJsonMode()).isEmpty();
		assertThat(this.client.server().scripts().unmatched()).hasSize(2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "'allOf': [{'type': 'string'}]", "'oneOf': [{'type': 'string'}]",
			"'type': 'array', 'items': {'type': 'string'}, 'uniqueItems': true", "'type': 'string', 'format': 'uri'",
			"'type': 'object', 'properties': {}, 'additionalProperties': false, 'required': [], 'minProperties': 1" })
	void strictSchemaOutsideTheSubsetIsRefused(String property) {
		String schema = """
				{'type': 'object', 'additionalProperties': false, 'required': ['a'], 'properties': {'a': {%s}}}"""
			.formatted(property);
		JsonNode error = this.client.refused(400, "POST", "/responses", request(schema));
		assertThat(error.path("param").asString()).isEqualTo("text.format.schema");
		assertThat(error.path("code").asString()).isEqualTo("invalid_json_schema");
		assertThat(error.path("message").asString()).contains("In context=('properties', 'a')");
	}

	private String response(String schema) {
		return text(this.client.post("/responses", request(schema)));
	}

	private static String request(String schema) {
		return """
				{'model': 'gpt-4.1', 'input': 'Hi', 'text': {'format':
				 {'type': 'json_schema', 'name': 'weather', 'strict': true, 'schema': %s}}}""".formatted(schema);
	}

	private String run(String schema) {
		return runIn("{'type': 'json_schema', 'json_schema': {'name': 'weather', 'strict': true, 'schema': %s}}"
			.formatted(schema));
	}

	private String runInJsonMode() {
		return runIn("{'type': 'json_object'}");
	}

	private String runIn(String format) {
		String assistant = this.client.post("/assistants", "{'model': 'gpt-4.1'}").path("id").asString();
		JsonNode run = this.client.post("/threads/runs", """
				{'assistant_id': '%s', 'thread': {'messages': [{'role': 'user', 'content': 'Hi, JSON'}]},
				 'response_format': %s}""".formatted(assistant, format));
		String thread = "/threads/" + run.path("thread_id").asString();
		this.client.get(thread + "/runs/" + run.path("id").asString());
		JsonNode message = this.client.get(thread + "/messages").at("/data/0");
		return "assistant".equals(message.path("role").asString()) ? message.at("/content/0/text/value").asString()
				: "";
	}

	private static String text(JsonNode response) {
		return response.at("/output/0/content/0/text").asString("");
	}

}
