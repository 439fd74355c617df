package io.github.openairun.test.simulator;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The state machine of a run on wire Assistants v2. It moves when it is read, by the time
 * of the reading.
 */
final class AssistantRun {

	private final String id;

	private final ObjectNode echo;

	private final SimulatedThread thread;

	private final RunScript script;

	private final Settings.Phases phases;

	private final Instant createdAt;

	private final RunSteps steps = new RunSteps();

	private final List<AnsweredCall> answered = new ArrayList<>();

	private List<PendingCall> pending = List.of();

	private RunStatus status = RunStatus.QUEUED;

	private Instant turn;

	private @Nullable Instant startedAt;

	private @Nullable Instant endedAt;

	private @Nullable ObjectNode lastError;

	private @Nullable String incompleteReason;

	private int promptTokens;

	private int completionTokens;

	AssistantRun(ObjectNode echo, SimulatedThread thread, RunScript script, Settings.Phases phases, Instant now) {
		this.id = thread.nextId("run");
		this.echo = echo;
		this.thread = thread;
		this.script = script;
		this.phases = phases;
		this.createdAt = now;
		this.turn = now;
	}

	String id() {
		return this.id;
	}

	String threadId() {
		return this.thread.id();
	}

	String assistantId() {
		return this.echo.path("assistant_id").asString();
	}

	boolean ended() {
		return this.status.ended();
	}

	RunStatus status() {
		return this.status;
	}

	List<PendingCall> pending() {
		return this.pending;
	}

	List<ObjectNode> steps() {
		return this.steps.json();
	}

	ObjectNode echo() {
		return this.echo;
	}

	/**
	 * Moves the run to where it is at a time. OpenAI API reference, Assistants, run
	 * lifecycle: a run expires ten minutes after its creation, also while it waits for
	 * outputs.
	 */
	void advance(Instant now) {
		if (this.status == RunStatus.CANCELLING) {
			Instant at = this.turn.plus(this.phases.cancellingFor());
			if (!now.isBefore(at)) {
				end(RunStatus.CANCELLED, at);
			}
			return;
		}
		Instant expiresAt = expiresAt();
		Instant finished = this.phases.finished(this.turn);
		if (this.status.works() && !now.isBefore(finished) && finished.isBefore(expiresAt)) {
			start(this.phases.started(this.turn));
			finishTurn(finished);
		}
		if (!ended() && !now.isBefore(expiresAt)) {
			end(RunStatus.EXPIRED, expiresAt);
		}
		else if (this.status == RunStatus.QUEUED && !now.isBefore(this.phases.started(this.turn))) {
			start(this.phases.started(this.turn));
		}
	}

	void submit(Map<String, String> outputs, Instant now) {
		this.pending.forEach(
				(call) -> this.answered.add(new AnsweredCall(call.call().tool(), outputs.getOrDefault(call.id(), ""))));
		this.steps.answer(outputs, now);
		this.pending = List.of();
		this.status = RunStatus.QUEUED;
		this.turn = now;
	}

	/**
	 * Cancels the run. OpenAI API reference, Cancel run: it is cancelling at first.
	 */
	void cancel(Instant now) {
		if (ended() || this.status == RunStatus.CANCELLING) {
			throw ApiError.badRequest("Cannot cancel run with status '" + this.status.text() + "'.");
		}
		this.status = RunStatus.CANCELLING;
		this.pending = List.of();
		this.turn = now;
	}

	/**
	 * OpenAPI document, RunObject: all but two properties are required, though most may
	 * be null.
	 */
	ObjectNode json() {
		ObjectNode json = Json.object().put("id", this.id).put("object", "thread.run");
		Json.putTime(json, "created_at", this.createdAt);
		json.put("thread_id", threadId()).put("status", this.status.text());
		json.setAll(this.echo.deepCopy());
		json.set("required_action", requiredAction());
		json.set("last_error", this.lastError);
		Json.putTime(json, "expires_at", (this.status == RunStatus.COMPLETED) ? null : expiresAt());
		Json.putTime(json, "started_at", this.startedAt);
		Json.putTime(json, "cancelled_at", endedAs(RunStatus.CANCELLED));
		Json.putTime(json, "failed_at", endedAs(RunStatus.FAILED));
		Json.putTime(json, "completed_at", endedAs(RunStatus.COMPLETED));
		json.putNull("incomplete_details");
		if (this.incompleteReason != null) {
			json.putObject("incomplete_details").put("reason", this.incompleteReason);
		}
		json.set("usage", ended() ? usage(this.promptTokens, this.completionTokens) : null);
		return json;
	}

	static ObjectNode usage(int prompt, int completion) {
		return Json.object()
			.put("prompt_tokens", prompt)
			.put("completion_tokens", completion)
			.put("total_tokens", prompt + completion);
	}

	private void start(Instant at) {
		this.status = RunStatus.IN_PROGRESS;
		if (this.startedAt == null) {
			this.startedAt = at;
		}
	}

	private void finishTurn(Instant at) {
		CallRules rules = CallRules.of(this.echo.get("tool_choice"), this.echo.path("parallel_tool_calls").asBoolean());
		// A run that must call does so once: if it did for ever, no run could complete.
		Outcome outcome = this.script.next(this.answered, this.answered.isEmpty() ? rules : rules.relaxed());
		this.promptTokens += Tokens.of(this.echo.path("instructions").asString()) + this.thread.tokens();
		if (outcome instanceof Outcome.Calls calls) {
			this.pending = calls.calls().stream().map(this::pendingCall).toList();
			this.steps.addCalls(this, this.thread.nextId("step"), this.pending, at);
			this.status = RunStatus.REQUIRES_ACTION;
		}
		else if (outcome instanceof Outcome.Reply reply) {
			complete(ThreadMessages.textPart(reply.text()), reply.text(), at);
		}
		else if (outcome instanceof Outcome.Refusal refusal) {
			complete(Json.text("refusal", "refusal", refusal.text()), refusal.text(), at);
		}
		else if (outcome instanceof Outcome.Failure failure) {
			this.lastError = Json.object().put("code", failure.code()).put("message", failure.message());
			end(RunStatus.FAILED, at);
		}
		else if (outcome instanceof Outcome.Incomplete incomplete) {
			this.incompleteReason = incomplete.reason().equals("max_output_tokens") ? "max_completion_tokens"
					: incomplete.reason();
			end(RunStatus.INCOMPLETE, at);
		}
	}

	private PendingCall pendingCall(ToolCallScript call) {
		this.completionTokens += Tokens.of(call.arguments());
		return new PendingCall(this.thread.nextId("call"), call);
	}

	private void complete(ObjectNode content, String text, Instant at) {
		this.completionTokens += Tokens.of(text);
		ObjectNode message = this.thread.addReply(content, this, at);
		this.steps.addMessage(this, this.thread.nextId("step"), Page.id(message), at);
		end(RunStatus.COMPLETED, at);
	}

	private void end(RunStatus status, Instant at) {
		this.status = status;
		this.endedAt = at;
		this.pending = List.of();
		this.steps.end(status, at);
	}

	private Instant expiresAt() {
		return this.createdAt.plus(this.phases.expiresAfter());
	}

	private @Nullable Instant endedAs(RunStatus status) {
		return (this.status == status) ? this.endedAt : null;
	}

	private @Nullable ObjectNode requiredAction() {
		if (this.status != RunStatus.REQUIRES_ACTION) {
			return null;
		}
		ObjectNode action = Json.object().put("type", "submit_tool_outputs");
		ArrayNode calls = action.putObject("submit_tool_outputs").putArray("tool_calls");
		this.pending.forEach((call) -> calls.add(call.json()));
		return action;
	}

}
