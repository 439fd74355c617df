package io.github.openairun.test.simulator;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The state machine of a run on wire Assistants v2. It moves when it is read, by the time
 * of the reading.
 */
final class AssistantRun implements EventSource {

	/**
	 * OpenAI API reference, Assistants, streaming: a stream ends with the run, or when
	 * the run waits for outputs.
	 */
	private static final Set<String> LAST = Set.of("thread.run.requires_action", "thread.run.completed",
			"thread.run.incomplete", "thread.run.failed", "thread.run.cancelled", "thread.run.expired");

	private final String id;

	private final ObjectNode echo;

	private final SimulatedThread thread;

	private final Play play;

	private final RunScript script;

	private final SimulatorSettings.Phases phases;

	private final Instant createdAt;

	private final EventLog events = new EventLog(LAST);

	private final RunSteps steps = new RunSteps(this.events);

	private final Timeline timeline = new Timeline();

	private final AssistantTurn writer;

	private final CallLog calls = new CallLog();

	private SimulatedRunStatus status = SimulatedRunStatus.QUEUED;

	private List<ToolCallScript> rest = List.of();

	private Instant turn;

	private int turnStart;

	private @Nullable Instant startedAt;

	private @Nullable Instant endedAt;

	private @Nullable ObjectNode lastError;

	private @Nullable String incompleteReason;

	private int promptTokens;

	private int completionTokens;

	AssistantRun(ObjectNode echo, SimulatedThread thread, Play play, SimulatorSettings.Phases phases, Instant now) {
		this.id = thread.nextId("run");
		this.echo = echo;
		this.thread = thread;
		this.play = play;
		this.script = play.script();
		this.phases = phases;
		this.createdAt = now;
		this.turn = now;
		this.writer = new AssistantTurn(this, thread, this.steps, this.timeline);
	}

	void begin() {
		this.events.add("thread.run.created", this::json);
		beginTurn(this.createdAt);
	}

	/**
	 * Returns where a stream of the current turn begins.
	 */
	Feed feed() {
		return new Feed(this, this.turnStart, true);
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

	SimulatedRunStatus status() {
		return this.status;
	}

	List<WaitingCall> pending() {
		return this.calls.pending();
	}

	RecordedRun recorded(Question question) {
		return new RecordedRun(this.id, threadId(), question.message(), this.status.text(), question.offered(),
				this.calls.recorded(), this.thread.replyOf(this.id));
	}

	List<ObjectNode> steps() {
		return this.steps.json();
	}

	ObjectNode echo() {
		return this.echo;
	}

	@Override
	public EventLog events() {
		return this.events;
	}

	/**
	 * OpenAI API reference, Assistants, run lifecycle: a run expires ten minutes after
	 * its creation, also while it waits for outputs.
	 */
	@Override
	public boolean step(Instant now) {
		Instant due = due();
		if (due == null || now.isBefore(due)) {
			return false;
		}
		if (this.status == SimulatedRunStatus.CANCELLING) {
			end(SimulatedRunStatus.CANCELLED, due);
		}
		else if (due.equals(expiresAt())) {
			end(SimulatedRunStatus.EXPIRED, due);
		}
		else {
			this.timeline.step(now);
		}
		return true;
	}

	@Override
	public @Nullable Instant due() {
		if (ended()) {
			return null;
		}
		if (this.status == SimulatedRunStatus.CANCELLING) {
			return this.turn.plus(this.phases.cancellingFor());
		}
		Instant next = this.timeline.due();
		return (next != null && next.isBefore(expiresAt())) ? next : expiresAt();
	}

	/**
	 * OpenAI API reference, Assistants, streaming: a run goes on without its stream.
	 */
	@Override
	public void left(Instant now) {
	}

	void submit(Map<String, String> outputs, Instant now) {
		this.calls.answer(outputs);
		goOn(outputs, now);
	}

	/**
	 * Azure AI Agents, REST API, Submit tool outputs to run: the agent makes the calls
	 * that are approved.
	 */
	void decide(Map<String, Boolean> approvals, Instant now) {
		goOn(this.calls.decide(approvals), now);
	}

	private void goOn(Map<String, String> outputs, Instant now) {
		this.turnStart = this.events.size();
		this.steps.answer(outputs, now);
		beginTurn(now);
	}

	/**
	 * Cancels the run. OpenAI API reference, Cancel run: it is cancelling at first.
	 */
	void cancel(Instant now) {
		if (ended() || this.status == SimulatedRunStatus.CANCELLING) {
			throw SimulatedApiError.badRequest("Cannot cancel run with status '" + this.status.text() + "'.");
		}
		this.status = SimulatedRunStatus.CANCELLING;
		this.calls.forget();
		this.turn = now;
		this.timeline.clear();
		this.events.add("thread.run.cancelling", this::json);
	}

	/**
	 * OpenAPI document, RunObject: all but two properties are required, though most may
	 * be null.
	 */
	@Override
	public ObjectNode json() {
		ObjectNode json = SimulatorJson.object().put("id", this.id).put("object", "thread.run");
		SimulatorJson.putTime(json, "created_at", this.createdAt);
		json.put("thread_id", threadId()).put("status", this.status.text());
		json.setAll(this.echo.deepCopy());
		json.set("required_action",
				(this.status == SimulatedRunStatus.REQUIRES_ACTION) ? WaitingCall.requiredAction(pending()) : null);
		json.set("last_error", this.lastError);
		SimulatorJson.putTime(json, "expires_at", (this.status == SimulatedRunStatus.COMPLETED) ? null : expiresAt());
		SimulatorJson.putTime(json, "started_at", this.startedAt);
		SimulatorJson.putTime(json, "cancelled_at", endedAs(SimulatedRunStatus.CANCELLED));
		SimulatorJson.putTime(json, "failed_at", endedAs(SimulatedRunStatus.FAILED));
		SimulatorJson.putTime(json, "completed_at", endedAs(SimulatedRunStatus.COMPLETED));
		json.putNull("incomplete_details");
		if (this.incompleteReason != null) {
			json.putObject("incomplete_details").put("reason", this.incompleteReason);
		}
		json.set("usage",
				ended() ? Tokens.usage(this.promptTokens, this.script.output(this.calls.turns(), this.completionTokens))
						: null);
		return json;
	}

	private void beginTurn(Instant now) {
		this.turn = now;
		this.status = SimulatedRunStatus.QUEUED;
		this.events.add("thread.run.queued", this::json);
		this.timeline.at(this.script.pace().started(this.phases, now), this::start);
		this.timeline.at(this.script.pace().firstToken(this.phases, now), this::decide);
	}

	private void start(Instant at) {
		this.status = SimulatedRunStatus.IN_PROGRESS;
		if (this.startedAt == null) {
			this.startedAt = at;
		}
		this.events.add("thread.run.in_progress", this::json);
	}

	private void decide(Instant at) {
		if (!this.rest.isEmpty()) {
			List<ToolCallScript> calls = this.rest;
			this.rest = List.of();
			ask(calls, at);
			return;
		}
		CallRules rules = this.play.question().rules();
		// A run that must call does so once: if it did for ever, no run could complete.
		Outcome outcome = this.play
			.next(this.calls.answered(), this.calls.answered().isEmpty() ? rules : rules.relaxed())
			.ofRun()
			.within(limit("max_completion_tokens") - this.completionTokens);
		Pace pace = this.script.pace();
		this.promptTokens += this.script
			.input(Tokens.of(this.echo.path("instructions").asString()) + this.thread.tokens());
		if (this.promptTokens > limit("max_prompt_tokens")) {
			outcome = new Outcome.Incomplete("max_prompt_tokens", List.of());
		}
		if (outcome instanceof Outcome.Calls round) {
			ask(round.calls(), at);
		}
		else if (outcome instanceof Outcome.Reply reply) {
			this.completionTokens += Tokens.of(reply.text());
			this.writer.reply("text", reply.text(), pace, at, (time) -> end(SimulatedRunStatus.COMPLETED, time));
		}
		else if (outcome instanceof Outcome.Cut cut) {
			this.completionTokens += Tokens.of(cut.text());
			this.writer.beginning(cut.text(), pace, at, (time) -> cut(Outcome.Incomplete.LIMIT, time));
		}
		else if (outcome instanceof Outcome.Declined refusal) {
			this.completionTokens += Tokens.of(refusal.text());
			this.writer.reply("refusal", refusal.text(), pace, at, (time) -> end(SimulatedRunStatus.COMPLETED, time));
		}
		else if (outcome instanceof Outcome.Failure failure) {
			this.lastError = SimulatorJson.object().put("code", failure.code()).put("message", failure.message());
			end(SimulatedRunStatus.FAILED, at);
		}
		else if (outcome instanceof Outcome.Incomplete incomplete) {
			cut(incomplete.reason(), at);
		}
		else if (outcome instanceof Outcome.Stopped ended) {
			end(ended.status(), at);
		}
	}

	/**
	 * Asks for outputs, or for approvals before that, as one run cannot wait for both.
	 */
	private void ask(List<ToolCallScript> calls, Instant at) {
		List<ToolCallScript> approvals = calls.stream().filter(ToolCallScript::isMcp).toList();
		if (!approvals.isEmpty()) {
			this.rest = calls.stream().filter((call) -> !call.isMcp()).toList();
		}
		List<WaitingCall> asked = (approvals.isEmpty() ? calls : approvals).stream().map(this::pendingCall).toList();
		this.writer.calls(asked, this.script.pace(), at, (time) -> demand(asked));
	}

	private int limit(String name) {
		return this.echo.path(name).asInt(Integer.MAX_VALUE);
	}

	private void cut(String reason, Instant at) {
		this.incompleteReason = reason.equals(Outcome.Incomplete.LIMIT) ? "max_completion_tokens" : reason;
		end(SimulatedRunStatus.INCOMPLETE, at);
	}

	private void demand(List<WaitingCall> calls) {
		this.calls.ask(calls);
		this.status = SimulatedRunStatus.REQUIRES_ACTION;
		this.events.add("thread.run.requires_action", this::json);
	}

	private WaitingCall pendingCall(ToolCallScript call) {
		this.completionTokens += Tokens.of(call.arguments());
		return new WaitingCall(this.thread.nextId("call"), call);
	}

	private void end(SimulatedRunStatus status, Instant at) {
		this.status = status;
		this.endedAt = at;
		this.calls.forget();
		this.timeline.clear();
		this.writer.interrupt(status, at);
		this.steps.end(status, at);
		this.events.add("thread.run." + status.text(), this::json);
	}

	private Instant expiresAt() {
		return this.createdAt.plus(this.phases.expiresAfter());
	}

	private @Nullable Instant endedAs(SimulatedRunStatus status) {
		return (this.status == status) ? this.endedAt : null;
	}

}
