package io.github.openairun.test.simulator;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A thread with its messages and runs.
 */
final class SimulatedThread {

	private final ObjectNode json;

	private final IdSequence ids;

	private final List<ObjectNode> messages = new ArrayList<>();

	private final List<AssistantRun> runs = new ArrayList<>();

	SimulatedThread(ObjectNode json, IdSequence ids) {
		this.json = json;
		this.ids = ids;
	}

	ObjectNode json() {
		return this.json;
	}

	String id() {
		return Page.id(this.json);
	}

	String nextId(String prefix) {
		return this.ids.next(prefix);
	}

	List<ObjectNode> messages() {
		return this.messages;
	}

	List<AssistantRun> runs() {
		return this.runs;
	}

	@Nullable AssistantRun activeRun() {
		return this.runs.stream().filter((run) -> !run.ended()).findFirst().orElse(null);
	}

	/**
	 * Adds a message, given what its author determines.
	 */
	ObjectNode addMessage(ObjectNode content, Instant now) {
		ObjectNode message = SimulatorJson.object().put("id", nextId("msg")).put("object", "thread.message");
		SimulatorJson.putTime(message, "created_at", now);
		message.put("thread_id", id()).put("status", "completed").putNull("incomplete_details");
		SimulatorJson.putTime(message, "completed_at", now);
		message.putNull("incomplete_at");
		message.setAll(content);
		this.messages.add(message);
		return message;
	}

	/**
	 * Adds a message that is still to be written.
	 */
	ObjectNode startReply(AssistantRun run, Instant now) {
		ObjectNode message = SimulatorJson.object().put("status", "in_progress").putNull("completed_at");
		message.put("role", "assistant").putArray("content");
		message.put("assistant_id", run.assistantId()).put("run_id", run.id());
		message.putArray("attachments");
		message.putObject("metadata");
		return addMessage(message, now);
	}

	/**
	 * Returns the text of the last user message, empty if there is none.
	 */
	String lastUserText() {
		for (int i = this.messages.size() - 1; i >= 0; i--) {
			if ("user".equals(this.messages.get(i).path("role").asString())) {
				return ThreadMessages.text(this.messages.get(i));
			}
		}
		return "";
	}

	/**
	 * Returns how many messages are the user's.
	 */
	int userMessages() {
		return (int) this.messages.stream().filter((message) -> "user".equals(message.path("role").asString())).count();
	}

	/**
	 * Returns what a run has written so far.
	 */
	String replyOf(String runId) {
		return this.messages.stream()
			.filter((message) -> runId.equals(message.path("run_id").asString("")))
			.map(ThreadMessages::text)
			.collect(Collectors.joining());
	}

	int tokens() {
		return this.messages.stream().mapToInt((message) -> Tokens.of(ThreadMessages.text(message))).sum();
	}

}
