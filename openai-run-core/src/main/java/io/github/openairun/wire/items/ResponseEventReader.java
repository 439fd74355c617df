package io.github.openairun.wire.items;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import io.github.openairun.Message;
import io.github.openairun.Run;
import io.github.openairun.RunError;
import io.github.openairun.RunStatus;
import io.github.openairun.RunStep;
import io.github.openairun.wire.Json;
import io.github.openairun.wire.RunEvent;
import io.github.openairun.wire.ServerEvent;
import io.github.openairun.wire.StreamOperation;
import io.github.openairun.wire.StreamSink;
import io.github.openairun.wire.TextDeltas;
import io.github.openairun.wire.WireResponse;

/**
 * One stream of a response. Steps are told as soon as the next one begins, those of
 * functions when they have ended with the response.
 *
 * @since 0.1.0
 */
public abstract class ResponseEventReader implements StreamOperation {

	private static final String PREFIX = "response.";

	private final boolean resumed;

	private final List<JsonNode> output = new ArrayList<>();

	private final StepGroups groups = new StepGroups();

	private final TextDeltas texts = new TextDeltas();

	/** The messages that were told, in their order. */
	private final List<ObjectNode> messages = new ArrayList<>();

	private final Set<String> told = new HashSet<>();

	private JsonNode head = Json.object();

	private @Nullable Run run;

	private boolean accepted;

	private boolean resumable;

	/**
	 * Create a stream.
	 * @param resumed the run whose stream is resumed, or {@code null}
	 */
	protected ResponseEventReader(@Nullable Run resumed) {
		this.resumed = resumed != null;
		this.run = resumed;
		this.resumable = this.resumed;
		this.accepted = this.resumed;
	}

	/**
	 * Take note of the response that the server has begun; may block.
	 * @return the run, in another response if that one has the say
	 */
	protected abstract Run accept(WireResponse response);

	/**
	 * Return the run as a response shows it that the server has begun before.
	 * @param run the run as it was known
	 * @param response the response
	 * @return the run
	 */
	protected abstract Run read(Run run, WireResponse response);

	/**
	 * Return whether a run goes on by another response than the one that was accepted.
	 * @param run the run as {@link #accept} returned it
	 * @param response the response
	 * @return whether the stream is of no interest
	 */
	protected boolean isOvertaken(Run run, WireResponse response) {
		return false;
	}

	/**
	 * Take note of the final event of the response; may block.
	 * @param run the run as the response shows it
	 * @param response the response, with everything that was pushed
	 * @return the run, or {@code null} if it was taken on elsewhere meanwhile, so that
	 * the response does not count
	 */
	protected abstract @Nullable Run end(Run run, WireResponse response);

	/**
	 * Take note of an error that ends the run; may block.
	 * @param run the run as it was known
	 * @param error what the server says
	 * @return the run that has failed, or {@code null} if it was taken on elsewhere
	 * meanwhile
	 */
	protected @Nullable Run fail(Run run, RunError error) {
		return run.mutate().status(RunStatus.FAILED).lastError(error).build();
	}

	/**
	 * Return the run if it is known before the server describes the response.
	 * @return the run, or {@code null} to wait for the response
	 */
	protected @Nullable Run begun() {
		return null;
	}

	/**
	 * Return the properties by which the steps of the response are known.
	 * @param run the run
	 * @param response the response
	 * @return a copy of its properties {@code id} and {@code created_at}
	 */
	protected ObjectNode head(Run run, JsonNode response) {
		ObjectNode head = Json.object();
		for (String name : new String[] { "id", "created_at" }) {
			JsonNode value = response.get(name);
			if (value != null) {
				head.set(name, value);
			}
		}
		return head;
	}

	/**
	 * Return the id of a message.
	 * @param id what the server calls it, empty if it has no name
	 * @param number the number of the message within the response, beginning with 0
	 * @return the id, empty to derive one
	 */
	protected String messageId(String id, int number) {
		return id;
	}

	/**
	 * Retrieve what the response has put out, if the stream may not have told all of it;
	 * may block.
	 * @return the response, or {@code null} if there is no other source
	 */
	protected @Nullable JsonNode stored() {
		return null;
	}

	@Override
	public void read(ServerEvent event, StreamSink sink) {
		if (event.isDone()) {
			sink.complete();
			return;
		}
		String type = event.type();
		switch (type) {
			case PREFIX + "output_text.delta" -> readDelta(event, sink);
			case PREFIX + "output_item.done" -> readItem(event, sink);
			case PREFIX + "created", PREFIX + "queued", PREFIX + "in_progress" -> readResponse(event, false, sink);
			case PREFIX + "completed", PREFIX + "failed", PREFIX + "incomplete", PREFIX + "cancelled", "response" ->
				readResponse(event, true, sink);
			default -> {
				JsonNode error = event.error();
				if (type.isEmpty() && isResponse(event)) {
					readResponse(event, true, sink);
				}
				else if (error != null) {
					failed(error, sink);
				}
			}
		}
	}

	/** Some servers answer in one piece, and some without naming the object. */
	private static boolean isResponse(ServerEvent event) {
		JsonNode json = event.json();
		return json != null && (json.path("output").isArray() || (json.hasNonNull("id") && json.hasNonNull("status")));
	}

	/**
	 * An error ends a stream that has not begun. Afterwards it ends the run, unless the
	 * response works in the background and the server can be asked about it.
	 */
	private void failed(JsonNode error, StreamSink sink) {
		Run run = this.run;
		if (run == null || this.resumable) {
			sink.fail(error);
			return;
		}
		sink.blocking(() -> {
			Run failed = fail(run, error(error));
			if (failed == null) {
				sink.abandon();
				return;
			}
			sink.emit(new RunEvent.Snapshot(failed, null));
			sink.complete();
		});
	}

	private static RunError error(JsonNode json) {
		JsonNode nested = json.path("error");
		JsonNode fields = nested.isObject() ? nested : json;
		String message = Json.text(fields, "message");
		if (message == null) {
			String text = ResponseReader.errorText(nested);
			message = (text != null) ? text : nested.isValueNode() ? nested.asString("") : nested.toString();
		}
		return new RunError(Json.text(fields, "code", Json.text(fields, "type", "unknown")), message);
	}

	private void readDelta(ServerEvent event, StreamSink sink) {
		JsonNode json = event.json();
		String text = (json != null) ? Json.text(json, "delta") : null;
		if (json != null && text != null) {
			begin(sink);
			String id = Json.text(json, "item_id", "");
			String whole = this.texts.add(id, text);
			if (!whole.isEmpty()) {
				sink.emit(new RunEvent.TextDelta(messageId(id, this.messages.size()), whole, sequence(json)));
			}
		}
	}

	/** Some servers push before they describe the response. */
	private void begin(StreamSink sink) {
		Run begun = this.accepted ? null : begun();
		if (begun != null) {
			this.accepted = true;
			this.head = head(begun, this.head);
			this.run = begun;
			sink.emit(new RunEvent.Snapshot(begun, null));
		}
	}

	private @Nullable Long sequence(JsonNode json) {
		long sequence = Json.number(json, "sequence_number", -1);
		return (this.resumable && sequence >= 0) ? Long.valueOf(sequence) : null;
	}

	private void readItem(ServerEvent event, StreamSink sink) {
		JsonNode json = event.json();
		JsonNode item = (json != null) ? Json.child(json, "item") : null;
		if (item != null) {
			begin(sink);
		}
		Run run = this.run;
		if (json == null || item == null || run == null) {
			return;
		}
		this.output.add(item);
		if (!this.resumed) {
			tellPreviousStep(run, item, sequence(json), sink);
		}
		if (Items.is(item, Items.MESSAGE)) {
			tellMessage(run, (ObjectNode) item, sequence(json), sink);
		}
	}

	/**
	 * Tell a message. Where a server leaves out its id or its text, they are taken from
	 * what is known.
	 */
	private void tellMessage(Run run, ObjectNode item, @Nullable Long sequence, StreamSink sink) {
		String serverId = Json.text(item, "id", "");
		fill(item, serverId);
		tellMessage(run, item, messageId(serverId, this.messages.size()), sequence, sink);
	}

	private void tellMessage(Run run, ObjectNode item, String id, @Nullable Long sequence, StreamSink sink) {
		item.put("id", !id.isEmpty() ? id : "msg_" + Json.text(this.head, "id", run.id()) + "_" + this.messages.size());
		this.messages.add(item);
		this.told.add(Json.text(item, "id", ""));
		sink.emit(new RunEvent.MessageCompleted(MessageItems.read(item, run.threadId(), run.id()), sequence));
	}

	private void fill(ObjectNode item, String serverId) {
		String text = this.texts.complete(serverId);
		if (!text.isEmpty() && isEmpty(item)) {
			item.setAll(message(null, text));
		}
	}

	private static boolean isEmpty(JsonNode message) {
		return message.path("content").isEmpty() && Json.text(message, "content") == null;
	}

	private static ObjectNode message(@Nullable String id, String text) {
		ObjectNode item = Json.object().put("type", Items.MESSAGE).put("role", Message.ASSISTANT);
		if (id != null) {
			item.put("id", id);
		}
		item.putArray("content").addObject().put("type", "output_text").put("text", text);
		return item;
	}

	/**
	 * Tell the step before the one that an item begins. The step of the functions is told
	 * when the response has ended.
	 */
	private void tellPreviousStep(Run run, JsonNode item, @Nullable Long sequence, StreamSink sink) {
		int previous = this.groups.size() - 1;
		if (this.groups.add(item) && previous >= 0
				&& !Items.is(this.groups.get(previous).get(0), Items.FUNCTION_CALL)) {
			tellStep(StepItems.of(run, this.head, this.groups, previous), sequence, sink);
		}
	}

	/**
	 * Tell the steps of the response that has ended, if they were not told yet.
	 */
	private void tellSteps(Run run, @Nullable Long sequence, StreamSink sink) {
		for (RunStep step : StepItems.of(run, this.head, this.output, 0, Map.of())) {
			if (!RunStatus.IN_PROGRESS.text().equals(step.status())) {
				tellStep(step, sequence, sink);
			}
		}
	}

	private void tellStep(RunStep step, @Nullable Long sequence, StreamSink sink) {
		if (this.told.add(step.id())) {
			sink.emit(new RunEvent.StepCompleted(step, sequence));
		}
	}

	private void readResponse(ServerEvent event, boolean last, StreamSink sink) {
		ObjectNode json = event.json();
		if (json == null) {
			return;
		}
		JsonNode body = Json.child(json, "response");
		WireResponse response = event.response((body != null) ? body : json);
		if (!this.accepted || last) {
			sink.blocking(() -> take(response, json, last, sink));
		}
		else {
			tell(read(response), json, sink);
		}
	}

	private Run read(WireResponse response) {
		Run run = this.run;
		Assert.state(run != null, "The response was not accepted");
		return read(run, response);
	}

	private void tell(Run run, JsonNode json, StreamSink sink) {
		this.run = run;
		sink.emit(new RunEvent.Snapshot(run, sequence(json)));
	}

	/**
	 * Take note of what the server says, where that may take time.
	 */
	private void take(WireResponse response, JsonNode json, boolean last, StreamSink sink) {
		Run known = null;
		if (last && response.body() instanceof ObjectNode body) {
			complete(body);
		}
		if (!this.accepted) {
			known = accept(response);
			this.accepted = true;
			if (isOvertaken(known, response)) {
				sink.emit(new RunEvent.Snapshot(known, null));
				sink.abandon();
				return;
			}
			this.run = known;
			if (last) {
				tellBeginning(known, sink);
			}
			this.resumable = Json.flag(response.body(), "background", false);
			this.head = head(known, response.body());
		}
		Run run = (known != null) ? known : read(response);
		Run ended = last ? ended(run, response, json, sink) : null;
		tell((ended != null) ? ended : run, json, sink);
		if (ended != null) {
			sink.complete();
		}
		else if (last) {
			sink.abandon();
		}
	}

	/** A response in one piece has no event that tells of the run before its messages. */
	private static void tellBeginning(Run run, StreamSink sink) {
		boolean open = !run.status().isTerminal() && !run.requiresAction();
		Run begun = open ? run
				: run.mutate()
					.status(RunStatus.IN_PROGRESS)
					.toolCalls(List.of())
					.unsupportedAction(null)
					.lastError(null)
					.build();
		sink.emit(new RunEvent.Snapshot(begun, null));
	}

	/**
	 * Some servers push items or texts and leave them, or some of them, out of the final
	 * event.
	 */
	private void complete(ObjectNode response) {
		if (response.path("output").isEmpty()) {
			JsonNode stored = stored();
			List<JsonNode> items = (stored != null) ? Json.children(stored, "output") : List.of();
			response.putArray("output").addAll(items.isEmpty() ? this.output : items);
		}
		else {
			List<JsonNode> items = PushedItems.join(this.output, Json.children(response, "output"));
			response.putArray("output").addAll(items);
		}
		List<JsonNode> output = Json.children(response, "output");
		if (output.stream().noneMatch((item) -> Items.is(item, Items.MESSAGE))) {
			ArrayNode items = response.putArray("output");
			this.texts.open().forEach((id, text) -> items.add(message(id.isEmpty() ? null : id, text)));
			items.addAll(output);
		}
	}

	private @Nullable Run ended(Run known, WireResponse response, JsonNode json, StreamSink sink) {
		List<JsonNode> output = Json.children(response.body(), "output");
		List<JsonNode> messages = output.stream().filter((item) -> Items.is(item, Items.MESSAGE)).toList();
		nameMessages(messages);
		Run run = end(known, response);
		if (run == null) {
			return null;
		}
		this.head = headOfEnded(run, response.body());
		if (!output.isEmpty()) {
			this.output.clear();
			this.output.addAll(output);
		}
		int told = this.messages.size();
		for (int i = 0; i < messages.size(); i++) {
			// A resumed stream has told the last messages, another one the first.
			String id = Json.text(messages.get(i), "id", "");
			if (this.resumed ? !this.told.contains(id) : i >= told) {
				tellMessage(run, (ObjectNode) messages.get(i), id, sequence(json), sink);
			}
		}
		tellSteps(run, sequence(json), sink);
		return run;
	}

	/**
	 * Give the messages of the final event the ids by which they were told, or new ones.
	 */
	private void nameMessages(List<JsonNode> messages) {
		for (int i = 0; i < messages.size(); i++) {
			ObjectNode message = (ObjectNode) messages.get(i);
			String id = Json.text(message, "id", "");
			fill(message, id);
			if (!this.resumed && i < this.messages.size()) {
				ObjectNode told = this.messages.get(i);
				message.set("id", told.get("id"));
				if (isEmpty(message)) {
					message.set("content", told.get("content"));
				}
			}
			else if (!messageId(id, i).isEmpty()) {
				message.put("id", messageId(id, i));
			}
		}
	}

	/** The step of a response has its times and its usage. */
	private ObjectNode headOfEnded(Run run, JsonNode response) {
		ObjectNode head = Json.object();
		if (response instanceof ObjectNode properties) {
			head.setAll(properties);
		}
		head.setAll(head(run, response));
		return head;
	}

}
