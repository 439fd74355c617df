package io.github.openairun.test.simulator;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The threads of wire Assistants v2 and their messages.
 */
final class ThreadCatalog {

	private static final Set<String> CREATE = Set.of("messages", "tool_resources", "metadata");

	private static final Set<String> MODIFY = Set.of("tool_resources", "metadata");

	private final boolean metadataMerged;

	private final Ids ids;

	private final Map<String, SimulatedThread> threads = new LinkedHashMap<>();

	ThreadCatalog(Settings settings, Ids ids) {
		this.metadataMerged = settings.has(Variant.METADATA_MERGED);
		this.ids = ids;
	}

	SimulatedThread create(RequestBody body, Instant now) {
		body.allow(CREATE);
		ObjectNode json = Json.object().put("id", this.ids.next("thread")).put("object", "thread");
		Json.putTime(json, "created_at", now);
		json.putObject("tool_resources");
		setToolResources(json, body);
		Metadata.set(json, body);
		SimulatedThread thread = new SimulatedThread(json, this.ids);
		body.objects("messages", Integer.MAX_VALUE)
			.forEach((message) -> thread.addMessage(ThreadMessages.read(message), now));
		this.threads.put(thread.id(), thread);
		return thread;
	}

	SimulatedThread require(String id) {
		SimulatedThread thread = this.threads.get(id);
		if (thread == null) {
			throw ApiError.notFound("No thread found with id '" + id + "'.");
		}
		return thread;
	}

	ObjectNode modify(Call call) {
		ObjectNode json = require(call.id(0)).json();
		RequestBody body = call.body().allow(MODIFY);
		Metadata.update(json, body, this.metadataMerged);
		setToolResources(json, body);
		return json;
	}

	ObjectNode delete(String id) {
		this.threads.remove(require(id).id());
		return deleted(id, "thread.deleted");
	}

	/**
	 * A thread is locked while a run is active. OpenAI API reference, Assistants, runs:
	 * no messages can be added until it has ended.
	 */
	ObjectNode addMessage(Call call) {
		SimulatedThread thread = require(call.id(0));
		AssistantRun active = thread.activeRun();
		if (active != null) {
			throw ApiError
				.badRequest("Can't add messages to " + thread.id() + " while a run " + active.id() + " is active.");
		}
		return thread.addMessage(ThreadMessages.read(call.body()), call.now());
	}

	ObjectNode listMessages(Call call) {
		List<ObjectNode> messages = require(call.id(0)).messages();
		String run = call.query().get("run_id");
		return Page.of((run == null) ? messages
				: messages.stream().filter((message) -> run.equals(message.path("run_id").asString(""))).toList(), call,
				"message");
	}

	ObjectNode message(Call call) {
		return Page.require(require(call.id(0)).messages(), call.id(1), "message");
	}

	ObjectNode modifyMessage(Call call) {
		ObjectNode message = message(call);
		Metadata.update(message, call.body().allow(Set.of("metadata")), this.metadataMerged);
		return message;
	}

	ObjectNode deleteMessage(Call call) {
		require(call.id(0)).messages().remove(message(call));
		return deleted(call.id(1), "thread.message.deleted");
	}

	private static void setToolResources(ObjectNode json, RequestBody body) {
		JsonNode resources = body.node("tool_resources");
		if (resources != null) {
			json.set("tool_resources", resources.deepCopy());
		}
	}

	private static ObjectNode deleted(String id, String object) {
		return Json.object().put("id", id).put("object", object).put("deleted", true);
	}

}
