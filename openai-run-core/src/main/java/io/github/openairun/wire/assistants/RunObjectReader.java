package io.github.openairun.wire.assistants;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import io.github.openairun.Run;
import io.github.openairun.RunBuilder;
import io.github.openairun.RunError;
import io.github.openairun.RunStatus;
import io.github.openairun.RunUsage;
import io.github.openairun.ToolCall;
import io.github.openairun.support.LogText;
import io.github.openairun.wire.CallIds;
import io.github.openairun.wire.Json;
import io.github.openairun.wire.WireResponse;

/**
 * Reads run objects, including those of almost compatible servers.
 */
final class RunObjectReader {

	private static final String SUBMIT_TOOL_OUTPUTS = "submit_tool_outputs";

	/** Azure AI Agents REST API, SubmitToolApprovalAction. */
	private static final String SUBMIT_TOOL_APPROVAL = "submit_tool_approval";

	private RunObjectReader() {
	}

	/**
	 * Read the run that a request was about.
	 * @param response the response
	 * @param runId the id of the run
	 * @param threadId the id of its thread
	 */
	static Run read(WireResponse response, String runId, String threadId) {
		Run run = read(response, threadId);
		if (!run.id().equals(runId)) {
			throw response.invalid("its 'id' is '" + LogText.of(run.id()) + "', and not '" + runId + "'");
		}
		return run;
	}

	/**
	 * Read a run that is the whole response.
	 * @param response the response
	 * @param threadId the thread that the request was about, or {@code null} if the
	 * response must contain it
	 */
	static Run read(WireResponse response, @Nullable String threadId) {
		return builder(response, response.body(), threadId).pollAfter(response.pollAfter()).build();
	}

	/**
	 * Read a run of a list.
	 */
	static Run read(WireResponse response, JsonNode json, String threadId) {
		return builder(response, json, threadId).build();
	}

	private static RunBuilder builder(WireResponse response, JsonNode json, @Nullable String threadId) {
		Instant createdAt = Json.time(json, "created_at");
		RunBuilder run = Run.builder(response.id(json, "id", AssistantsGateway.RUN_PREFIX),
				(threadId != null) ? threadId : response.id(json, "thread_id", ServerThreads.PREFIX));
		run.object(Json.text(json, "object", "thread.run"));
		run.status(Json.text(json, "status", RunStatus.UNKNOWN.text()));
		run.createdAt((createdAt != null) ? createdAt : Instant.EPOCH);
		run.assistant(Json.text(json, "assistant_id"));
		run.startedAt(Json.time(json, "started_at"));
		run.expiresAt(expiry(Json.time(json, "expires_at"), createdAt));
		run.cancelledAt(Json.time(json, "cancelled_at"));
		run.failedAt(Json.time(json, "failed_at"));
		run.completedAt(Json.time(json, "completed_at"));
		run.model(Json.text(json, "model"));
		run.instructions(Json.text(json, "instructions"));
		run.tools(AssistantToolJson.functions(json));
		run.metadata(NonceMetadata.hide(json));
		run.lastError(error(json));
		run.usage(usage(json));
		JsonNode incomplete = Json.child(json, "incomplete_details");
		run.incompleteReason((incomplete != null) ? Json.text(incomplete, "reason") : null);
		JsonNode action = Json.child(json, "required_action");
		if (action != null && RunStatus.REQUIRES_ACTION.text().equals(Json.text(json, "status"))) {
			readAction(response, action, run);
		}
		return run;
	}

	/**
	 * Some servers send 0 or a duration: a value that is not after the creation is
	 * ignored.
	 */
	private static @Nullable Instant expiry(@Nullable Instant expiresAt, @Nullable Instant createdAt) {
		return (expiresAt != null && createdAt != null && expiresAt.isAfter(createdAt)) ? expiresAt : null;
	}

	private static void readAction(WireResponse response, JsonNode action, RunBuilder run) {
		String type = Json.text(action, "type", SUBMIT_TOOL_OUTPUTS);
		if (!type.equals(SUBMIT_TOOL_OUTPUTS) && !type.equals(SUBMIT_TOOL_APPROVAL)) {
			run.unsupportedAction(type);
			return;
		}
		JsonNode submit = Json.child(action, type);
		List<ToolCall> calls = new ArrayList<>();
		List<JsonNode> entries = Json.children((submit != null) ? submit : action, "tool_calls");
		if (entries.size() > CallIds.MAX_CALLS) {
			throw response.invalid("its 'tool_calls' are more than " + CallIds.MAX_CALLS);
		}
		for (JsonNode call : entries) {
			boolean remote = AssistantToolJson.isMcp(call) || (type.equals(SUBMIT_TOOL_APPROVAL) && !call.has("type"));
			if (remote || AssistantToolJson.isFunction(call)) {
				calls.add(call(response, call, calls, remote ? Json.text(call, "server_label", "") : null));
			}
			else {
				run.unsupportedAction(Json.text(call, "type"));
			}
		}
		run.toolCalls(calls);
	}

	private static ToolCall call(WireResponse response, JsonNode call, List<ToolCall> before, @Nullable String server) {
		String id = Json.text(call, "id");
		if (id == null || id.isBlank()) {
			throw response.invalid("a tool call has no 'id'");
		}
		JsonNode function = AssistantToolJson.fields(call);
		String unique = CallIds.unique(id, before.stream().map(ToolCall::id).toList());
		return new ToolCall(unique, Json.text(function, "name", ""), arguments(function, "{}"), server);
	}

	/**
	 * Return a function's arguments; some servers send the object instead of its text.
	 */
	static String arguments(JsonNode function, String fallback) {
		JsonNode object = Json.child(function, "arguments");
		return (object != null) ? object.toString() : Json.text(function, "arguments", fallback);
	}

	static @Nullable RunError error(JsonNode owner) {
		JsonNode error = Json.child(owner, "last_error");
		if (error == null) {
			String text = Json.text(owner, "last_error");
			return (text != null) ? new RunError("unknown", text) : null;
		}
		return error.isEmpty() ? null
				: new RunError(Json.text(error, "code", "unknown"), Json.text(error, "message", ""));
	}

	static @Nullable RunUsage usage(JsonNode owner) {
		JsonNode usage = Json.child(owner, "usage");
		if (usage == null || usage.isEmpty()) {
			return null;
		}
		long prompt = Json.number(usage, "prompt_tokens", 0);
		long completion = Json.number(usage, "completion_tokens", 0);
		return new RunUsage(prompt, completion, Json.number(usage, "total_tokens", prompt + completion));
	}

}
