package io.github.openairun.wire.responses;

import java.util.Map;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import io.github.openairun.wire.Json;

/**
 * A response as a server sends it.
 */
final class ResponseJson {

	final String id;

	private final ObjectNode json = Json.object();

	private final ArrayNode output;

	private ResponseJson(String id) {
		this.id = id;
		this.json.put("id", id).put("object", "response").put("created_at", 1_760_000_000.5).put("status", "completed");
		this.json.putNull("error").putNull("incomplete_details").put("model", "gpt-test-2026-01-01");
		this.json.putObject("conversation").put("id", "conv_1");
		this.json.putObject("metadata").put("openairun.v", "1").put("openairun.assistant", "support");
		this.output = this.json.putArray("output");
	}

	static ResponseJson response(String id) {
		return new ResponseJson(id);
	}

	/**
	 * A response that continues the run {@code resp_1}.
	 */
	static ResponseJson later(String id, int sequence, String previous) {
		return new ResponseJson(id).metadata("openairun.run", "resp_1")
			.metadata("openairun.seq", Integer.toString(sequence))
			.metadata("openairun.prev", previous);
	}

	ResponseJson status(String status) {
		return with("status", status);
	}

	ResponseJson with(String name, Object value) {
		this.json.set(name, Json.tree(value));
		return this;
	}

	ResponseJson without(String... names) {
		for (String name : names) {
			this.json.remove(name);
		}
		return this;
	}

	ResponseJson metadata(String name, String value) {
		((ObjectNode) this.json.get("metadata")).put(name, value);
		return this;
	}

	ResponseJson usage(int input, int output) {
		return with("usage", Map.of("input_tokens", input, "output_tokens", output, "total_tokens", input + output));
	}

	ResponseJson call(String callId, String name, String arguments) {
		return item(Json.object()
			.put("type", "function_call")
			.put("id", "fc_of_" + callId)
			.put("call_id", callId)
			.put("name", name)
			.put("arguments", arguments)
			.put("status", "completed"));
	}

	ResponseJson message(String id, String text) {
		return item(messageItem(id, "assistant", text));
	}

	ResponseJson item(ObjectNode item) {
		this.output.add(item);
		return this;
	}

	static ObjectNode messageItem(String id, String role, String text) {
		ObjectNode item = Json.object()
			.put("type", "message")
			.put("id", id)
			.put("role", role)
			.put("status", "completed");
		item.putArray("content")
			.addObject()
			.put("type", role.equals("assistant") ? "output_text" : "input_text")
			.put("text", text);
		return item;
	}

	static ObjectNode callItem(String callId) {
		return Json.object()
			.put("type", "function_call")
			.put("id", "fc_of_" + callId)
			.put("call_id", callId)
			.put("name", "find_order")
			.put("arguments", "{}");
	}

	static ObjectNode outputItem(String callId, String output) {
		return Json.object()
			.put("type", "function_call_output")
			.put("id", "fco_of_" + callId)
			.put("call_id", callId)
			.put("output", output);
	}

	@Override
	public String toString() {
		return this.json.toString();
	}

}
