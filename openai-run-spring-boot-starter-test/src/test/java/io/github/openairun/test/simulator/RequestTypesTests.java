package io.github.openairun.test.simulator;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What is of the wrong type is refused with the parameter.
 */
class RequestTypesTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			textBlock = """
					CreateResponse | {'reasoning': 'low'}                                         | reasoning                | invalid_type
					CreateResponse | {'reasoning': {'effort': 'huge'}}                            | reasoning.effort         | invalid_value
					CreateResponse | {'include': 'all'}                                           | include                  | invalid_type
					CreateResponse | {'include': ['all']}                                         | include[0]               | invalid_value
					CreateResponse | {'service_tier': 'fast-lane'}                                | service_tier             | invalid_value
					CreateResponse | {'user': 5}                                                  | user                     | invalid_type
					CreateResponse | {'user': null}                                               | user                     | invalid_type
					CreateResponse | {'stream_options': true}                                     | stream_options           | invalid_type
					CreateResponse | {'prompt': {'version': '1'}}                                 | prompt.id                | missing_required_parameter
					CreateResponse | {'top_logprobs': 21}                                         | top_logprobs             | integer_above_max_value
					CreateResponse | {'top_logprobs': -1}                                         | top_logprobs             | integer_below_min_value
					CreateResponse | {'temperature': 2.5}                                         | temperature              | decimal_above_max_value
					CreateResponse | {'context_management': []}                                   | context_management       | empty_array
					CreateResponse | {'tools': [{'type': 'magic'}]}                               | tools[0].type            | invalid_value
					CreateResponse | {'tools': [{'name': 'find'}]}                                | tools[0].type            | missing_required_parameter
					CreateResponse | {'tools': [{'type': 5}]}                                     | tools[0].type            | invalid_type
					CreateResponse | {'tools': [{'type': 'file_search', 'vector_store_ids': 'a'}]}| tools[0].vector_store_ids| invalid_type
					CreateResponse | {'input': 5}                                                 | input                    | invalid_type
					CreateResponse | {'input': [{'type': 'magic'}]}                               | input[0].type            | invalid_value
					CreateResponse | {'input': [{'role': 'user', 'content': 5}]}                  | input[0].content         | invalid_type
					CreateResponse | {'input': [{'role': 'robot', 'content': 'Hi'}]}              | input[0].role            | invalid_value
					CreateResponse | {'conversation': 5}                                          | conversation             | invalid_type
					CreateRunRequest | {'assistant_id': 'asst_1', 'truncation_strategy': 'auto'}  | truncation_strategy      | invalid_type
					CreateAssistantRequest | {'model': 'm', 'reasoning_effort': 'huge'}           | reasoning_effort         | invalid_value
					CreateThreadRequest | {'tool_resources': []}                                  | tool_resources           | invalid_type
					CreateMessageRequest | {'role': 'user', 'content': 'Hi', 'attachments': 'a'}  | attachments              | invalid_type
					ConversationItems | {}                                                        | items                    | missing_required_parameter
					""")
	void wrongTypeIsRefused(String type, String json, String param, String code) {
		RequestBody body = RequestBody.parse(json.replace('\'', '"'));
		assertThatExceptionOfType(SimulatedApiError.class).isThrownBy(() -> RequestTypes.check(body, type))
			.satisfies((ex) -> {
				assertThat(ex.status()).isEqualTo(400);
				assertThat(ex.body().at("/error/param").asString()).isEqualTo(param);
				assertThat(ex.body().at("/error/code").asString()).as(ex.getMessage()).isEqualTo(code);
			});
	}

	@Test
	void messagesOfTheAssistantNeedNoIds() {
		RequestTypes.check(RequestBody.parse("""
				{"input": [{"role": "assistant", "content": "Hello"},
				 {"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": "Hello"}]},
				 {"type": "message", "role": "user", "content": [{"type": "input_text", "text": "Hi"}]}],
				 "tools": [{"type": "function", "name": "find", "parameters": null}]}"""), "CreateResponse");
	}

	@Test
	void descriptionIsReadToItsEnd() {
		assertThatIllegalArgumentException().isThrownBy(() -> RequestTypeReader.read("string & object"))
			.withMessageContaining("& object");
		assertThatIllegalArgumentException().isThrownBy(() -> RequestTypeReader.read("[ string"));
	}

}
