package io.github.openairun.test.simulator;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static io.github.openairun.test.simulator.ToolCallScript.invented;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The events of responses, without a transport.
 */
class ResponsesStreamTests extends AbstractResponsesTests {

	@Test
	void replyIsStreamedInTheOrderOfTheLiveService() {
		this.client.when(anyMessage()).reply("Shipped today");
		ClientStream stream = stream("'background': true");
		assertThat(stream.names()).containsExactly("response.created", "response.queued");
		pass(3);
		assertThat(stream.names()).containsExactly("response.in_progress", "response.output_item.added",
				"response.content_part.added", "response.output_text.delta", "response.output_text.delta",
				"response.output_text.done", "response.content_part.done", "response.output_item.done",
				"response.completed");
		assertThat(stream.ended()).isTrue();
	}

	@Test
	void eventsAreNumberedFromZero() {
		this.client.when(anyMessage()).calls(invented("find", Map.of())).reply("Done");
		List<SentEvent> events = finished(stream("'background': true"));
		assertThat(events).extracting((event) -> event.json().path("sequence_number").asInt())
			.containsExactlyElementsOf(IntStream.range(0, events.size()).boxed().toList());
		assertThat(events)
			.allSatisfy((event) -> assertThat(event.json().path("type").asString()).isEqualTo(event.name()));
	}

	@Test
	void foregroundResponseIsNotQueued() {
		this.client.when(anyMessage()).reply("Done");
		List<SentEvent> events = finished(stream("'store': true"));
		assertThat(SentEvent.names(events)).startsWith("response.created", "response.in_progress")
			.endsWith("response.completed");
		assertThat(events.get(0).json().at("/response/status").asString()).isEqualTo("in_progress");
	}

	@Test
	void argumentsOfCallsAreStreamedOneCallAfterTheOther() {
		this.client.when(anyMessage())
			.deltas(4)
			.calls(invented("find", Map.of("id", 1)), invented("other", Map.of()))
			.reply("Done");
		List<SentEvent> events = finished(stream("'background': true"));
		assertThat(SentEvent.names(events)).containsExactly("response.created", "response.queued",
				"response.in_progress", "response.output_item.added", "response.function_call_arguments.delta",
				"response.function_call_arguments.delta", "response.function_call_arguments.done",
				"response.output_item.done", "response.output_item.added", "response.function_call_arguments.delta",
				"response.function_call_arguments.done", "response.output_item.done", "response.completed");
		assertThat(events.get(7).json().at("/item/arguments").asString()).isEqualTo("{\"id\":1}");
		assertThat(events.get(events.size() - 1).json().at("/response/output")).hasSize(2);
	}

	@Test
	void refusalIsStreamed() {
		this.client.when(anyMessage()).refuse("No.");
		assertThat(SentEvent.names(finished(stream("'background': true")))).contains("response.refusal.delta",
				"response.refusal.done");
	}

	@Test
	void failureEndsTheStream() {
		this.client.when(anyMessage()).fail("server_error", "Sorry");
		List<SentEvent> events = finished(stream("'background': true"));
		assertThat(SentEvent.names(events)).endsWith("response.failed");
		assertThat(events.get(events.size() - 1).json().at("/response/error/message").asString()).isEqualTo("Sorry");
	}

	@Test
	void incompleteResponseEndsTheStream() {
		this.client.when(anyMessage()).incomplete("max_output_tokens", invented("find", Map.of()));
		List<SentEvent> events = finished(stream("'background': true"));
		assertThat(SentEvent.names(events)).endsWith("response.output_item.done", "response.incomplete");
		assertThat(events.get(events.size() - 2).json().at("/item/status").asString()).isEqualTo("incomplete");
	}

	@Test
	void backgroundStreamIsResumedBehindAnEvent() {
		this.client.when(anyMessage()).reply("Shipped today");
		ClientStream stream = stream("'background': true");
		String id = stream.read().get(0).json().at("/response/id").asString();
		stream.leave();
		ClientStream resumed = this.client.stream("GET", "/responses/" + id + "?stream=true&starting_after=0", "");
		assertThat(resumed.names()).containsExactly("response.queued");
		pass(3);
		assertThat(resumed.names()).startsWith("response.in_progress").endsWith("response.completed");
		assertThat(this.client.stream("GET", "/responses/" + id + "?stream=true", "").names()).hasSize(11);
	}

	@Test
	void responseWithoutABackgroundStreamIsNotResumed() {
		this.client.when(anyMessage()).reply("Done");
		String foreground = finished(stream("'store': true")).get(0).json().at("/response/id").asString();
		String unstreamed = background("'input': 'Hi'").path("id").asString();
		for (String id : List.of(foreground, unstreamed)) {
			JsonNode error = this.client.refused(400, "GET", "/responses/" + id + "?stream=true", "");
			assertThat(error.path("param").asString()).isEqualTo("stream");
		}
	}

	@Test
	void resumptionNeedsANumber() {
		this.client.when(anyMessage()).reply("Done");
		String id = finished(stream("'background': true")).get(0).json().at("/response/id").asString();
		assertThat(this.client.refused(400, "GET", "/responses/" + id + "?stream=true&starting_after=x", "")
			.path("param")
			.asString()).isEqualTo("starting_after");
	}

	@Test
	void leavingCancelsAForegroundResponse() {
		this.client.when(anyMessage()).reply("Done");
		assertThat(statusAfterLeaving("'store': true")).isEqualTo("cancelled");
		this.client.stream("POST", "/responses", body("'input': 'More', 'stream': true")).leave();
	}

	@Test
	void leavingLetsABackgroundResponseGoOn() {
		this.client.when(anyMessage()).reply("Done");
		assertThat(statusAfterLeaving("'background': true")).isEqualTo("completed");
	}

	@Test
	void cancellationEndsTheStreamWithoutAnEvent() {
		this.client.when(anyMessage()).reply("Done");
		ClientStream stream = stream("'background': true");
		String id = stream.read().get(0).json().at("/response/id").asString();
		this.client.post("/responses/" + id + "/cancel", "");
		assertThat(stream.names()).isEmpty();
		assertThat(stream.ended()).isTrue();
	}

	@Test
	void piecesComeInTheirTime() {
		this.client.when(anyMessage())
			.firstDeltaAfter(Duration.ofSeconds(10))
			.betweenDeltas(Duration.ofSeconds(1))
			.endsAfter(Duration.ofSeconds(20))
			.reply("Shipped today");
		ClientStream stream = stream("'background': true");
		stream.names();
		pass(10);
		assertThat(stream.names()).containsExactly("response.in_progress");
		pass(1);
		assertThat(stream.names()).endsWith("response.output_text.delta");
		pass(1);
		assertThat(stream.names()).containsExactly("response.output_text.delta");
		pass(20);
		assertThat(stream.names()).endsWith("response.completed");
	}

	@Test
	void conversationGetsItsItemsFromAStreamToo() {
		this.client.when(anyMessage()).reply("Done");
		newConversation();
		ClientStream stream = stream("'conversation': '" + this.conversation + "'");
		this.client.refused(400, "POST", "/responses", body("'input': 'More'"));
		finished(stream);
		assertThat(items()).hasSize(2);
	}

	private String statusAfterLeaving(String rest) {
		ClientStream stream = stream(rest);
		String id = stream.read().get(0).json().at("/response/id").asString();
		stream.leave();
		pass(3);
		return this.client.get("/responses/" + id).path("status").asString();
	}

	private ClientStream stream(String rest) {
		return this.client.stream("POST", "/responses",
				"{'model': 'gpt-4.1', 'input': 'Hi', 'stream': true, " + rest + "}");
	}

	private List<SentEvent> finished(ClientStream stream) {
		pass(3);
		List<SentEvent> events = stream.read();
		assertThat(stream.ended()).isTrue();
		return events;
	}

}
