package io.github.openairun.test.simulator;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The state machine of a response. A background response moves when it is read, by the
 * time of the reading; any other has ended when its request is answered.
 */
final class SimulatedResponse {

	private final String id;

	private final ObjectNode echo;

	private final ResponseContext context;

	private final RunScript script;

	private final Settings settings;

	private final Ids ids;

	private final List<ObjectNode> output = new ArrayList<>();

	private Instant createdAt = Instant.EPOCH;

	private RunStatus status = RunStatus.QUEUED;

	private @Nullable Instant completedAt;

	private @Nullable ObjectNode error;

	private @Nullable String incompleteReason;

	SimulatedResponse(ObjectNode echo, ResponseContext context, RunScript script, Settings settings, Ids ids) {
		this.id = ids.next("resp");
		this.echo = echo;
		this.context = context;
		this.script = script;
		this.settings = settings;
		this.ids = ids;
	}

	String id() {
		return this.id;
	}

	boolean ended() {
		return this.status.ended();
	}

	List<ObjectNode> input() {
		return this.context.input();
	}

	/**
	 * Returns what a response sees that continues this one.
	 */
	List<ObjectNode> context() {
		List<ObjectNode> items = this.context.items();
		items.addAll(this.output);
		return items;
	}

	void begin(Instant now) {
		this.createdAt = now;
		SimulatedConversation conversation = this.context.conversation();
		if (!isBackground()) {
			finish(now);
		}
		else if (conversation != null) {
			conversation.lock();
			if (this.settings.has(Variant.INPUT_SHOWN_AT_ONCE)) {
				conversation.items().addAll(this.context.input());
			}
		}
	}

	void advance(Instant now) {
		Settings.Phases phases = this.settings.phases();
		if (!this.status.works()) {
			return;
		}
		Instant finished = phases.finished(this.createdAt);
		if (!now.isBefore(finished)) {
			finish(finished);
		}
		else if (!now.isBefore(phases.started(this.createdAt))) {
			this.status = RunStatus.IN_PROGRESS;
		}
	}

	/**
	 * OpenAI API reference, Cancel a response: only background responses can be
	 * cancelled; of one that has ended the call returns the final state.
	 */
	void cancel(Instant now) {
		if (!isBackground()) {
			throw ApiError.badRequest("Cannot cancel a synchronous response.");
		}
		if (!ended()) {
			end(RunStatus.CANCELLED, now);
		}
	}

	/**
	 * OpenAPI document, Response: what is not required is written too, as the live
	 * service does.
	 */
	ObjectNode json() {
		ObjectNode json = Json.object().put("id", this.id).put("object", "response");
		Json.putTime(json, "created_at", this.createdAt);
		json.put("status", this.status.text());
		Json.putTime(json, "completed_at", this.completedAt);
		json.set("error", this.error);
		json.putNull("incomplete_details");
		if (this.incompleteReason != null) {
			json.putObject("incomplete_details").put("reason", this.incompleteReason);
		}
		json.setAll(this.echo.deepCopy());
		SimulatedConversation conversation = this.context.conversation();
		json.putNull("conversation");
		if (conversation != null) {
			json.putObject("conversation").put("id", conversation.id());
		}
		json.set("output", Json.array(this.output));
		boolean counted = this.status == RunStatus.COMPLETED || this.status == RunStatus.INCOMPLETE;
		json.set("usage", counted ? usage() : null);
		return json;
	}

	private boolean isBackground() {
		return this.echo.path("background").asBoolean();
	}

	private void finish(Instant at) {
		CallRules rules = CallRules.of(this.echo.get("tool_choice"), this.echo.path("parallel_tool_calls").asBoolean());
		Outcome outcome = this.script.next(this.context.answered(), rules);
		if (outcome instanceof Outcome.Calls calls) {
			calls.calls().forEach((call) -> this.output.add(call(call, "completed")));
			end(RunStatus.COMPLETED, at);
		}
		else if (outcome instanceof Outcome.Reply reply) {
			this.output.add(message(ResponseItems.outputText(reply.text())));
			end(RunStatus.COMPLETED, at);
		}
		else if (outcome instanceof Outcome.Refusal refusal) {
			this.output.add(message(Json.text("refusal", "refusal", refusal.text())));
			end(RunStatus.COMPLETED, at);
		}
		else if (outcome instanceof Outcome.Failure failure) {
			this.error = Json.object().put("code", failure.code()).put("message", failure.message());
			end(RunStatus.FAILED, at);
		}
		else if (outcome instanceof Outcome.Incomplete incomplete) {
			incomplete.calls().forEach((call) -> this.output.add(call(call, "incomplete")));
			this.incompleteReason = incomplete.reason().equals("max_completion_tokens") ? "max_output_tokens"
					: incomplete.reason();
			end(RunStatus.INCOMPLETE, at);
		}
	}

	/**
	 * OpenAI API reference, Create a model response, conversation: input and output items
	 * are added to it after the response completes.
	 */
	private void end(RunStatus status, Instant at) {
		this.status = status;
		this.completedAt = (status == RunStatus.COMPLETED) ? at : null;
		SimulatedConversation conversation = this.context.conversation();
		if (conversation == null) {
			return;
		}
		conversation.unlock();
		boolean shown = isBackground() && this.settings.has(Variant.INPUT_SHOWN_AT_ONCE);
		if (!shown && (status == RunStatus.COMPLETED || this.settings.has(Variant.INPUT_KEPT))) {
			conversation.items().addAll(this.context.input());
		}
		if (status == RunStatus.COMPLETED) {
			conversation.items().addAll(this.output);
		}
	}

	private ObjectNode call(ToolCallScript call, String status) {
		return Json.object()
			.put("id", this.ids.next("fc"))
			.put("type", ResponseItems.CALL)
			.put("status", status)
			.put("call_id", this.ids.next("call"))
			.put("name", call.tool())
			.put("arguments", call.arguments());
	}

	private ObjectNode message(ObjectNode part) {
		ObjectNode message = Json.object()
			.put("id", this.ids.next("msg"))
			.put("type", "message")
			.put("status", "completed")
			.put("role", "assistant");
		message.putArray("content").add(part);
		return message;
	}

	private ObjectNode usage() {
		int input = Tokens.of(this.echo.path("instructions").asString("")) + this.context.tokens();
		int output = this.output.stream().mapToInt((item) -> Tokens.of(item.toString())).sum();
		ObjectNode usage = Json.object().put("input_tokens", input);
		usage.putObject("input_tokens_details").put("cached_tokens", 0).put("cache_write_tokens", 0);
		usage.put("output_tokens", output);
		usage.putObject("output_tokens_details").put("reasoning_tokens", 0);
		return usage.put("total_tokens", input + output);
	}

}
