package io.github.openairun.test.simulator;

import java.util.List;
import java.util.Map;

import com.openai.core.JsonValue;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.models.conversations.Conversation;
import com.openai.models.conversations.ConversationCreateParams;
import com.openai.models.conversations.ConversationUpdateParams;
import com.openai.models.conversations.items.ItemCreateParams;
import com.openai.models.conversations.items.ItemDeleteParams;
import com.openai.models.conversations.items.ItemListParams;
import com.openai.models.conversations.items.ItemRetrieveParams;
import com.openai.models.responses.EasyInputMessage;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseFunctionToolCall;
import com.openai.models.responses.ResponseStatus;
import org.junit.jupiter.api.Test;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static io.github.openairun.test.simulator.ToolCallScript.call;
import static io.github.openairun.test.simulator.ToolCallScript.invented;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Wire Responses, driven by OpenAI's own SDK, which validates every answer.
 */
class ResponsesSdkIntegrationTests extends AbstractResponsesSdkTests {

	@Test
	void responseCallsToolsAndCompletes() {
		this.simulator.when(MessageMatcher.message().contains("order 17"))
			.calls(invented("findOrder", Map.of("number", "17")), invented("findCustomer", Map.of("number", "17")))
			.reply((outputs) -> outputs.get("findCustomer") + ": " + outputs.get("findOrder"));
		Conversation conversation = this.client.conversations().create();
		Response asking = create(conversation, user("Where is order 17?"));
		assertThat(asking.status()).contains(ResponseStatus.QUEUED);
		pass(1);
		assertThat(read(asking).status()).contains(ResponseStatus.IN_PROGRESS);
		pass(1);
		asking = read(asking);
		assertThat(asking.status()).contains(ResponseStatus.COMPLETED);
		assertThat(asking.usage()).isPresent();
		assertThat(calls(asking)).extracting(ResponseFunctionToolCall::name)
			.containsExactly("findOrder", "findCustomer");
		Response answering = create(conversation, output(asking, 0, "shipped"), output(asking, 1, "Ann"));
		pass(2);
		assertThat(text(read(answering))).isEqualTo("Ann: shipped");
		assertThat(items(conversation)).hasSize(6);
		assertThat(this.client.responses().inputItems().list(answering.id()).data()).hasSize(2);
	}

	@Test
	void foregroundResponseIsAnsweredFinished() {
		this.simulator.when(anyMessage())
			.calls(invented("findOrder", Map.of()))
			.reply((outputs) -> outputs.get("findOrder"));
		Response asking = this.client.responses()
			.create(ResponseCreateParams.builder().model("gpt-4.1").input("Hi").build());
		Response answer = this.client.responses()
			.create(ResponseCreateParams.builder()
				.model("gpt-4.1")
				.previousResponseId(asking.id())
				.inputOfResponse(List.of(output(asking, 0, "shipped")))
				.build());
		assertThat(text(answer)).isEqualTo("shipped");
	}

	@Test
	void runningResponseLocksItsConversationUntilItIsCancelled() {
		this.simulator.when(anyMessage()).reply("Done");
		Conversation conversation = this.client.conversations().create();
		Response response = create(conversation, user("Hi"));
		assertThatExceptionOfType(BadRequestException.class).isThrownBy(() -> create(conversation, user("More")))
			.satisfies((ex) -> assertThat(ex.code()).contains("conversation_locked"));
		assertThat(this.client.responses().cancel(response.id()).status()).contains(ResponseStatus.CANCELLED);
		create(conversation, user("More"));
	}

	@Test
	void unansweredCallIsRefused() {
		this.simulator.when(anyMessage()).calls(invented("findOrder", Map.of())).reply("Done");
		Conversation conversation = this.client.conversations().create();
		create(conversation, user("Hi"));
		pass(2);
		assertThatExceptionOfType(BadRequestException.class).isThrownBy(() -> create(conversation, user("More")))
			.withMessageContaining("No tool output found for function call call_");
	}

	@Test
	void responseFails() {
		this.simulator.when(anyMessage()).fail("rate_limit_exceeded", "Too much");
		Response response = create(this.client.conversations().create(), user("Hi"));
		pass(2);
		assertThat(read(response).error())
			.hasValueSatisfying((error) -> assertThat(error.message()).isEqualTo("Too much"));
	}

	@Test
	void responseStaysIncomplete() {
		this.simulator.when(anyMessage())
			.incomplete("max_output_tokens", call("findOrder", ToolCallScript.raw("{\"n")));
		Response response = create(this.client.conversations().create(), user("Hi"));
		pass(2);
		assertThat(read(response).status()).contains(ResponseStatus.INCOMPLETE);
		assertThat(read(response).incompleteDetails()).isPresent();
	}

	@Test
	void responseIsARefusal() {
		this.simulator.when(anyMessage()).refuse("No.");
		Response response = create(this.client.conversations().create(), user("Hi"));
		pass(2);
		assertThat(read(response).output().get(0).message().orElseThrow().content().get(0).refusal()).isPresent();
	}

	@Test
	void conversationsAndItemsAreKept() {
		Conversation conversation = this.client.conversations()
			.create(ConversationCreateParams.builder().addItem(userMessage("Hi")).build());
		this.client.conversations()
			.update(conversation.id(),
					ConversationUpdateParams.builder()
						.metadata(ConversationUpdateParams.Metadata.builder()
							.putAdditionalProperty("k", JsonValue.from("v"))
							.build())
						.build());
		this.client.conversations()
			.items()
			.create(conversation.id(),
					ItemCreateParams.builder()
						.addItem(userMessage("More"))
						.addItem(
								EasyInputMessage.builder().role(EasyInputMessage.Role.ASSISTANT).content("Yes").build())
						.build());
		ItemListParams params = ItemListParams.builder().conversationId(conversation.id()).limit(2).build();
		assertThat(this.client.conversations().items().list(params).autoPager()).hasSize(3);
		String item = items(conversation).get(0).asMessage().id();
		this.client.conversations()
			.items()
			.retrieve(ItemRetrieveParams.builder().conversationId(conversation.id()).itemId(item).build());
		this.client.conversations()
			.items()
			.delete(ItemDeleteParams.builder().conversationId(conversation.id()).itemId(item).build());
		assertThat(items(conversation)).hasSize(2);
		this.client.conversations().retrieve(conversation.id());
		assertThat(this.client.conversations().delete(conversation.id()).deleted()).isTrue();
		assertThatExceptionOfType(NotFoundException.class)
			.isThrownBy(() -> this.client.conversations().retrieve(conversation.id()));
	}

	@Test
	void responsesCanBeDeleted() {
		this.simulator.when(anyMessage()).reply("Done");
		Response response = create(this.client.conversations().create(), user("Hi"));
		this.client.responses().delete(response.id());
		assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> read(response));
	}

}
