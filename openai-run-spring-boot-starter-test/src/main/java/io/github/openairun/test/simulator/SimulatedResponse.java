package io.github.openairun.test.simulator;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The state machine of a response. A background or streamed response moves when it is
 * read, by the time of the reading; any other has ended when its request is answered.
 */
final class SimulatedResponse implements EventSource {

	private static final Set<String> LAST = Set.of("response.completed", "response.failed", "response.incomplete");

	private final String id;

	private final ObjectNode echo;

	private final ResponseContext context;

	private final Play play;

	private final RunScript script;

	private final SimulatorSettings settings;

	private final IdSequence ids;

	private final SimulatedWebhooks webhooks;

	private final List<ObjectNode> output = new ArrayList<>();

	private final EventLog events = new EventLog(LAST);

	private final Timeline timeline = new Timeline();

	private Instant createdAt = Instant.EPOCH;

	private SimulatedRunStatus status = SimulatedRunStatus.QUEUED;

	private @Nullable Instant completedAt;

	private @Nullable ObjectNode error;

	private @Nullable String incompleteReason;

	SimulatedResponse(ObjectNode echo, ResponseContext context, Play play, SimulatorSettings settings, IdSequence ids,
			SimulatedWebhooks webhooks) {
		this.id = ids.next("resp");
		this.echo = echo;
		this.context = context;
		this.play = play;
		this.script = play.script();
		this.settings = settings;
		this.ids = ids;
		this.webhooks = webhooks;
	}

	String id() {
		return this.id;
	}

	boolean ended() {
		return this.status.ended();
	}

	SimulatedRunStatus status() {
		return this.status;
	}

	@Nullable String threadId() {
		SimulatedConversation conversation = this.context.conversation();
		return (conversation != null) ? conversation.id() : null;
	}

	List<ObjectNode> output() {
		return this.output;
	}

	/**
	 * Returns what its request added to what the model had said before.
	 */
	List<ObjectNode> added() {
		return this.context.added();
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

	/**
	 * Begins to work.
	 * @param streamed whether the response is to be followed by a stream
	 */
	void begin(boolean streamed, Instant now) {
		this.createdAt = now;
		if (streamed) {
			this.events.open();
		}
		if (!isBackground()) {
			this.status = SimulatedRunStatus.IN_PROGRESS;
		}
		tell("response.created");
		SimulatedConversation conversation = this.context.conversation();
		if (conversation != null) {
			conversation.lock();
			if (isBackground() && this.settings.has(Variant.INPUT_SHOWN_AT_ONCE)) {
				conversation.items().addAll(this.context.input());
			}
		}
		if (!isBackground() && !streamed) {
			decide(now, Pace.INSTANT);
			advance(now);
			return;
		}
		if (isBackground()) {
			tell("response.queued");
			this.webhooks.follow(this);
		}
		this.timeline.at(this.script.pace().started(this.settings.phases(), now), this::start);
		this.timeline.at(this.script.pace().firstToken(this.settings.phases(), now),
				(at) -> decide(at, this.script.pace()));
	}

	/**
	 * Returns a stream from the beginning.
	 */
	Feed feed() {
		return new Feed(this, 0, false);
	}

	/**
	 * Returns a stream that goes on behind an event. API guide, Background mode: only a
	 * background response that was created with a stream has one. The texts of the
	 * refusals are not those of the live service.
	 */
	Feed feed(int after) {
		if (!isBackground() || !this.events.isOpen()) {
			throw SimulatedApiError.invalid("stream",
					"only background responses that were created with 'stream' set to true can be streamed.",
					"invalid_value");
		}
		return new Feed(this, after + 1, false);
	}

	@Override
	public EventLog events() {
		return this.events;
	}

	@Override
	public boolean step(Instant now) {
		return this.timeline.step(now);
	}

	@Override
	public @Nullable Instant due() {
		return this.timeline.due();
	}

	/**
	 * API reference, Cancel a response: to cancel one that is not in the background, the
	 * client closes the connection. What is left of it is taken to be cancelled.
	 */
	@Override
	public void left(Instant now) {
		if (!isBackground() && !ended() && !this.settings.has(Variant.LEFT_RESPONSES_GO_ON)) {
			end(SimulatedRunStatus.CANCELLED, now);
		}
	}

	/**
	 * OpenAI API reference, Cancel a response: only background responses can be
	 * cancelled; of one that has ended the call returns the final state.
	 */
	void cancel(Instant now) {
		if (!isBackground()) {
			throw SimulatedApiError.badRequest("Cannot cancel a synchronous response.");
		}
		if (!ended()) {
			end(SimulatedRunStatus.CANCELLED, now);
		}
	}

	/**
	 * OpenAPI document, Response: what is not required is written too, as the live
	 * service does.
	 */
	@Override
	public ObjectNode json() {
		ObjectNode json = SimulatorJson.object().put("id", this.id).put("object", "response");
		SimulatorJson.putTime(json, "created_at", this.createdAt);
		json.put("status", this.status.text());
		SimulatorJson.putTime(json, "completed_at", this.completedAt);
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
		json.set("output", SimulatorJson.array(this.output));
		boolean counted = this.status == SimulatedRunStatus.COMPLETED || this.status == SimulatedRunStatus.INCOMPLETE;
		json.set("usage", counted ? usage() : null);
		return json;
	}

	private boolean isBackground() {
		return this.echo.path("background").asBoolean();
	}

	private void start(Instant at) {
		this.status = SimulatedRunStatus.IN_PROGRESS;
		tell("response.in_progress");
	}

	private void decide(Instant at, Pace pace) {
		ResponseTurn turn = new ResponseTurn(this.output, this.ids, this.events, this.timeline, pace,
				this.settings.traits());
		Outcome outcome = new ResponseModel(this.context, this.play, turn, this.output).next()
			.within(this.echo.path("max_output_tokens").asInt(Integer.MAX_VALUE));
		if (outcome instanceof Outcome.Calls calls) {
			turn.calls(calls.calls(), "completed", at, (time) -> end(SimulatedRunStatus.COMPLETED, time));
		}
		else if (outcome instanceof Outcome.Reply reply) {
			turn.message(ResponseItems.outputText(""), "text", reply.text(), "completed", at,
					(time) -> end(SimulatedRunStatus.COMPLETED, time));
		}
		else if (outcome instanceof Outcome.Cut cut) {
			turn.message(ResponseItems.outputText(""), "text", cut.text(), "incomplete", at,
					(time) -> cut(Outcome.Incomplete.LIMIT, time));
		}
		else if (outcome instanceof Outcome.Declined refusal) {
			turn.message(SimulatorJson.text("refusal", "refusal", ""), "refusal", refusal.text(), "completed", at,
					(time) -> end(SimulatedRunStatus.COMPLETED, time));
		}
		else if (outcome instanceof Outcome.Failure failure) {
			this.error = SimulatorJson.object().put("code", failure.code()).put("message", failure.message());
			end(SimulatedRunStatus.FAILED, at);
		}
		else if (outcome instanceof Outcome.Stopped ended) {
			end(ended.status(), at);
		}
		else if (outcome instanceof Outcome.Incomplete incomplete) {
			turn.calls(incomplete.calls(), "incomplete", at,
					(time) -> cut(incomplete.reason().equals("max_completion_tokens") ? Outcome.Incomplete.LIMIT
							: incomplete.reason(), time));
		}
	}

	private void cut(String reason, Instant at) {
		this.incompleteReason = reason;
		end(SimulatedRunStatus.INCOMPLETE, at);
	}

	/**
	 * OpenAI API reference, Create a model response, conversation: input and output items
	 * are added to it after the response completes.
	 */
	private void end(SimulatedRunStatus status, Instant at) {
		this.status = status;
		this.completedAt = (status == SimulatedRunStatus.COMPLETED) ? at : null;
		this.timeline.clear();
		SimulatedConversation conversation = this.context.conversation();
		if (conversation != null) {
			keep(conversation, status);
		}
		// OpenAPI document, ResponseStreamEvent: there is no event for a cancelled one.
		if (status != SimulatedRunStatus.CANCELLED) {
			tell("response." + status.text());
		}
		this.events.close();
		// OpenAI API reference, Webhooks: only background responses have them.
		if (isBackground()) {
			this.webhooks.ended(this);
		}
	}

	private void keep(SimulatedConversation conversation, SimulatedRunStatus status) {
		conversation.unlock();
		boolean shown = isBackground() && this.settings.has(Variant.INPUT_SHOWN_AT_ONCE);
		if (!shown && (status == SimulatedRunStatus.COMPLETED || this.settings.has(Variant.INPUT_KEPT))) {
			conversation.items().addAll(this.context.input());
		}
		if (status == SimulatedRunStatus.COMPLETED) {
			conversation.items().addAll(this.output);
		}
	}

	private void tell(String name) {
		this.events.add(name, () -> {
			ObjectNode event = SimulatorJson.object().put("type", name).put("sequence_number", this.events.size());
			event.set("response", json());
			return event;
		});
	}

	private ObjectNode usage() {
		int input = this.script.input(Tokens.of(this.echo.path("instructions").asString("")) + this.context.tokens());
		int written = this.output.stream().mapToInt((item) -> Tokens.of(item.toString())).sum();
		int output = this.script.output(1,
				Math.min(written, this.echo.path("max_output_tokens").asInt(Integer.MAX_VALUE)));
		return Tokens.responseUsage(input, output);
	}

}
