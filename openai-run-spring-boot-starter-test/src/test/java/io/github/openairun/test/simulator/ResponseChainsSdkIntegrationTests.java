package io.github.openairun.test.simulator;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.openai.core.JsonValue;
import com.openai.errors.BadRequestException;
import com.openai.models.conversations.Conversation;
import com.openai.models.conversations.items.ItemCreateParams;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseFormatTextJsonSchemaConfig;
import com.openai.models.responses.ResponseStatus;
import com.openai.models.responses.ResponseTextConfig;
import com.openai.models.responses.ToolChoiceOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static io.github.openairun.test.simulator.MessageMatcher.message;
import static io.github.openairun.test.simulator.ToolCallScript.invented;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Chains of responses, which are runs, by OpenAI's own SDK, which validates every answer.
 */
class ResponseChainsSdkIntegrationTests extends AbstractResponsesSdkTests {

	@Test
	void continuationIsMadeOfWhatTheResponseEchoes() {
		this.simulator.when(anyMessage())
			.usage(100, 10)
			.calls(invented("findOrder", Map.of("number", "17")))
			.calls(invented("findOrder", Map.of("number", "18")))
			.reply((outputs) -> String.join(" ", outputs.getAll("findOrder")));
		Conversation conversation = this.client.conversations().create();
		Response first = create(conversation, user("Hi"));
		pass(2);
		Response second = goOn(conversation, read(first), "shipped");
		pass(2);
		Response third = goOn(conversation, read(second), "lost");
		pass(2);
		Response last = read(third);
		assertThat(text(last)).isEqualTo("shipped lost");
		assertThat(last.instructions()).isEqualTo(first.instructions()).isPresent();
		assertThat(last.tools()).isEqualTo(first.tools()).isNotEmpty();
		assertThat(last.model()).isEqualTo(first.model());
		assertThat(last.conversation().orElseThrow().id()).isEqualTo(conversation.id());
		long used = Stream.of(first, second, third)
			.mapToLong((response) -> read(response).usage().orElseThrow().totalTokens())
			.sum();
		assertThat(used).isEqualTo(330);
		assertThat(items(conversation)).hasSize(6);
	}

	private Response goOn(Conversation conversation, Response asking, String output) {
		return this.client.responses()
			.create(ResponseCreateParams.builder()
				.conversation(conversation.id())
				.background(asking.background().orElseThrow())
				.model(asking.model())
				.instructions(asking.instructions().orElseThrow().asString())
				.tools(asking.tools())
				.toolChoice(ToolChoiceOptions.AUTO)
				.inputOfResponse(List.of(output(asking, 0, output)))
				.build());
	}

	@Test
	void responseThatWorksIsCancelled() {
		this.simulator.when(anyMessage()).reply("Done");
		Conversation conversation = this.client.conversations().create();
		Response response = create(conversation, user("Hi"));
		pass(1);
		assertThat(this.client.responses().cancel(response.id()).status()).contains(ResponseStatus.CANCELLED);
		assertThat(this.client.responses().cancel(response.id()).status()).contains(ResponseStatus.CANCELLED);
		assertThat(read(response).status()).contains(ResponseStatus.CANCELLED);
		assertThat(items(conversation)).isEmpty();
	}

	@Test
	void responseThatAsksCannotBeCancelledButItsCallsAreAnswered() {
		this.simulator.when(message().equalTo("Hi")).calls(invented("findOrder", Map.of())).reply("Never");
		this.simulator.when(message().equalTo("More")).reply("Done");
		Conversation conversation = this.client.conversations().create();
		Response response = create(conversation, user("Hi"));
		pass(2);
		Response asking = this.client.responses().cancel(response.id());
		assertThat(asking.status()).contains(ResponseStatus.COMPLETED);
		this.client.conversations()
			.items()
			.create(conversation.id(), ItemCreateParams.builder().addItem(output(asking, 0, "cancelled")).build());
		Response next = create(conversation, user("More"));
		pass(2);
		assertThat(text(read(next))).isEqualTo("Done");
	}

	@Test
	void responseInTheForegroundCannotBeCancelled() {
		this.simulator.when(anyMessage()).reply("Done");
		Response response = this.client.responses()
			.create(ResponseCreateParams.builder().model("gpt-4.1").input("Hi").build());
		assertThat(response.status()).contains(ResponseStatus.COMPLETED);
		assertThatExceptionOfType(BadRequestException.class)
			.isThrownBy(() -> this.client.responses().cancel(response.id()))
			.withMessageContaining("Cannot cancel a synchronous response");
	}

	@ParameterizedTest
	@ValueSource(strings = { "server_error", "rate_limit_exceeded", "invalid_prompt" })
	void failureHasItsReason(String code) {
		this.simulator.when(anyMessage()).fail(code, "Too bad");
		Response failed = ended();
		assertThat(failed.status()).contains(ResponseStatus.FAILED);
		assertThat(failed.error().orElseThrow().code().toString()).isEqualTo(code);
		assertThat(failed.error().orElseThrow().message()).isEqualTo("Too bad");
	}

	@ParameterizedTest
	@ValueSource(strings = { "max_output_tokens", "content_filter" })
	void incompletenessHasItsReason(String reason) {
		this.simulator.when(anyMessage()).incomplete(reason);
		Response incomplete = ended();
		assertThat(incomplete.status()).contains(ResponseStatus.INCOMPLETE);
		assertThat(incomplete.incompleteDetails().orElseThrow().reason().orElseThrow().toString()).isEqualTo(reason);
	}

	@Test
	void responseThatEndsByItselfAsCancelled() {
		this.simulator.when(anyMessage()).cancel();
		assertThat(ended().status()).contains(ResponseStatus.CANCELLED);
	}

	private Response ended() {
		Response response = create(this.client.conversations().create(), user("Hi"));
		pass(2);
		return read(response);
	}

	@Test
	void structuredOutputIsEchoed() {
		this.simulator.when(anyMessage()).replyJson(Map.of("city", "Oslo"));
		ResponseFormatTextJsonSchemaConfig format = ResponseFormatTextJsonSchemaConfig.builder()
			.name("place")
			.strict(true)
			.schema(ResponseFormatTextJsonSchemaConfig.Schema.builder()
				.putAdditionalProperty("type", JsonValue.from("object"))
				.putAdditionalProperty("properties", JsonValue.from(Map.of("city", Map.of("type", "string"))))
				.putAdditionalProperty("required", JsonValue.from(List.of("city")))
				.putAdditionalProperty("additionalProperties", JsonValue.from(false))
				.build())
			.build();
		Response response = this.client.responses()
			.create(ResponseCreateParams.builder()
				.model("gpt-4.1")
				.input("Hi")
				.text(ResponseTextConfig.builder().format(format).build())
				.build());
		assertThat(text(response)).isEqualTo("{\"city\":\"Oslo\"}");
		assertThat(response.text().orElseThrow().format().orElseThrow().asJsonSchema().name()).isEqualTo("place");
	}

	@Test
	void conversationAndPreviousResponseExcludeEachOther() {
		assertThatExceptionOfType(BadRequestException.class)
			.isThrownBy(() -> this.client.responses()
				.create(ResponseCreateParams.builder()
					.model("gpt-4.1")
					.input("Hi")
					.conversation(this.client.conversations().create().id())
					.previousResponseId("resp_1")
					.build()))
			.satisfies((ex) -> assertThat(ex.code()).contains("mutually_exclusive_parameters"));
	}

}
