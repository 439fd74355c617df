package io.github.openairun.wire.responses;

import java.util.ArrayList;
import java.util.List;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import io.github.openairun.wire.Json;

/**
 * The events of a response as a server pushes them.
 */
final class ResponseEvents {

	private final String id;

	private final boolean later;

	private final StringBuilder stream = new StringBuilder();

	private final List<ObjectNode> output = new ArrayList<>();

	private boolean background;

	private int sequence;

	private ResponseEvents(String id, boolean later) {
		this.id = id;
		this.later = later;
	}

	static ResponseEvents of(String id) {
		return new ResponseEvents(id, false);
	}

	/**
	 * Of a response that continues the run {@code resp_1}.
	 */
	static ResponseEvents later(String id) {
		return new ResponseEvents(id, true);
	}

	ResponseEvents background() {
		this.background = true;
		return this;
	}

	ResponseEvents begin() {
		return response("response.created", "queued").response("response.in_progress", "in_progress");
	}

	/**
	 * Begin, tell a text piece by piece, and end.
	 */
	ResponseEvents text(String... pieces) {
		return begin().message("msg_" + this.id, pieces).response("response.completed", "completed");
	}

	ResponseEvents message(String itemId, String... pieces) {
		ObjectNode item = Json.object().put("type", "message").put("id", itemId).put("status", "completed");
		item.put("role", "assistant")
			.putArray("content")
			.addObject()
			.put("type", "output_text")
			.put("text", String.join("", pieces));
		event("response.output_item.added", Json.object().set("item", item));
		for (String piece : pieces) {
			event("response.output_text.delta", Json.object().put("item_id", itemId).put("delta", piece));
		}
		return item(item);
	}

	/**
	 * Begin, call a function, and end.
	 */
	ResponseEvents call(String callId, String name, String arguments) {
		ObjectNode item = Json.object().put("type", "function_call").put("id", "fc_" + callId);
		item.put("call_id", callId).put("name", name).put("arguments", arguments).put("status", "completed");
		return begin().item(item).response("response.completed", "completed");
	}

	ResponseEvents item(ObjectNode item) {
		this.output.add(item);
		return event("response.output_item.done", Json.object().set("item", item));
	}

	ResponseEvents response(String type, String status) {
		ResponseJson response = this.later ? ResponseJson.later(this.id, 1, "resp_1") : ResponseJson.response(this.id);
		response.status(status).with("background", this.background);
		if (!status.equals("queued") && !status.equals("in_progress")) {
			response.with("output", this.output);
		}
		return event(type, Json.object().set("response", Json.parse(response.toString(), "response")));
	}

	ResponseEvents event(String type, JsonNode json) {
		((ObjectNode) json).put("type", type).put("sequence_number", this.sequence++);
		this.stream.append("event: ").append(type).append("\ndata: ").append(json).append("\n\n");
		return this;
	}

	@Override
	public String toString() {
		return this.stream.toString();
	}

}
