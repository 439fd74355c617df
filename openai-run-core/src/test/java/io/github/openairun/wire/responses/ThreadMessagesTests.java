package io.github.openairun.wire.responses;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.github.openairun.CursorPage;
import io.github.openairun.InvalidResponseException;
import io.github.openairun.Message;
import io.github.openairun.MessageNotFoundException;
import io.github.openairun.PageQuery;
import io.github.openairun.ThreadBusyException;
import io.github.openairun.wire.ThreadGateway;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ThreadMessagesTests extends AbstractResponsesGatewayTests {

	private final ThreadGateway threads = this.gateway.threads();

	@Test
	void addsAMessage() {
		postReturns(ITEMS, page(List.of(ResponseJson.messageItem("msg_1", "user", "Hello")), false));
		Message message = this.threads.addMessage(CONV, Message.user("Hello"));
		assertThat(message.id()).isEqualTo("msg_1");
		assertThat(message.threadId()).isEqualTo(CONV);
		assertThat(message.runId()).isNull();
		assertThat(message.role()).isEqualTo(Message.USER);
		assertThat(message.text()).isEqualTo("Hello");
		assertThat(requests()).containsExactly("POST " + ITEMS);
		assertJson(lastBody(), "{\"items\": [{\"type\": \"message\", \"role\": \"user\", \"content\": \"Hello\"}]}");
	}

	@Test
	void refusesAnAnswerWithoutTheMessage() {
		postReturns(ITEMS, page(List.of(), false));
		assertThatExceptionOfType(InvalidResponseException.class)
			.isThrownBy(() -> this.threads.addMessage(CONV, Message.user("Hello")));
	}

	@Test
	void saysThatTheThreadIsBusyAndNamesTheRun() {
		created(ResponseJson.response("resp_1").status("queued"));
		postReturns(ITEMS, aResponse().withStatus(400), locked());
		assertThatExceptionOfType(ThreadBusyException.class)
			.isThrownBy(() -> this.threads.addMessage(CONV, Message.user("Hello")))
			.satisfies((ex) -> {
				assertThat(ex.threadId()).isEqualTo(CONV);
				assertThat(ex.blockingRunId()).isEqualTo("resp_1");
			});
	}

	@Test
	void loadsAMessage() {
		getReturns(ITEMS + "/msg_1", ResponseJson.messageItem("msg_1", "assistant", "Shipped."));
		Message message = this.threads.loadMessage("msg_1", CONV);
		assertThat(message.id()).isEqualTo("msg_1");
		assertThat(message.text()).isEqualTo("Shipped.");
		assertThat(requests()).containsExactly("GET " + ITEMS + "/msg_1");
	}

	@Test
	void doesNotFindAMessageThatIsAnotherItem() {
		getReturns(ITEMS + "/fc_1", ResponseJson.callItem("call_1"));
		assertThatExceptionOfType(MessageNotFoundException.class)
			.isThrownBy(() -> this.threads.loadMessage("fc_1", CONV))
			.satisfies((ex) -> assertThat(ex.messageId()).isEqualTo("fc_1"));
	}

	@Test
	void doesNotFindAMessageThatDoesNotExist() {
		server.stubFor(get(urlPathEqualTo(ITEMS + "/msg_1"))
			.willReturn(aResponse().withStatus(404).withBody("{\"error\":{\"message\":\"Item not found.\"}}")));
		assertThatExceptionOfType(MessageNotFoundException.class)
			.isThrownBy(() -> this.threads.loadMessage("msg_1", CONV))
			.satisfies((ex) -> assertThat(ex.threadId()).isEqualTo(CONV));
	}

	@Test
	void listsMessagesAndPassesOverOtherItems() {
		getReturns(ITEMS,
				page(List.of(ResponseJson.callItem("call_1"), ResponseJson.messageItem("msg_2", "assistant", "Hi!"),
						ResponseJson.messageItem("msg_1", "user", "Hello"), ResponseJson.outputItem("call_1", "x")),
						true));
		CursorPage<Message> page = this.threads.messages(CONV, PageQuery.newestFirst());
		assertThat(page.data()).extracting(Message::id).containsExactly("msg_2", "msg_1");
		assertThat(page.firstId()).isEqualTo("fc_of_call_1");
		assertThat(page.lastId()).isEqualTo("fco_of_call_1");
		assertThat(page.hasMore()).isTrue();
		assertThat(requests()).containsExactly("GET " + ITEMS + "?limit=20&order=desc");
	}

	@Test
	void listsTheNextPage() {
		getReturns(ITEMS, page(List.of(), false));
		CursorPage<Message> page = this.threads.messages(CONV, PageQuery.oldestFirst().limit(5).after("msg_1"));
		assertThat(page).isEqualTo(new CursorPage<>(List.of(), null, null, false));
		assertThat(requests()).containsExactly("GET " + ITEMS + "?limit=5&order=asc&after=msg_1");
	}

	@Test
	void endsWhereAServerHasNothingBehindTheCursor() {
		getReturns(ITEMS, page(List.of(ResponseJson.messageItem("msg_1", "user", "Hello")), true));
		CursorPage<Message> first = this.threads.messages(CONV, PageQuery.oldestFirst());
		assertThat(first.hasMore()).isTrue();
		assertThat(this.threads.messages(CONV, PageQuery.oldestFirst().after("msg_1")).hasMore()).isFalse();
		getReturns(ITEMS, page(List.of(), true));
		assertThat(this.threads.messages(CONV, PageQuery.oldestFirst().after("msg_1")).hasMore()).isFalse();
	}

	@Test
	void cannotListBackwards() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.threads.messages(CONV, PageQuery.newestFirst().before("msg_1")))
			.withMessageContaining("'before' is not available on wire 'responses'");
		assertThat(requests()).isEmpty();
	}

}
