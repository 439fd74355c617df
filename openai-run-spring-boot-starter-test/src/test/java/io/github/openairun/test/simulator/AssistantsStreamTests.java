package io.github.openairun.test.simulator;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static io.github.openairun.test.simulator.ToolCallScript.invented;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The events of runs on wire Assistants v2, without a transport.
 */
class AssistantsStreamTests extends AbstractAssistantsRunTests {

	private static final List<String> REPLY = List.of("thread.run.in_progress", "thread.run.step.created",
			"thread.run.step.in_progress", "thread.message.created", "thread.message.in_progress",
			"thread.message.delta", "thread.message.delta", "thread.message.completed", "thread.run.step.completed",
			"thread.run.completed", "done");

	@Test
	void replyIsStreamedInTheOrderOfTheLiveService() {
		this.client.when(anyMessage()).reply("Shipped today");
		ClientStream stream = stream("");
		assertThat(stream.names()).containsExactly("thread.run.created", "thread.run.queued");
		pass(3);
		assertThat(stream.names()).isEqualTo(REPLY);
		assertThat(stream.ended()).isTrue();
	}

	@Test
	void deltasMakeUpTheMessage() {
		this.client.when(anyMessage()).deltas(3).reply("Shipped");
		List<SentEvent> events = finished(stream(""));
		assertThat(events).filteredOn((event) -> event.name().equals("thread.message.delta"))
			.extracting((event) -> event.json().at("/delta/content/0/text/value").asString())
			.containsExactly("Shi", "ppe", "d");
		assertThat(json(events, "thread.message.created").path("content")).isEmpty();
		assertThat(json(events, "thread.message.completed").at("/content/0/text/value").asString())
			.isEqualTo("Shipped");
	}

	@Test
	void refusalIsStreamed() {
		this.client.when(anyMessage()).refuse("No.");
		List<SentEvent> events = finished(stream(""));
		assertThat(json(events, "thread.message.delta").at("/delta/content/0/refusal").asString()).isEqualTo("No.");
	}

	@Test
	void streamEndsWhereOutputsAreAwaited() {
		this.client.when(anyMessage())
			.deltas(4)
			.calls(invented("find", Map.of("id", 1)), invented("other", Map.of()))
			.reply("Done");
		List<SentEvent> events = finished(stream(""));
		assertThat(SentEvent.names(events)).containsExactly("thread.run.created", "thread.run.queued",
				"thread.run.in_progress", "thread.run.step.created", "thread.run.step.in_progress",
				"thread.run.step.delta", "thread.run.step.delta", "thread.run.step.delta", "thread.run.step.delta",
				"thread.run.step.delta", "thread.run.requires_action", "done");
		assertThat(json(events, "thread.run.requires_action")
			.at("/required_action/submit_tool_outputs/tool_calls/0/function/arguments")
			.asString()).isEqualTo("{\"id\":1}");
	}

	@Test
	void submissionOpensTheNextStream() {
		this.client.when(anyMessage()).calls(invented("find", Map.of())).reply("Shipped today");
		finished(stream(""));
		this.runPath = "/threads/" + this.thread + "/runs/" + run("/threads/" + this.thread + "/runs");
		String body = outputs(ids(), "x").replace("]}", "], 'stream': true}");
		ClientStream stream = this.client.stream("POST", this.runPath + "/submit_tool_outputs", body);
		assertThat(stream.names()).containsExactly("thread.run.step.completed", "thread.run.queued");
		pass(3);
		assertThat(stream.names()).isEqualTo(REPLY);
	}

	@Test
	void threadThatIsCreatedWithItsRunIsToldFirst() {
		this.client.when(anyMessage()).reply("Done");
		ClientStream stream = this.client.stream("POST", "/threads/runs",
				"{'assistant_id': '" + this.assistant + "', 'stream': true}");
		assertThat(stream.names()).startsWith("thread.created", "thread.run.created");
	}

	@Test
	void failureEndsTheStream() {
		this.client.when(anyMessage()).fail("server_error", "Sorry");
		List<SentEvent> events = finished(stream(""));
		assertThat(SentEvent.names(events)).endsWith("thread.run.failed", "done");
		assertThat(json(events, "thread.run.failed").at("/last_error/message").asString()).isEqualTo("Sorry");
	}

	@Test
	void incompleteRunEndsTheStream() {
		this.client.when(anyMessage()).incomplete("max_completion_tokens");
		assertThat(SentEvent.names(finished(stream("")))).endsWith("thread.run.incomplete", "done");
	}

	@Test
	void cancellationIsToldToAnOpenStream() {
		this.client.when(anyMessage()).betweenDeltas(Duration.ofSeconds(5)).reply("Shipped today");
		ClientStream stream = stream("");
		pass(3);
		assertThat(stream.names()).endsWith("thread.message.delta");
		this.runPath = "/threads/" + this.thread + "/runs/" + run("/threads/" + this.thread + "/runs");
		this.client.post(this.runPath + "/cancel", "");
		pass(1);
		assertThat(stream.names()).containsExactly("thread.run.cancelling", "thread.message.incomplete",
				"thread.run.step.cancelled", "thread.run.cancelled", "done");
	}

	@Test
	void runExpiresWhileItIsStreamed() {
		this.client.when(anyMessage()).endsAfter(Duration.ofHours(1)).reply("Shipped today");
		ClientStream stream = stream("");
		stream.names();
		pass(600);
		assertThat(stream.names()).endsWith("thread.message.incomplete", "thread.run.step.expired",
				"thread.run.expired", "done");
	}

	@Test
	void piecesComeInTheirTime() {
		this.client.when(anyMessage())
			.firstDeltaAfter(Duration.ofSeconds(10))
			.betweenDeltas(Duration.ofSeconds(1))
			.endsAfter(Duration.ofSeconds(20))
			.reply("Shipped today");
		ClientStream stream = stream("");
		stream.names();
		pass(10);
		assertThat(stream.names()).containsExactly("thread.run.in_progress");
		pass(1);
		assertThat(stream.names()).endsWith("thread.message.in_progress", "thread.message.delta");
		pass(1);
		assertThat(stream.names()).containsExactly("thread.message.delta");
		pass(19);
		assertThat(stream.names()).isEmpty();
		pass(1);
		assertThat(stream.names()).endsWith("thread.run.completed", "done");
	}

	@Test
	void runThatIsPolledKeepsTheSameTime() {
		this.client.when(anyMessage())
			.firstDeltaAfter(Duration.ofSeconds(10))
			.betweenDeltas(Duration.ofSeconds(1))
			.endsAfter(Duration.ofSeconds(20))
			.reply("Shipped today");
		create();
		pass(31);
		assertThat(status()).isEqualTo("in_progress");
		pass(1);
		assertThat(status()).isEqualTo("completed");
	}

	@Test
	void runGoesOnWithoutItsStream() {
		this.client.when(anyMessage()).reply("Done");
		stream("").leave();
		pass(3);
		this.runPath = "/threads/" + this.thread + "/runs/" + run("/threads/" + this.thread + "/runs");
		assertThat(status()).isEqualTo("completed");
	}

	private ClientStream stream(String rest) {
		return this.client.stream("POST", "/threads/" + this.thread + "/runs",
				"{'assistant_id': '" + this.assistant + "', 'stream': true" + rest + "}");
	}

	private String run(String path) {
		return this.client.get(path).at("/data/0/id").asString();
	}

	private List<SentEvent> finished(ClientStream stream) {
		pass(3);
		List<SentEvent> events = stream.read();
		assertThat(stream.ended()).isTrue();
		return events;
	}

	private static JsonNode json(List<SentEvent> events, String name) {
		return events.stream().filter((event) -> event.name().equals(name)).findFirst().orElseThrow().json();
	}

}
