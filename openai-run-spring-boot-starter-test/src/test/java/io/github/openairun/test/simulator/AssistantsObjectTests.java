package io.github.openairun.test.simulator;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Assistants, threads and messages, and what requests on their wire must look like,
 * without a transport.
 */
class AssistantsObjectTests {

	final ServerClient client = new ServerClient();

	@Test
	void assistantsAreKept() {
		JsonNode created = this.client.post("/assistants", "{'model': 'gpt-4.1', 'name': 'Support'}");
		String path = "/assistants/" + created.path("id").asString();
		assertThat(this.client.get(path)).isEqualTo(created);
		assertThat(this.client.post(path, "{'name': 'Other'}").path("name").asString()).isEqualTo("Other");
		assertThat(this.client.get(path).path("model").asString()).isEqualTo("gpt-4.1");
		assertThat(this.client.get("/assistants").path("data")).hasSize(1);
		assertThat(this.client.delete(path).path("object").asString()).isEqualTo("assistant.deleted");
		this.client.refused(404, "GET", path, "");
	}

	@Test
	void scriptedAssistantHasWhatItWasGiven() {
		this.client.server()
			.addAssistant(new SimulatedAssistant("asst_1").model("gpt-5")
				.name("Support")
				.instructions("Help.")
				.tool("find", "{\"type\": \"object\"}"));
		JsonNode assistant = this.client.get("/assistants/asst_1");
		assertThat(assistant.path("model").asString()).isEqualTo("gpt-5");
		assertThat(assistant.path("name").asString()).isEqualTo("Support");
		assertThat(assistant.path("instructions").asString()).isEqualTo("Help.");
		assertThat(assistant.at("/tools/0/function/name").asString()).isEqualTo("find");
	}

	@Test
	void badScriptedAssistantIsRefusedAtOnce() {
		assertThatIllegalArgumentException().isThrownBy(() -> new SimulatedAssistant("support"))
			.withMessageContaining("asst_");
		assertThatIllegalArgumentException().isThrownBy(() -> new SimulatedAssistant("asst_1").tool("find", "{"))
			.withMessageContaining("JSON Schema");
		SimulatedAssistant assistant = new SimulatedAssistant("asst_1").tool("not a name", "{}");
		assertThatIllegalArgumentException().isThrownBy(() -> this.client.server().addAssistant(assistant))
			.withMessageContaining("tools[0].function.name");
	}

	@Test
	void threadsAreKept() {
		JsonNode created = this.client.post("/threads", "{'metadata': {'tenant': 't1'}}");
		String path = "/threads/" + created.path("id").asString();
		assertThat(this.client.get(path)).isEqualTo(created);
		assertThat(this.client.post(path, "{'metadata': {'a': 'b'}}").path("metadata").toString())
			.isEqualTo("{\"a\":\"b\"}");
		assertThat(this.client.delete(path).path("object").asString()).isEqualTo("thread.deleted");
		this.client.refused(404, "GET", path, "");
	}

	@Test
	void metadataIsMergedOnlyIfAskedFor() {
		ServerClient merging = new ServerClient(OpenAiSimulator.builder().vary(Variant.METADATA_MERGED));
		String id = merging.post("/threads", "{'metadata': {'a': '1', 'b': '2'}}").path("id").asString();
		assertThat(merging.post("/threads/" + id, "{'metadata': {'b': '3'}}").path("metadata").toString())
			.isEqualTo("{\"a\":\"1\",\"b\":\"3\"}");
	}

	@Test
	void messagesAreKept() {
		String messages = thread() + "/messages";
		JsonNode created = this.client.post(messages, """
				{'role': 'user', 'content': [
					{'type': 'text', 'text': 'Look'},
					{'type': 'image_url', 'image_url': {'url': 'https://example.org/a.png'}}]}""");
		assertThat(created.at("/content/0/text/value").asString()).isEqualTo("Look");
		assertThat(created.at("/content/1/image_url/detail").asString()).isEqualTo("auto");
		String path = messages + "/" + created.path("id").asString();
		assertThat(this.client.get(path)).isEqualTo(created);
		assertThat(this.client.post(path, "{'metadata': {'a': 'b'}}").at("/metadata/a").asString()).isEqualTo("b");
		assertThat(this.client.delete(path).path("object").asString()).isEqualTo("thread.message.deleted");
		assertThat(this.client.get(messages).path("data")).isEmpty();
	}

	@Test
	void messagesOfARunCanBeListed() {
		this.client.when(anyMessage()).reply("Hello");
		this.client.server().addAssistant(new SimulatedAssistant("asst_1"));
		JsonNode run = this.client.post("/threads/runs", """
				{'assistant_id': 'asst_1', 'thread': {'messages': [{'role': 'user', 'content': 'Hi'}]}}""");
		JsonNode messages = this.client
			.get("/threads/" + run.path("thread_id").asString() + "/messages?run_id=" + run.path("id").asString());
		assertThat(messages.path("data")).hasSize(1);
		assertThat(messages.at("/data/0/role").asString()).isEqualTo("assistant");
	}

	@Test
	void pagesFollowTheirCursors() {
		String messages = thread() + "/messages";
		for (int i = 1; i <= 5; i++) {
			this.client.post(messages, "{'role': 'user', 'content': '" + i + "'}");
		}
		JsonNode first = this.client.get(messages + "?limit=2");
		assertThat(texts(first)).isEqualTo("54");
		assertThat(first.path("has_more").asBoolean()).isTrue();
		JsonNode second = this.client.get(messages + "?limit=2&after=" + first.path("last_id").asString());
		assertThat(texts(second)).isEqualTo("32");
		JsonNode third = this.client.get(messages + "?limit=2&after=" + second.path("last_id").asString());
		assertThat(texts(third)).isEqualTo("1");
		assertThat(third.path("has_more").asBoolean()).isFalse();
		assertThat(texts(this.client.get(messages + "?limit=2&before=" + third.path("first_id").asString())))
			.isEqualTo("32");
		assertThat(texts(this.client.get(messages + "?limit=3&order=asc"))).isEqualTo("123");
	}

	@Test
	void emptyPageHasNoIds() {
		JsonNode page = this.client.get("/assistants");
		assertThat(page.path("first_id").asString()).isEmpty();
		assertThat(page.path("last_id").asString()).isEmpty();
		assertThat(page.path("has_more").asBoolean()).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "limit=0, integer_below_min_value", "limit=101, integer_above_max_value", "limit=x, invalid_type",
			"order=up, invalid_value" })
	void badPagingIsRefused(String query, String code) {
		assertThat(this.client.refused(400, "GET", "/assistants?" + query, "").path("code").asString()).isEqualTo(code);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			/assistants/asst_x                  | No assistant found with id 'asst_x'.
			/threads/thread_x                   | No thread found with id 'thread_x'.
			/threads/thread_x/messages          | No thread found with id 'thread_x'.
			/threads/thread_x/runs/run_x        | No thread found with id 'thread_x'.
			""")
	void unknownObjectIsNotFound(String path, String message) {
		JsonNode error = this.client.refused(404, "GET", path, "");
		assertThat(error.path("message").asString()).isEqualTo(message);
		assertThat(error.path("type").asString()).isEqualTo("invalid_request_error");
	}

	@Test
	void unknownObjectOfAThreadIsNotFound() {
		String thread = thread();
		assertThat(this.client.refused(404, "GET", thread + "/runs/run_x", "").path("message").asString())
			.isEqualTo("No run found with id 'run_x'.");
		assertThat(this.client.refused(404, "GET", thread + "/messages/msg_x", "").path("message").asString())
			.isEqualTo("No message found with id 'msg_x'.");
		assertThat(this.client.refused(404, "POST", thread + "/runs", "{'assistant_id': 'asst_x'}")
			.path("message")
			.asString()).isEqualTo("No assistant found with id 'asst_x'.");
	}

	@Test
	void idOfAnotherKindIsRefused() {
		JsonNode error = this.client.refused(400, "GET", "/threads/conv_1", "");
		assertThat(error.path("message").asString())
			.isEqualTo("Invalid 'thread_id': 'conv_1'. Expected an ID that begins with 'thread'.");
		assertThat(error.path("param").asString()).isEqualTo("thread_id");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
							'bogus': 1                                                  | bogus                  | unknown_parameter
							'assistant_id': null                                        | assistant_id           | missing_required_parameter
							'assistant_id': 'thread_1'                                  | assistant_id           | invalid_value
							'temperature': 5                                            | temperature            | decimal_above_max_value
							'top_p': -1                                                 | top_p                  | decimal_below_min_value
							'max_prompt_tokens': 255                                    | max_prompt_tokens      | integer_below_min_value
							'max_completion_tokens': 'x'                                | max_completion_tokens  | invalid_type
							'tool_choice': 'always'                                     | tool_choice            | invalid_value
							'parallel_tool_calls': 'yes'                                | parallel_tool_calls    | invalid_type
							'stream': 'yes'                                             | stream                 | invalid_type
							'truncation_strategy': {'type': 'x'}                        | truncation_strategy.type | invalid_value
							'response_format': 'json'                                   | response_format        | invalid_value
							'tool_choice': {'type': 'function'}                         | tool_choice.function   | missing_required_parameter
					'truncation_strategy': 'auto'                               | truncation_strategy    | invalid_type
					'temperature': '1'                                          | temperature            | invalid_type
					'model': true                                               | model                  | invalid_type
					'instructions': 1.5                                         | instructions           | invalid_type
					'response_format': {'type': 'json_schema'}                  | response_format.json_schema | missing_required_parameter
					'response_format': {'type': 'json_schema', 'json_schema': {}} | response_format.json_schema.name | missing_required_parameter
					'tools': {}                                                 | tools                  | invalid_type
							'tools': [{'type': 'function', 'name': 'a'}]                | tools[0].function      | missing_required_parameter
							'tools': [{'type': 'browser'}]                              | tools[0].type          | invalid_value
							'tools': [{'type': 'function', 'function': {'name': 'a b'}}] | tools[0].function.name | invalid_value
							'tools': [{'type': 'function', 'function': {'name': 'a', 'params': {}}}] | tools[0].function.params | unknown_parameter
							'tools': [{'type': 'function', 'function': {'name': 'a', 'strict': true, 'parameters': {'type': 'object'}}}] | tools[0].function.parameters | invalid_function_parameters
							'additional_messages': [{'role': 'system', 'content': 'x'}] | role                   | invalid_value
							'metadata': {'a': 1}                                        | metadata.a             | invalid_type
							""")
	void badRunRequestIsRefused(String property, String param, String code) {
		this.client.server().addAssistant(new SimulatedAssistant("asst_1"));
		JsonNode error = this.client.refused(400, "POST", thread() + "/runs", property.startsWith("'assistant_id'")
				? "{" + property + "}" : "{'assistant_id': 'asst_1', " + property + "}");
		assertThat(error.path("code").asString()).isEqualTo(code);
		assertThat(error.path("param").asString()).endsWith(param);
	}

	@Test
	void refusedRunLeavesNothingBehind() {
		this.client.server().addAssistant(new SimulatedAssistant("asst_1"));
		String thread = thread();
		this.client.refused(400, "POST", thread + "/runs", """
				{'assistant_id': 'asst_1', 'additional_messages': [
					{'role': 'user', 'content': 'kept?'}, {'role': 'user'}]}""");
		assertThat(this.client.get(thread + "/messages").path("data")).isEmpty();
		assertThat(this.client.get(thread + "/runs").path("data")).isEmpty();
	}

	@Test
	void moreThanTwentyToolsAreRefused() {
		String tools = IntStream.range(0, 21)
			.mapToObj((i) -> "{'type': 'function', 'function': {'name': 't" + i + "'}}")
			.collect(Collectors.joining(", "));
		assertThat(this.client
			.refused(400, "POST", "/threads/runs", "{'assistant_id': 'asst_1', 'tools': [" + tools + "]}")
			.path("code")
			.asString()).isEqualTo("array_above_max_length");
	}

	@Test
	void metadataHasLimits() {
		String many = IntStream.range(0, 17).mapToObj((i) -> "'k" + i + "': 'v'").collect(Collectors.joining(", "));
		assertThat(metadataRefused(many)).isEqualTo("object_above_max_properties");
		assertThat(metadataRefused("'" + "k".repeat(65) + "': 'v'")).isEqualTo("string_above_max_length");
		assertThat(metadataRefused("'k': '" + "v".repeat(513) + "'")).isEqualTo("string_above_max_length");
		this.client.post("/threads", "{'metadata': {'" + "k".repeat(64) + "': '" + "v".repeat(512) + "'}}");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{'role': 'user'}                              | content         | missing_required_parameter
			{'content': 'x'}                              | role            | missing_required_parameter
			{'role': 'user', 'content': []}               | content         | empty_array
			{'role': 'user', 'content': 1}                | content         | invalid_type
			{'role': 'user', 'content': 'x', 'name': 'y'} | name            | unknown_parameter
			{'role': 'user', 'content': [{'type': 'input_text', 'text': 'x'}]} | content[0].type | invalid_value
			""")
	void badMessageIsRefused(String body, String param, String code) {
		JsonNode error = this.client.refused(400, "POST", thread() + "/messages", body);
		assertThat(error.path("code").asString()).isEqualTo(code);
		assertThat(error.path("param").asString()).isEqualTo(param);
	}

	@Test
	void assistantNeedsAModel() {
		assertThat(this.client.refused(400, "POST", "/assistants", "{'name': 'x'}").path("message").asString())
			.isEqualTo("Missing required parameter: 'model'.");
	}

	private String metadataRefused(String pairs) {
		return this.client.refused(400, "POST", "/threads", "{'metadata': {" + pairs + "}}").path("code").asString();
	}

	private String thread() {
		return "/threads/" + this.client.post("/threads", "").path("id").asString();
	}

	private static String texts(JsonNode page) {
		return page.path("data")
			.valueStream()
			.map((message) -> message.at("/content/0/text/value").asString())
			.collect(Collectors.joining());
	}

}
