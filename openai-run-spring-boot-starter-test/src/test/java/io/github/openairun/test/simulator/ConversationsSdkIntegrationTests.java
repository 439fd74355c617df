package io.github.openairun.test.simulator;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import com.openai.core.JsonValue;
import com.openai.errors.BadRequestException;
import com.openai.models.conversations.Conversation;
import com.openai.models.conversations.ConversationCreateParams;
import com.openai.models.conversations.ConversationUpdateParams;
import com.openai.models.conversations.Message;
import com.openai.models.conversations.items.ConversationItem;
import com.openai.models.conversations.items.ItemCreateParams;
import com.openai.models.conversations.items.ItemListPage;
import com.openai.models.conversations.items.ItemListParams;
import com.openai.models.responses.EasyInputMessage;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseInputContent;
import com.openai.models.responses.ResponseInputFile;
import com.openai.models.responses.ResponseInputImage;
import com.openai.models.responses.ResponseInputItem;
import com.openai.models.responses.ResponseInputText;
import com.openai.models.responses.ResponseOutputMessage;
import com.openai.models.responses.ResponseOutputText;
import org.junit.jupiter.api.Test;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static io.github.openairun.test.simulator.MessageMatcher.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Conversations and their items by OpenAI's own SDK, which validates every answer.
 */
class ConversationsSdkIntegrationTests extends AbstractResponsesSdkTests {

	@Test
	void manyItemsComeInSeveralCallsAndAreReadInPages() {
		Conversation conversation = this.client.conversations()
			.create(ConversationCreateParams.builder().items(messages(1, 20)).build());
		add(conversation, messages(21, 40));
		add(conversation, messages(41, 45));
		assertThat(texts(list(conversation, ItemListParams.Order.ASC))).hasSize(45)
			.startsWith("1", "2")
			.endsWith("44", "45");
		assertThat(texts(list(conversation, ItemListParams.Order.DESC))).hasSize(45).startsWith("45", "44");
		ItemListPage first = this.client.conversations()
			.items()
			.list(ItemListParams.builder().conversationId(conversation.id()).limit(20).build());
		assertThat(first.hasNextPage()).isTrue();
		assertThat(texts(first.nextPage().data())).startsWith("25");
	}

	@Test
	void moreThanTwentyItemsAtOnceAreRefused() {
		Conversation conversation = this.client.conversations().create();
		assertThatExceptionOfType(BadRequestException.class).isThrownBy(() -> add(conversation, messages(1, 21)))
			.satisfies((ex) -> assertThat(ex.param()).contains("items"));
		assertThatExceptionOfType(BadRequestException.class).isThrownBy(() -> this.client.conversations()
			.create(ConversationCreateParams.builder().items(messages(1, 21)).build()));
	}

	@Test
	void metadataIsKeptAndChanged() {
		Conversation conversation = this.client.conversations()
			.create(ConversationCreateParams.builder()
				.metadata(ConversationCreateParams.Metadata.builder()
					.putAdditionalProperty("tenant", JsonValue.from("t1"))
					.build())
				.build());
		assertThat(metadata(conversation)).isEqualTo("{tenant=t1}");
		this.client.conversations()
			.update(conversation.id(),
					ConversationUpdateParams.builder()
						.metadata(ConversationUpdateParams.Metadata.builder()
							.putAdditionalProperty("tenant", JsonValue.from("t2"))
							.build())
						.build());
		assertThat(metadata(conversation)).isEqualTo("{tenant=t2}");
	}

	@Test
	void imagesAndFilesAreKept() {
		EasyInputMessage message = EasyInputMessage.builder()
			.role(EasyInputMessage.Role.USER)
			.contentOfResponseInputMessageContentList(
					List.of(ResponseInputContent.ofInputText(ResponseInputText.builder().text("What is it?").build()),
							ResponseInputContent.ofInputImage(ResponseInputImage.builder()
								.detail(ResponseInputImage.Detail.LOW)
								.imageUrl("https://example.com/cat.png")
								.build()),
							ResponseInputContent.ofInputImage(ResponseInputImage.builder()
								.detail(ResponseInputImage.Detail.AUTO)
								.fileId("file_1")
								.build()),
							ResponseInputContent.ofInputFile(ResponseInputFile.builder().fileId("file_2").build())))
			.build();
		Conversation conversation = this.client.conversations()
			.create(ConversationCreateParams.builder().addItem(message).build());
		List<Message.Content> content = items(conversation).get(0).asMessage().content();
		assertThat(content.get(0).asInputText().text()).isEqualTo("What is it?");
		assertThat(content.get(1).asInputImage().imageUrl()).contains("https://example.com/cat.png");
		assertThat(content.get(2).asInputImage().fileId()).contains("file_1");
		assertThat(content.get(3).asInputFile().fileId()).contains("file_2");
	}

	@Test
	void citationsOfAMovedMessageAreKept() {
		ResponseOutputMessage message = ResponseOutputMessage.builder()
			.id("msg_moved")
			.status(ResponseOutputMessage.Status.COMPLETED)
			.addContent(ResponseOutputText.builder()
				.text("See the manual.")
				.logprobs(List.of())
				.addAnnotation(ResponseOutputText.Annotation.FileCitation.builder()
					.fileId("file_1")
					.filename("manual.pdf")
					.index(4)
					.build())
				.build())
			.build();
		Conversation conversation = this.client.conversations()
			.create(ConversationCreateParams.builder().addItem(message).build());
		ResponseOutputText text = items(conversation).get(0).asMessage().content().get(0).asOutputText();
		assertThat(text.annotations().get(0).asFileCitation().filename()).isEqualTo("manual.pdf");
	}

	@Test
	void itemsAreLockedWhileAResponseWorks() {
		this.simulator.when(anyMessage()).reply("Done");
		Conversation conversation = this.client.conversations().create();
		create(conversation, user("Hi"));
		assertThatExceptionOfType(BadRequestException.class).isThrownBy(() -> add(conversation, messages(1, 1)))
			.satisfies((ex) -> assertThat(ex.code()).contains("conversation_locked"))
			.satisfies((ex) -> assertThat(ex.param()).contains("conversation"));
		pass(2);
		add(conversation, messages(1, 1));
		assertThat(texts(list(conversation, ItemListParams.Order.ASC))).containsExactly("Hi", "Done", "1");
	}

	@Test
	void danglingCallIsAnsweredByAnItem() {
		Conversation conversation = this.client.conversations().create();
		Response asking = dangling(conversation);
		add(conversation, List.of(output(asking, 0, "lost")));
		Response next = create(conversation, user("More"));
		pass(2);
		assertThat(text(read(next))).isEqualTo("Done");
	}

	@Test
	void danglingCallIsAnsweredByTheNextResponse() {
		Conversation conversation = this.client.conversations().create();
		Response asking = dangling(conversation);
		Response next = create(conversation, output(asking, 0, "lost"), user("More"));
		pass(2);
		assertThat(text(read(next))).isEqualTo("Done");
	}

	@Test
	void outputWithoutItsCallIsRefused() {
		ResponseInputItem output = ResponseInputItem.ofFunctionCallOutput(
				ResponseInputItem.FunctionCallOutput.builder().callId("call_unknown").output("?").build());
		assertThatExceptionOfType(BadRequestException.class)
			.isThrownBy(() -> create(this.client.conversations().create(), output))
			.withMessageContaining("No tool call found for function call output with call_id call_unknown");
	}

	private Response dangling(Conversation conversation) {
		this.simulator.when(message().equalTo("Hi")).call("findOrder", Map.of()).reply("Never");
		this.simulator.when(message().equalTo("More")).reply("Done");
		Response response = create(conversation, user("Hi"));
		pass(2);
		assertThatExceptionOfType(BadRequestException.class).isThrownBy(() -> create(conversation, user("More")))
			.withMessageContaining("No tool output found for function call");
		return read(response);
	}

	private void add(Conversation conversation, List<ResponseInputItem> items) {
		this.client.conversations().items().create(conversation.id(), ItemCreateParams.builder().items(items).build());
	}

	private List<ConversationItem> list(Conversation conversation, ItemListParams.Order order) {
		ItemListParams params = ItemListParams.builder()
			.conversationId(conversation.id())
			.order(order)
			.limit(20)
			.build();
		return this.client.conversations().items().list(params).autoPager().stream().toList();
	}

	private String metadata(Conversation conversation) {
		return this.client.conversations().retrieve(conversation.id())._metadata().toString();
	}

	private static List<ResponseInputItem> messages(int first, int last) {
		return IntStream.rangeClosed(first, last).mapToObj((i) -> user(Integer.toString(i))).toList();
	}

	private static List<String> texts(List<ConversationItem> items) {
		return items.stream()
			.map((item) -> item.asMessage().content().get(0))
			.map((part) -> part.isInputText() ? part.asInputText().text() : part.asOutputText().text())
			.toList();
	}

}
