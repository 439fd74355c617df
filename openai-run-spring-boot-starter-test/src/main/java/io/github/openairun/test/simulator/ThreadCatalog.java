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

	private final IdSequence ids;

	private final Map<String, SimulatedThread> threads = new LinkedHashMap<>();

	ThreadCatalog(SimulatorSettings settings, IdSequence ids) {
		this.metadataMerged = settings.has(Variant.METADATA_MERGED);
		this.ids = ids;
	}

	SimulatedThread create(RequestBody body, Instant now) {
		body.allow(CREATE);
		ObjectNode json = SimulatorJson.object().put("id", this.ids.next("thread")).put("object", "thread");
		SimulatorJson.putTime(json, "created_at", now);
		json.putObject("tool_resources");
		setToolResources(json, body);
		SimulatedMetadata.set(json, body);
		SimulatedThread thread = new SimulatedThread(json, this.ids);
		body.objects("messages", ThreadMessages.MAXIMUM)
			.forEach((message) -> thread.addMessage(ThreadMessages.read(message), now));
		this.threads.put(thread.id(), thread);
		return thread;
	}

	SimulatedThread require(String id) {
		SimulatedThread thread = this.threads.get(id);
		if (thread == null) {
			throw SimulatedApiError.notFound("No thread found with id '" + id + "'.");
		}
		return thread;
	}

	ObjectNode modify(RoutedRequest call) {
		ObjectNode json = require(call.id(0)).json();
		RequestBody body = call.body().allow(MODIFY);
		SimulatedMetadata.update(json, body, this.metadataMerged);
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
	ObjectNode addMessage(RoutedRequest call) {
		SimulatedThread thread = require(call.id(0));
		AssistantRun active = thread.activeRun();
		if (active != null) {
			throw SimulatedApiError
				.badRequest("Can't add messages to " + thread.id() + " while a run " + active.id() + " is active.");
		}
		return thread.addMessage(ThreadMessages.read(call.body()), call.now());
	}

	ObjectNode listMessages(RoutedRequest call) {
		List<ObjectNode> messages = require(call.id(0)).messages();
		String run = call.query().get("run_id");
		return Page.of((run == null) ? messages
				: messages.stream().filter((message) -> run.equals(message.path("run_id").asString(""))).toList(), call,
				"message");
	}

	ObjectNode message(RoutedRequest call) {
		return Page.require(require(call.id(0)).messages(), call.id(1), "message");
	}

	ObjectNode modifyMessage(RoutedRequest call) {
		ObjectNode message = message(call);
		SimulatedMetadata.update(message, call.body().allow(Set.of("metadata")), this.metadataMerged);
		return message;
	}

	ObjectNode deleteMessage(RoutedRequest call) {
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
		return SimulatorJson.object().put("id", id).put("object", object).put("deleted", true);
	}

}
