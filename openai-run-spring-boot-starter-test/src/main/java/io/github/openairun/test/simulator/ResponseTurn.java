package io.github.openairun.test.simulator;

import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;
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
		items.forEach((item) -> item(item, "item", (copy, index) -> {
		}));
	}

	/**
	 * Puts out what a remote MCP server has done.
	 */
	void mcp(ObjectNode item) {
		boolean call = ClientCalls.MCP.equals(ClientCalls.type(item));
		String event = "response." + ClientCalls.type(item);
		item(item, call ? "mcp" : "mcpl", (copy, index) -> {
			tell(event + ".in_progress", copy, index, (json) -> json);
			if (call) {
				String arguments = copy.path("arguments").asString("");
				tell(event + "_arguments.delta", copy, index, (json) -> json.put("delta", arguments));
				tell(event + "_arguments.done", copy, index, (json) -> json.put("arguments", arguments));
			}
			tell(event + ".completed", copy, index, (json) -> json);
		});
	}

	private void item(ObjectNode item, String prefix, ObjIntConsumer<ObjectNode> between) {
		ObjectNode copy = item.deepCopy();
		if (!copy.hasNonNull("id")) {
			copy.put("id", this.ids.next(prefix));
		}
		int index = this.output.size();
		tellItem("response.output_item.added", index, copy);
		between.accept(copy, index);
		done(index, copy);
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
			ObjectNode item = begun(call, i);
			this.timeline.at(time, (now) -> tellItem("response.output_item.added", index, item));
			last = call.isMcp() ? time : this.pace.write(call.arguments(), this.timeline, time,
					(piece) -> tell(event(call) + ".delta", item, index, (json) -> json.put("delta", piece)));
			this.timeline.at(last, (now) -> {
				if (!call.isMcp()) {
					item.put("status", status).put(field(call), call.arguments());
					tell(event(call) + ".done", item, index, (json) -> ended(call, json));
				}
				done(index, item);
			});
			time = last.plus(this.pace.between());
		}
		this.timeline.at(last.plus(this.pace.end()), end);
	}

	/**
	 * Writes a call that has no arguments yet. A request for approval comes in one piece.
	 */
	private ObjectNode begun(ToolCallScript call, int number) {
		if (call.isMcp()) {
			return SimulatorJson.object()
				.put("id", this.ids.next("mcpr"))
				.put("type", ClientCalls.APPROVAL)
				.put("server_label", call.server())
				.put("name", call.tool())
				.put("arguments", call.arguments());
		}
		boolean custom = call.kind() == ToolCallScript.Kind.CUSTOM;
		return SimulatorJson.object()
			.put("id", this.ids.next(custom ? "ctc" : "fc"))
			.put("type", custom ? ClientCalls.CUSTOM : ResponseItems.CALL)
			.put("status", "in_progress")
			.put("call_id", (this.traits != null) ? this.traits.callId(number, this.ids) : this.ids.next("call"))
			.put("name", call.tool())
			.put(field(call), "");
	}

	private static String field(ToolCallScript call) {
		return (call.kind() == ToolCallScript.Kind.CUSTOM) ? "input" : "arguments";
	}

	private static String event(ToolCallScript call) {
		return (call.kind() == ToolCallScript.Kind.CUSTOM) ? "response.custom_tool_call_input"
				: "response.function_call_arguments";
	}

	private static ObjectNode ended(ToolCallScript call, ObjectNode event) {
		if (call.kind() == ToolCallScript.Kind.FUNCTION) {
			event.put("name", call.tool());
		}
		return event.put(field(call), call.arguments());
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
