package io.github.openairun.wire.assistants;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.openairun.AssistantThread;
import io.github.openairun.Citation;
import io.github.openairun.ContentPart;
import io.github.openairun.CursorPage;
import io.github.openairun.InvalidResponseException;
import io.github.openairun.Message;
import io.github.openairun.MessageNotFoundException;
import io.github.openairun.PageQuery;
import io.github.openairun.Run;
import io.github.openairun.RunStatus;
import io.github.openairun.ThreadBusyException;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ServerThreads}.
 */
class ServerThreadsTests extends WithServer {

	@Test
	void shouldReadThread() {
		answer("""
				{"id":"thread_1","object":"thread","created_at":1795305600,"metadata":{"a":"1"},
				 "tool_resources":null}""");
		AssistantThread expected = new AssistantThread("thread_1", "thread", Instant.ofEpochSecond(1795305600),
				Map.of("a", "1"));
		assertThat(this.gateway.threads().load("thread_1")).isEqualTo(expected);
		assertThat(this.gateway.threads().create(List.of(), Map.of())).isEqualTo(expected);
		assertThat(this.gateway.threads().modify("thread_1", Map.of("a", "1"))).isEqualTo(expected);
	}

	@Test
	void shouldReadThreadOfAServerThatLeavesThingsOut() {
		answer("{\"id\":\"thread_1\"}");
		assertThat(this.gateway.threads().load("thread_1"))
			.isEqualTo(new AssistantThread("thread_1", "thread", Instant.EPOCH, Map.of()));
	}

	@Test
	void shouldNotTakeARefusedDeletionForDone() {
		answer("{\"id\":\"thread_1\",\"deleted\":false}");
		assertThatExceptionOfType(InvalidResponseException.class)
			.isThrownBy(() -> this.gateway.threads().delete("thread_1"))
			.withMessageContaining("DELETE /threads/thread_1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "run_1", "conv_1", "resp_1", "" })
	void shouldRefuseIdOfAnotherKindBeforeAnyRequest(String threadId) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.gateway.threads().load(threadId));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.gateway.threads().addMessage(threadId, Message.user("Hi")));
		assertThatIllegalArgumentException().isThrownBy(() -> this.gateway.threads().loadMessage("msg_1", threadId));
		assertThat(requests()).isEmpty();
	}

	@Test
	void shouldRefuseSwappedIdsOfAMessage() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.gateway.threads().loadMessage("thread_1", "msg_1"))
			.withMessageContaining("'thread_1' is the id of a thread");
	}

	@Test
	void shouldNameTheMissingMessage() {
		answer(aResponse().withStatus(404).withBody("{\"error\":{\"message\":\"No message found\"}}"));
		assertThatExceptionOfType(MessageNotFoundException.class)
			.isThrownBy(() -> this.gateway.threads().loadMessage("msg_1", "thread_1"))
			.satisfies((ex) -> {
				assertThat(ex.messageId()).isEqualTo("msg_1");
				assertThat(ex.threadId()).isEqualTo("thread_1");
			});
	}

	@Test
	void shouldNameTheRunThatKeepsTheThreadFromTakingAMessage() {
		answer(aResponse().withStatus(400)
			.withBody("{\"error\":{\"message\":\"Can't add messages to thread_1 while a run run_9 is active.\"}}"));
		assertThatExceptionOfType(ThreadBusyException.class)
			.isThrownBy(() -> this.gateway.threads().addMessage("thread_1", Message.user("Hi")))
			.satisfies((ex) -> assertThat(ex.blockingRunId()).isEqualTo("run_9"));
	}

	@Test
	void shouldReadContentOfEveryKind() {
		answer("""
				{"id":"msg_1","object":"thread.message","created_at":1795305600,"thread_id":"thread_1",
				 "role":"assistant","run_id":"run_1","assistant_id":"asst_1","metadata":{"a":"1"},
				 "attachments":[{"file_id":"file_9","tools":[{"type":"file_search"}]}],"content":[
				 {"type":"text","text":{"value":"See [1] and [2] and [3]","annotations":[
				  {"type":"file_citation","text":"[1]","file_citation":{"file_id":"file_1","quote":"words"},
				   "start_index":4,"end_index":7},
				  {"type":"star_citation","text":"[0]","star_citation":{"star":1}},
				  {"type":"container_file_citation","container_file_citation":{"container_id":"cntr_1","file_id":"file_4"}},
				  {"type":"file_path","text":"[2]","file_path":{"file_id":"file_2"},"start_index":12,"end_index":15},
				  {"type":"url_citation","text":"[3]","url_citation":{"url":"https://example.org","title":"T"}}]}},
				 {"type":"image_url","image_url":{"url":"https://example.org/a.png","detail":"low"}},
				 {"type":"image_file","image_file":{"file_id":"file_3"}},
				 {"type":"refusal","refusal":"No"},
				 {"type":"hologram","hologram":{"id":1}}]}""");
		Message message = this.gateway.threads().loadMessage("msg_1", "thread_1");
		assertThat(message).isEqualTo(Message.builder("assistant")
			.id("msg_1")
			.threadId("thread_1")
			.runId("run_1")
			.content(List.of(new ContentPart.Text("See [1] and [2] and [3]", List.of(
					Citation.builder("file_citation").fileId("file_1").quote("words").startIndex(4).endIndex(7).build(),
					Citation.builder("star_citation")
						.quote("[0]")
						.json("{\"type\":\"star_citation\",\"text\":\"[0]\",\"star_citation\":{\"star\":1}}")
						.build(),
					Citation.builder("container_file_citation").containerId("cntr_1").fileId("file_4").build(),
					Citation.builder("file_path").fileId("file_2").quote("[2]").startIndex(12).endIndex(15).build(),
					Citation.builder("url_citation").url("https://example.org").title("T").quote("[3]").build())),
					new ContentPart.ImageUrl("https://example.org/a.png", "low"), ContentPart.imageFile("file_3"),
					new ContentPart.Refusal("No"),
					new ContentPart.Other("hologram", "{\"type\":\"hologram\",\"hologram\":{\"id\":1}}"),
					ContentPart.file("file_9")))
			.createdAt(Instant.ofEpochSecond(1795305600))
			.metadata(Map.of("a", "1"))
			.build());
	}

	@Test
	void shouldReadPageOfMessages() {
		answer("""
				{"object":"list","data":[%s],"first_id":"msg_1","last_id":"msg_1","has_more":true}"""
			.formatted(MESSAGE));
		CursorPage<Message> page = this.gateway.threads().messages("thread_1", PageQuery.newestFirst());
		assertThat(page.data()).singleElement().satisfies((message) -> assertThat(message.text()).isEqualTo("Hi"));
		assertThat(page.lastId()).isEqualTo("msg_1");
		assertThat(page.hasMore()).isTrue();
	}

	@Test
	void shouldFetchAllMessagesOfARun() {
		String path = "/v1/threads/thread_1/messages?run_id=run_1&limit=100&order=asc";
		server.stubFor(get(path).willReturn(okJson(page(true, reply("msg_1", "run_1"), reply("msg_2", "run_1")))));
		server.stubFor(get(path + "&after=msg_2").willReturn(okJson(page(false, reply("msg_3", "run_1")))));
		assertThat(this.gateway.messages(run(RunStatus.COMPLETED))).extracting(Message::id)
			.containsExactly("msg_1", "msg_2", "msg_3");
	}

	@Test
	void shouldPassOverWhatAServerWithoutTheFilterAdds() {
		answer(page(false, MESSAGE, reply("msg_2", "run_0"), reply("msg_3", "run_1"),
				"{\"id\":\"msg_4\",\"role\":\"assistant\",\"created_at\":1795305000,\"content\":\"older\"}",
				"{\"id\":\"msg_5\",\"role\":\"assistant\",\"created_at\":1795305700,\"content\":\"newer\"}"));
		Run run = run(RunStatus.COMPLETED).mutate().createdAt(Instant.ofEpochSecond(1795305600)).build();
		assertThat(this.gateway.messages(run)).extracting(Message::id).containsExactly("msg_3", "msg_5");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"data\":[],\"has_more\":true}", "{\"data\":[{}],\"has_more\":true}",
			"{\"data\":[{\"id\":\"msg_1\"}],\"has_more\":true}" })
	void shouldNotPageForEver(String page) {
		answer(page);
		this.gateway.messages(run(RunStatus.COMPLETED));
		assertThat(requests()).hasSizeLessThanOrEqualTo(2);
	}

	@Test
	void shouldReadAHundredPagesAtMost() {
		server.stubFor(get(urlPathEqualTo("/v1/threads/thread_1/messages")).willReturn(okJson("""
				{"data":[{"id":"msg_{{randomInt}}","run_id":"run_1"}],"last_id":"msg_{{randomInt}}","has_more":true}""")
			.withTransformers("response-template")));
		assertThatExceptionOfType(InvalidResponseException.class)
			.isThrownBy(() -> this.gateway.messages(run(RunStatus.COMPLETED)))
			.withMessageStartingWith("GET /threads/thread_1/messages ")
			.withMessageContaining("100 of at most 100");
		assertThat(requests()).hasSize(100);
	}

	@Test
	void shouldEndWithACursorThatRepeats() {
		String path = "/v1/threads/thread_1/messages?run_id=run_1&limit=100&order=asc";
		server.stubFor(get(path).willReturn(okJson(page(true, reply("msg_1", "run_1")))));
		server.stubFor(get(path + "&after=msg_1").willReturn(okJson(page(true, reply("msg_2", "run_1")))));
		server.stubFor(get(path + "&after=msg_2").willReturn(okJson(page(true, reply("msg_1", "run_1")))));
		assertThatExceptionOfType(InvalidResponseException.class)
			.isThrownBy(() -> this.gateway.messages(run(RunStatus.COMPLETED)))
			.withMessageContaining("2 of at most 100");
	}

	@Test
	void shouldReadNoFurtherPageWhenThereIsNoTime() {
		String path = "/v1/threads/thread_1/messages?run_id=run_1&limit=100&order=asc";
		server.stubFor(get(path).willReturn(okJson(page(true, reply("msg_1", "run_1")))));
		assertThatExceptionOfType(InvalidResponseException.class)
			.isThrownBy(() -> this.gateway.within(() -> false).messages(run(RunStatus.COMPLETED)))
			.withMessageContaining("1 of at most 100");
		assertThat(requests()).hasSize(1);
	}

	@Test
	void shouldReadAPageOnceWhereCursorsAreUnknown() {
		answer(page(true, reply("msg_1", "run_1")));
		assertThat(this.gateway.messages(run(RunStatus.COMPLETED))).extracting(Message::id).containsExactly("msg_1");
	}

	private static String page(boolean hasMore, String... data) {
		return "{\"data\":[" + String.join(",", data) + "],\"has_more\":" + hasMore + "}";
	}

	private static String reply(String id, String runId) {
		return """
				{"id":"%s","thread_id":"thread_1","run_id":"%s","role":"assistant","created_at":1795305600,
				 "content":[{"type":"text","text":{"value":"Hi","annotations":[]}}]}""".formatted(id, runId);
	}

}
