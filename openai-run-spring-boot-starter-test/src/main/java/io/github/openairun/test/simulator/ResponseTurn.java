package io.github.openairun.test.simulator;

import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes the output items of a response, piece by piece, and tells of it in the order of
 * the live service. OpenAPI document, ResponseStreamEvent.
 */
final class ResponseTurn {

	private final List<ObjectNode> output;

	private final IdSequence ids;

	private final EventLog events;

	private final Timeline timeline;

	private final Pace pace;

	private final @Nullable ServerTraits traits;

	/**
	 * Creates a turn.
	 * @param output takes the items as they are done
	 * @param ids gives ids to items and calls
	 * @param events is told what happens
	 * @param timeline what is yet to happen
	 * @param pace how fast it happens
	 * @param traits where the server differs from OpenAI
	 */
	ResponseTurn(List<ObjectNode> output, IdSequence ids, EventLog events, Timeline timeline, Pace pace,
			@Nullable ServerTraits traits) {
		this.output = output;
		this.ids = ids;
		this.events = events;
		this.timeline = timeline;
		this.pace = pace;
		this.traits = traits;
	}

	/**
	 * Puts out items in one piece each.
	 */
	void items(List<ObjectNode> items) {
		for (ObjectNode item : items) {
			ObjectNode copy = item.deepCopy();
			if (!copy.hasNonNull("id")) {
				copy.put("id", this.ids.next("item"));
			}
			int index = this.output.size();
			tellItem("response.output_item.added", index, copy);
			done(index, copy);
		}
	}

	/**
	 * Writes a reply or a refusal.
	 * @param part the part of the message, still empty
	 * @param field the name of the part's text
	 * @param text the text
	 * @param status the status of the message when it is written
	 * @param at the time of the first piece
	 * @param end what to do when it is written
	 */
	void message(ObjectNode part, String field, String text, String status, Instant at, Consumer<Instant> end) {
		ObjectNode item = SimulatorJson.object()
			.put("id", this.ids.next("msg"))
			.put("type", "message")
			.put("status", "in_progress")
			.put("role", "assistant");
		item.putArray("content");
		int index = this.output.size();
		String event = field.equals("text") ? "response.output_text" : "response.refusal";
		boolean logged = field.equals("text");
		tellItem("response.output_item.added", index, item);
		tell("response.content_part.added", item, index, (json) -> json.put("content_index", 0).set("part", part));
		Instant last = this.pace.write(text, this.timeline, at, (piece) -> tell(event + ".delta", item, index,
				(json) -> logprobs(logged, json.put("content_index", 0).put("delta", piece))));
		this.timeline.at(last.plus(this.pace.end()), (time) -> {
			part.put(field, text);
			item.put("status", status).withArray("content").add(part);
			tell(event + ".done", item, index,
					(json) -> logprobs(logged, json.put("content_index", 0).put(field, text)));
			tell("response.content_part.done", item, index, (json) -> json.put("content_index", 0).set("part", part));
			done(index, item);
			end.accept(time);
		});
	}

	/**
	 * Writes calls, one after the other.
	 * @param calls the calls
	 * @param status the status of each when it is written
	 * @param at the time of the first piece
	 * @param end what to do when all are written
	 */
	void calls(List<ToolCallScript> calls, String status, Instant at, Consumer<Instant> end) {
		Instant time = at;
		Instant last = at;
		for (int i = 0; i < calls.size(); i++) {
			ToolCallScript call = calls.get(i);
			int index = this.output.size() + i;
			ObjectNode item = SimulatorJson.object()
				.put("id", this.ids.next("fc"))
				.put("type", ResponseItems.CALL)
				.put("status", "in_progress")
				.put("call_id", (this.traits != null) ? this.traits.callId(i, this.ids) : this.ids.next("call"))
				.put("name", call.tool())
				.put("arguments", "");
			this.timeline.at(time, (now) -> tellItem("response.output_item.added", index, item));
			last = this.pace.write(call.arguments(), this.timeline, time,
					(piece) -> tell("response.function_call_arguments.delta", item, index,
							(json) -> json.put("delta", piece)));
			this.timeline.at(last, (now) -> {
				item.put("status", status).put("arguments", call.arguments());
				tell("response.function_call_arguments.done", item, index,
						(json) -> json.put("name", call.tool()).put("arguments", call.arguments()));
				done(index, item);
			});
			time = last.plus(this.pace.between());
		}
		this.timeline.at(last.plus(this.pace.end()), end);
	}

	private void done(int index, ObjectNode item) {
		this.output.add(item);
		tellItem("response.output_item.done", index, item);
	}

	private void tellItem(String name, int index, ObjectNode item) {
		this.events.add(name, () -> {
			ObjectNode event = event(name).put("output_index", index);
			event.set("item", item);
			return event;
		});
	}

	private void tell(String name, ObjectNode item, int index, UnaryOperator<ObjectNode> rest) {
		this.events.add(name, () -> rest.apply(event(name).put("item_id", Page.id(item)).put("output_index", index)));
	}

	private ObjectNode event(String name) {
		return SimulatorJson.object().put("type", name).put("sequence_number", this.events.size());
	}

	private static ObjectNode logprobs(boolean logged, ObjectNode event) {
		if (logged) {
			event.putArray("logprobs");
		}
		return event;
	}

}
