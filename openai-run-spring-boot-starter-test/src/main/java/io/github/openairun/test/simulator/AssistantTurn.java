package io.github.openairun.test.simulator;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes what the model says in one turn of a run on wire Assistants v2, piece by piece,
 * and tells of it in the order of the live service. OpenAPI document,
 * AssistantStreamEvent.
 */
final class AssistantTurn {

	private final AssistantRun run;

	private final SimulatedThread thread;

	private final RunSteps steps;

	private final Timeline timeline;

	private @Nullable ObjectNode message;

	private @Nullable ObjectNode step;

	AssistantTurn(AssistantRun run, SimulatedThread thread, RunSteps steps, Timeline timeline) {
		this.run = run;
		this.thread = thread;
		this.steps = steps;
		this.timeline = timeline;
	}

	/**
	 * Writes a reply or a refusal.
	 * @param type {@code text} or {@code refusal}
	 * @param text the text
	 * @param pace how fast it is written
	 * @param at the time of the first piece
	 * @param end what to do when it is written
	 */
	void reply(String type, String text, Pace pace, Instant at, Consumer<Instant> end) {
		write(type, text, pace, at, (time) -> {
			ObjectNode reply = Objects.requireNonNull(this.message);
			close(reply, "completed", time);
			this.steps.complete(Objects.requireNonNull(this.step), time);
			end.accept(time);
		});
	}

	/**
	 * Writes the beginning of a reply, and leaves it incomplete.
	 */
	void beginning(String text, Pace pace, Instant at, Consumer<Instant> end) {
		write("text", text, pace, at, end);
	}

	private void write(String type, String text, Pace pace, Instant at, Consumer<Instant> end) {
		ObjectNode reply = this.thread.startReply(this.run, at);
		this.message = reply;
		this.step = this.steps.addMessage(this.run, this.thread.nextId("step"), Page.id(reply), at);
		this.run.events().add("thread.message.created", () -> reply);
		this.run.events().add("thread.message.in_progress", () -> reply);
		StringBuilder written = new StringBuilder();
		Instant last = pace.write(text, this.timeline, at, (piece) -> {
			written.append(piece);
			setContent(reply, type, written.toString());
			this.run.events().add("thread.message.delta", () -> delta(reply, type, piece));
		});
		this.timeline.at(last.plus(pace.end()), (time) -> {
			setContent(reply, type, text);
			end.accept(time);
		});
	}

	/**
	 * Writes the calls of a round, one after the other.
	 */
	void calls(List<WaitingCall> calls, Pace pace, Instant at, Consumer<Instant> end) {
		ObjectNode step = this.steps.addCalls(this.run, this.thread.nextId("step"), at);
		Instant time = at;
		Instant last = at;
		for (int i = 0; i < calls.size(); i++) {
			int index = i;
			WaitingCall call = calls.get(i);
			this.timeline.at(time,
					(now) -> this.run.events().add("thread.run.step.delta", () -> delta(step, index, call)));
			last = call.call().isMcp() ? time : pace.write(call.call().arguments(), this.timeline, time,
					(piece) -> this.run.events().add("thread.run.step.delta", () -> delta(step, index, piece)));
			time = last.plus(pace.between());
		}
		this.timeline.at(last.plus(pace.end()), (now) -> {
			RunSteps.setCalls(step, calls);
			end.accept(now);
		});
	}

	/**
	 * Leaves a message incomplete that was being written when its run ended.
	 */
	void interrupt(SimulatedRunStatus status, Instant at) {
		ObjectNode open = this.message;
		if (open != null && "in_progress".equals(open.path("status").asString())) {
			open.putObject("incomplete_details")
				.put("reason", (status == SimulatedRunStatus.INCOMPLETE) ? "max_tokens" : "run_" + status.text());
			close(open, "incomplete", at);
		}
	}

	private void close(ObjectNode reply, String status, Instant at) {
		reply.put("status", status);
		SimulatorJson.putTime(reply, status + "_at", at);
		this.run.events().add("thread.message." + status, () -> reply);
	}

	private static void setContent(ObjectNode reply, String type, String text) {
		reply.putArray("content")
			.add(type.equals("text") ? ThreadMessages.textPart(text) : SimulatorJson.text(type, type, text));
	}

	private static ObjectNode delta(ObjectNode reply, String type, String piece) {
		ObjectNode json = SimulatorJson.object().put("id", Page.id(reply)).put("object", "thread.message.delta");
		ObjectNode part = json.putObject("delta").putArray("content").addObject().put("index", 0).put("type", type);
		if (type.equals("text")) {
			part.putObject("text").put("value", piece).putArray("annotations");
		}
		else {
			part.put(type, piece);
		}
		return json;
	}

	private static ObjectNode delta(ObjectNode step, int index, WaitingCall call) {
		if (call.call().isMcp()) {
			return stepDelta(step, call.json().put("index", index).putNull("output"));
		}
		ObjectNode function = SimulatorJson.object()
			.put("name", call.call().tool())
			.put("arguments", "")
			.putNull("output");
		return stepDelta(step, SimulatorJson.object().put("index", index).put("id", call.id()), function);
	}

	private static ObjectNode delta(ObjectNode step, int index, String piece) {
		return stepDelta(step, SimulatorJson.object().put("index", index),
				SimulatorJson.object().put("arguments", piece));
	}

	private static ObjectNode stepDelta(ObjectNode step, ObjectNode call, ObjectNode function) {
		call.put("type", "function").set("function", function);
		return stepDelta(step, call);
	}

	private static ObjectNode stepDelta(ObjectNode step, ObjectNode call) {
		ObjectNode json = SimulatorJson.object().put("id", Page.id(step)).put("object", "thread.run.step.delta");
		ObjectNode details = json.putObject("delta").putObject("step_details").put("type", "tool_calls");
		details.putArray("tool_calls").add(call);
		return json;
	}

}
