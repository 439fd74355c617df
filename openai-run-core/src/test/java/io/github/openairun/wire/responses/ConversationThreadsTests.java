package io.github.openairun.wire.responses;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

import io.github.openairun.AssistantThread;
import io.github.openairun.BadRequestException;
import io.github.openairun.InvalidResponseException;
import io.github.openairun.Message;
import io.github.openairun.PageQuery;
import io.github.openairun.RunOutcomeUnknownException;
import io.github.openairun.ServerErrorException;
import io.github.openairun.ThreadNotFoundException;
import io.github.openairun.wire.Json;
import io.github.openairun.wire.RunLinkStore.Link;
import io.github.openairun.wire.RunLinkStore.ResponsePhase;
import io.github.openairun.wire.ThreadGateway;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.delete;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class ConversationThreadsTests extends AbstractResponsesGatewayTests {

	private static final String CONVERSATION = """
			{"id":"conv_1","object":"conversation","created_at":1760000000,
			 "metadata":{"tenant":"t1","openairun.active":"resp_1"}}""";

	private static final String NOT_FOUND = """
			{"error":{"message":"Conversation with id 'conv_1' not found.","type":"invalid_request_error"}}""";

	private final ThreadGateway threads = this.gateway.threads();

	@Test
	void createsAnEmptyConversation() {
		postReturns("/v1/conversations", CONVERSATION);
		AssistantThread thread = this.threads.create(List.of(), Map.of());
		assertThat(thread).isEqualTo(new AssistantThread(CONV, "conversation", Instant.ofEpochSecond(1_760_000_000),
				Map.of("tenant", "t1")));
		assertThat(requests()).containsExactly("POST /v1/conversations");
		assertJson(lastBody(), "{}");
	}

	@Test
	void createsAConversationWithMessagesAndMetadata() {
		postReturns("/v1/conversations", CONVERSATION);
		this.threads.create(List.of(Message.user("Hello"), Message.assistant("How can I help?")),
				Map.of("tenant", "t1"));
		assertJson(lastBody(), """
				{"metadata": {"tenant": "t1"},
				 "items": [{"type": "message", "role": "user", "content": "Hello"},
				   {"type": "message", "role": "assistant", "content": "How can I help?"}]}""");
	}

	@Test
	void addsMoreThanTwentyMessagesInSeveralRequests() {
		postReturns("/v1/conversations", CONVERSATION);
		postReturns(ITEMS, page(List.of(), false));
		List<Message> messages = IntStream.range(0, 45).mapToObj((i) -> Message.user("message " + i)).toList();
		this.threads.create(messages, Map.of());
		assertThat(requests()).containsExactly("POST /v1/conversations", "POST " + ITEMS, "POST " + ITEMS);
		List<String> sent = new ArrayList<>();
		List<Integer> sizes = new ArrayList<>();
		events().forEach((event) -> {
			List<JsonNode> items = Json.children(Json.parse(event.getRequest().getBodyAsString(), "body"), "items");
			sizes.add(items.size());
			items.forEach((item) -> sent.add(item.get("content").stringValue()));
		});
		assertThat(sizes).containsExactly(20, 20, 5);
		assertThat(sent).containsExactlyElementsOf(messages.stream().map(Message::text).toList());
	}

	@Test
	void deletesAConversationThatDoesNotTakeAllMessages() {
		postReturns("/v1/conversations", CONVERSATION);
		postReturns(ITEMS, aResponse().withStatus(400), "{\"error\":{\"message\":\"Too long.\"}}");
		server.stubFor(delete(urlPathEqualTo("/v1/conversations/conv_1")).willReturn(okJson("{}")));
		assertThatExceptionOfType(BadRequestException.class).isThrownBy(() -> this.threads.create(many(), Map.of()))
			.withMessageContaining("Too long.");
		assertThat(requests()).containsExactly("POST /v1/conversations", "POST " + ITEMS,
				"DELETE /v1/conversations/conv_1");
	}

	@Test
	void saysWhyNotAllMessagesWereTakenEvenIfTheConversationStays() {
		postReturns("/v1/conversations", CONVERSATION);
		postReturns(ITEMS, aResponse().withStatus(400), "{\"error\":{\"message\":\"Too long.\"}}");
		assertThatExceptionOfType(BadRequestException.class).isThrownBy(() -> this.threads.create(many(), Map.of()))
			.satisfies((ex) -> assertThat(ex.getSuppressed()).hasSize(1));
	}

	@Test
	void keepsAConversationThatMayHaveTakenAllMessages() {
		postReturns("/v1/conversations", CONVERSATION);
		postReturns(ITEMS, aResponse().withStatus(500), "");
		assertThatExceptionOfType(RunOutcomeUnknownException.class)
			.isThrownBy(() -> this.threads.create(many(), Map.of()))
			.satisfies((ex) -> assertThat(ex.threadId()).isEqualTo(CONV));
		assertThat(requests()).containsExactly("POST /v1/conversations", "POST " + ITEMS);
	}

	private static List<Message> many() {
		return IntStream.range(0, 25).mapToObj((i) -> Message.user("message " + i)).toList();
	}

	@Test
	void takesTwentyMessagesInOneRequest() {
		postReturns("/v1/conversations", CONVERSATION);
		this.threads.create(IntStream.range(0, 20).mapToObj((i) -> Message.user("message " + i)).toList(), Map.of());
		assertThat(requests()).containsExactly("POST /v1/conversations");
	}

	@Test
	void doesNotRepeatTheCreationOfAConversationWithMessages() {
		postReturns("/v1/conversations", aResponse().withStatus(500), "");
		assertThatExceptionOfType(RunOutcomeUnknownException.class)
			.isThrownBy(() -> this.threads.create(List.of(Message.user("Hello")), Map.of()));
		assertThat(requests()).hasSize(1);
	}

	@Test
	void repeatsTheCreationOfAnEmptyConversation() {
		postReturns("/v1/conversations", aResponse().withStatus(500), "");
		assertThatExceptionOfType(ServerErrorException.class)
			.isThrownBy(() -> this.threads.create(List.of(), Map.of()));
		assertThat(requests()).hasSize(2);
	}

	@Test
	void loadsAConversation() {
		getReturns("/v1/conversations/conv_1", CONVERSATION);
		AssistantThread thread = this.threads.load(CONV);
		assertThat(thread.id()).isEqualTo(CONV);
		assertThat(thread.metadata()).containsExactly(Map.entry("tenant", "t1"));
		assertThat(requests()).containsExactly("GET /v1/conversations/conv_1");
	}

	@Test
	void readsAConversationOfWhichLittleIsTold() {
		getReturns("/v1/conversations/conv_1", "{\"id\":\"conv_1\"}");
		assertThat(this.threads.load(CONV))
			.isEqualTo(new AssistantThread(CONV, "conversation", Instant.EPOCH, Map.of()));
	}

	@Test
	void refusesAConversationWithoutAnId() {
		getReturns("/v1/conversations/conv_1", "{\"object\":\"conversation\"}");
		assertThatExceptionOfType(InvalidResponseException.class).isThrownBy(() -> this.threads.load(CONV))
			.withMessageContaining("GET /conversations/conv_1")
			.withMessageContaining("'id'");
	}

	@Test
	void replacesTheMetadata() {
		postReturns("/v1/conversations/conv_1", CONVERSATION);
		assertThat(this.threads.modify(CONV, Map.of("tenant", "t1")).metadata()).containsEntry("tenant", "t1");
		assertThat(requests()).containsExactly("POST /v1/conversations/conv_1");
		assertJson(lastBody(), "{\"metadata\": {\"tenant\": \"t1\"}}");
	}

	@Test
	void clearsTheMetadata() {
		postReturns("/v1/conversations/conv_1", CONVERSATION);
		this.threads.modify(CONV, Map.of());
		assertJson(lastBody(), "{\"metadata\": {}}");
	}

	@Test
	void deletesAConversation() {
		server.stubFor(delete(urlPathEqualTo("/v1/conversations/conv_1"))
			.willReturn(okJson("{\"id\":\"conv_1\",\"object\":\"conversation.deleted\",\"deleted\":true}")));
		this.links.advance(CONV, "resp_1", null, new Link("resp_1", ResponsePhase.ACTIVE));
		this.threads.delete(CONV);
		assertThat(this.links.find(CONV, "resp_1")).isNull();
		assertThat(requests()).containsExactly("DELETE /v1/conversations/conv_1");
	}

	@ParameterizedTest
	@MethodSource("operations")
	void doesNotFindAConversationThatDoesNotExist(Operation operation) {
		server.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(404).withBody(NOT_FOUND)));
		assertThatExceptionOfType(ThreadNotFoundException.class).isThrownBy(() -> operation.perform(this.threads, CONV))
			.satisfies((ex) -> assertThat(ex.threadId()).isEqualTo(CONV))
			.withMessageContaining("another API key");
	}

	@ParameterizedTest
	@MethodSource("operations")
	void refusesIdsOfOtherObjectsBeforeAnyRequest(Operation operation) {
		assertThatIllegalArgumentException().isThrownBy(() -> operation.perform(this.threads, "thread_1"))
			.withMessageContaining("wire 'assistants'");
		assertThatIllegalArgumentException().isThrownBy(() -> operation.perform(this.threads, "resp_1"))
			.withMessageContaining("the id of a run");
		assertThat(requests()).isEmpty();
	}

	static Stream<Arguments> operations() {
		return Stream.of(arguments((Operation) ThreadGateway::load),
				arguments((Operation) (threads, id) -> threads.modify(id, Map.of())),
				arguments((Operation) ThreadGateway::delete),
				arguments((Operation) (threads, id) -> threads.addMessage(id, Message.user("Hello"))),
				arguments((Operation) (threads, id) -> threads.messages(id, PageQuery.newestFirst())));
	}

	@ParameterizedTest
	@MethodSource
	void refusesMetadataBeforeAnyRequest(Map<String, String> metadata, String problem) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.threads.create(List.of(), metadata))
			.withMessageContaining(problem);
		assertThatIllegalArgumentException().isThrownBy(() -> this.threads.modify(CONV, metadata))
			.withMessageContaining(problem);
		assertThat(requests()).isEmpty();
	}

	static Stream<Arguments> refusesMetadataBeforeAnyRequest() {
		Map<String, String> seventeen = new HashMap<>();
		IntStream.range(0, 17).forEach((i) -> seventeen.put("key" + i, "value"));
		return Stream.of(arguments(seventeen, "must not have more than 16 pairs, but has 17"),
				arguments(Map.of("openairun.active", "x"), "reserved"),
				arguments(Map.of("k".repeat(65), "v"), "64 characters"),
				arguments(Map.of("k", "v".repeat(513)), "512 characters"));
	}

	@FunctionalInterface
	interface Operation {

		void perform(ThreadGateway threads, String threadId);

	}

}
