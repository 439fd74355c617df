package io.github.openairun.test.simulator;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The steps of a run: one for each round of calls and one for the message.
 */
final class RunSteps {

	private final EventLog events;

	private final List<ObjectNode> steps = new ArrayList<>();

	RunSteps(EventLog events) {
		this.events = events;
	}

	List<ObjectNode> json() {
		return this.steps;
	}

	/**
	 * Adds a step whose calls are still being written.
	 */
	ObjectNode addCalls(AssistantRun run, String id, Instant at) {
		ObjectNode details = SimulatorJson.object().put("type", "tool_calls");
		details.putArray("tool_calls");
		return add(run, id, details, at);
	}

	ObjectNode addMessage(AssistantRun run, String id, String messageId, Instant at) {
		ObjectNode details = SimulatorJson.object().put("type", "message_creation");
		details.putObject("message_creation").put("message_id", messageId);
		return add(run, id, details, at);
	}

	static void setCalls(ObjectNode step, List<WaitingCall> calls) {
		ArrayNode toolCalls = step.withObject("step_details").withArray("tool_calls");
		for (WaitingCall call : calls) {
			ObjectNode json = call.json();
			(call.call().isMcp() ? json : json.withObject("function")).putNull("output");
			toolCalls.add(json);
		}
	}

	/**
	 * Completes the step that waits for outputs.
	 */
	void answer(Map<String, String> outputs, Instant at) {
		ObjectNode step = this.steps.get(this.steps.size() - 1);
		step.path("step_details").path("tool_calls").forEach((call) -> {
			String output = outputs.get(call.path("id").asString());
			JsonNode target = call.has("function") ? call.path("function") : call;
			if (target instanceof ObjectNode json) {
				json.put("output", output);
			}
		});
		complete(step, at);
	}

	void complete(ObjectNode step, Instant at) {
		close(step, "completed", at);
	}

	/**
	 * Ends a step that was still open when its run ended.
	 */
	void end(SimulatedRunStatus status, Instant at) {
		for (ObjectNode step : this.steps) {
			if ("in_progress".equals(step.path("status").asString())) {
				close(step, (status == SimulatedRunStatus.INCOMPLETE) ? "failed" : status.text(), at);
			}
		}
	}

	private ObjectNode add(AssistantRun run, String id, ObjectNode details, Instant at) {
		ObjectNode step = SimulatorJson.object().put("id", id).put("object", "thread.run.step");
		SimulatorJson.putTime(step, "created_at", at);
		step.put("assistant_id", run.assistantId())
			.put("thread_id", run.threadId())
			.put("run_id", run.id())
			.put("type", details.path("type").asString())
			.put("status", "in_progress");
		step.set("step_details", details);
		SimulatorJson.putNulls(step, "last_error", "expired_at", "cancelled_at", "failed_at", "completed_at", "usage");
		step.putObject("metadata");
		this.steps.add(step);
		this.events.add("thread.run.step.created", () -> step);
		this.events.add("thread.run.step.in_progress", () -> step);
		return step;
	}

	private void close(ObjectNode step, String status, Instant at) {
		step.put("status", status);
		SimulatorJson.putTime(step, status + "_at", at);
		int completion = Tokens.of(step.path("step_details").toString());
		step.set("usage", Tokens.usage(completion, completion));
		this.events.add("thread.run.step." + status, () -> step);
	}

}
