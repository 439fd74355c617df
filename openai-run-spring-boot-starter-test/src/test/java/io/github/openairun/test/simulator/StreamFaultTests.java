package io.github.openairun.test.simulator;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Faults of streams on both wires, without a transport.
 */
class StreamFaultTests {

	private final ServerClient client = new ServerClient();

	@BeforeEach
	void script() {
		this.client.when(anyMessage()).reply("Shipped today");
		this.client.server().addAssistant(new SimulatedAssistant("asst_1"));
	}

	@ParameterizedTest
	@EnumSource
	void streamCanBeCutAtEveryEvent(Wire wire) {
		List<String> all = stream(wire).names();
		for (int events = 0; events < all.size(); events++) {
			fault(wire, StreamFaults.cutAfter(events));
			ClientStream stream = stream(wire);
			assertThat(stream.names()).isEqualTo(all.subList(0, events));
			assertThat(stream.last()).isInstanceOf(StreamedBody.Signal.Break.class);
		}
		fault(wire, StreamFaults.cutAfter(all.size() + 1));
		assertThat(stream(wire).names()).isEqualTo(all);
	}

	@ParameterizedTest
	@EnumSource
	void stalledStreamFallsSilent(Wire wire) {
		fault(wire, StreamFaults.stallAfter(2));
		ClientStream stream = stream(wire);
		assertThat(stream.names()).hasSize(2);
		assertThat(stream.last()).isInstanceOf(StreamedBody.Signal.Silence.class);
	}

	@ParameterizedTest
	@EnumSource
	void streamEndsEarly(Wire wire) {
		fault(wire, StreamFaults.endAfter(3));
		ClientStream stream = stream(wire);
		assertThat(stream.names()).hasSize(3);
		assertThat(stream.ended()).isTrue();
	}

	@ParameterizedTest
	@EnumSource
	void errorEventEndsTheStream(Wire wire) {
		fault(wire, StreamFaults.errorAfter(2));
		List<SentEvent> events = stream(wire).read();
		assertThat(SentEvent.names(events)).hasSize(3).endsWith("error");
		assertThat(events.get(2).json().path("code").asString()).isEqualTo("server_error");
	}

	@ParameterizedTest
	@EnumSource
	void errorEventMayHaveAnyShape(Wire wire) {
		fault(wire, StreamFaults.errorAfter(0, "{\"error\":\"broken\"}"));
		assertThat(stream(wire).read()).containsExactly(new SentEvent("error", "{\"error\":\"broken\"}"));
	}

	@ParameterizedTest
	@EnumSource
	void eventMayComeBeforeTheCreation(Wire wire) {
		fault(wire, StreamFaults.extraEventAfter(0, "ping", "{}"));
		assertThat(stream(wire).names()).startsWith("ping").element(1).asString().endsWith(".created");
	}

	@ParameterizedTest
	@EnumSource
	void unknownEventsComeBetween(Wire wire) {
		int known = stream(wire).names().size();
		fault(wire, StreamFaults.unknownEvents());
		assertThat(stream(wire).names()).hasSize(2 * known).startsWith("simulator.unknown");
	}

	@ParameterizedTest
	@EnumSource
	void commentsComeBetween(Wire wire) {
		fault(wire, StreamFaults.comments());
		String text = stream(wire).text();
		assertThat(text).startsWith(": keep-alive\n\nevent: ");
		assertThat(SentEvent.parse(text)).isEqualTo(SentEvent.parse(text.replace(": keep-alive\n\n", "")));
	}

	@ParameterizedTest
	@EnumSource
	void framesMayLackSpaces(Wire wire) {
		fault(wire, StreamFaults.framesWithoutSpaces());
		assertThat(stream(wire).text()).doesNotContain("event: ", "data: ").contains("event:", "data:{");
	}

	@ParameterizedTest
	@CsvSource({ "ASSISTANTS, id", "RESPONSES, item_id" })
	void deltasMayLackTheirIds(Wire wire, String field) {
		fault(wire, StreamFaults.nullDeltaIds());
		assertThat(stream(wire).read()).filteredOn((event) -> event.name().endsWith(".delta"))
			.hasSize(2)
			.allMatch((event) -> event.json().path(field).isNull());
	}

	@ParameterizedTest
	@EnumSource
	void firstEventMayBeMalformed(Wire wire) {
		fault(wire, Fault.malformed());
		List<SentEvent> events = stream(wire).read();
		assertThat(events.get(0).data()).startsWith("{").doesNotEndWith("}");
		assertThat(events.get(1).data()).endsWith("}");
	}

	@ParameterizedTest
	@EnumSource
	void streamMayBreakWithinItsFirstEvent(Wire wire) {
		fault(wire, Fault.truncated());
		ClientStream stream = stream(wire);
		assertThat(stream.text()).startsWith("event: ").doesNotEndWith("\n\n");
		assertThat(stream.last()).isInstanceOf(StreamedBody.Signal.Break.class);
	}

	@Test
	void whatWasSentIsRecorded() {
		fault(Wire.RESPONSES, StreamFaults.cutAfter(2));
		stream(Wire.RESPONSES).read();
		Exchange exchange = this.client.server().exchanges().get(0);
		assertThat(exchange.eventNames()).containsExactly("response.created", "response.in_progress");
	}

	@Test
	void cutCancelsAForegroundResponse() {
		fault(Wire.RESPONSES, StreamFaults.cutAfter(2));
		assertThat(statusAfterwards(this.client, "")).isEqualTo("cancelled");
	}

	@Test
	void cutLetsABackgroundResponseGoOn() {
		fault(Wire.RESPONSES, StreamFaults.cutAfter(2));
		assertThat(statusAfterwards(this.client, ", 'background': true")).isEqualTo("completed");
	}

	@Test
	void foregroundResponseMayGoOnToo() {
		ServerClient client = new ServerClient(OpenAiSimulator.builder().vary(Variant.LEFT_RESPONSES_GO_ON));
		client.when(anyMessage()).reply("Done");
		client.server().faults().next(Operation.CREATE_RUN, StreamFaults.cutAfter(2));
		assertThat(statusAfterwards(client, "")).isEqualTo("completed");
	}

	@Test
	void resumedStreamFailsByItself() {
		this.client.server().faults().next(Operation.RESUME_STREAM, StreamFaults.cutAfter(1));
		String id = this.client
			.stream("POST", "/responses", "{'model': 'gpt-4.1', 'input': 'Hi', 'stream': true, 'background': true}")
			.read()
			.get(0)
			.json()
			.at("/response/id")
			.asString();
		Stream<ClientStream> resumed = Stream.of(1, 2)
			.map((i) -> this.client.stream("GET", "/responses/" + id + "?stream=true&starting_after=3", ""));
		assertThat(resumed.map((stream) -> stream.names().size())).containsExactly(1, 7);
	}

	private static String statusAfterwards(ServerClient client, String rest) {
		String id = client
			.stream("POST", "/responses", "{'model': 'gpt-4.1', 'input': 'Hi', 'stream': true" + rest + "}")
			.read()
			.get(0)
			.json()
			.at("/response/id")
			.asString();
		return client.get("/responses/" + id).path("status").asString();
	}

	private void fault(Wire wire, Fault fault) {
		this.client.server()
			.faults()
			.next((wire == Wire.ASSISTANTS) ? Operation.CREATE_THREAD_AND_RUN : Operation.CREATE_RUN, fault);
	}

	private ClientStream stream(Wire wire) {
		return (wire == Wire.ASSISTANTS)
				? this.client.stream("POST", "/threads/runs", "{'assistant_id': 'asst_1', 'stream': true}")
				: this.client.stream("POST", "/responses", "{'model': 'gpt-4.1', 'input': 'Hi', 'stream': true}");
	}

}
