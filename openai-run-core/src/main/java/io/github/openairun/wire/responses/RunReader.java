package io.github.openairun.wire.responses;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import io.github.openairun.Run;
import io.github.openairun.RunBuilder;
import io.github.openairun.RunError;
import io.github.openairun.RunStatus;
import io.github.openairun.RunUsage;
import io.github.openairun.ToolCall;
import io.github.openairun.ToolDefinition;
import io.github.openairun.wire.Json;
import io.github.openairun.wire.WireResponse;

/**
 * Reads a run from the newest response of its chain.
 * <p>
 * A response that is {@code completed} and has calls which the application must answer is
 * a run in {@code requires_action}. Calls of any other response do not count: their
 * arguments may be cut.
 */
final class RunReader {

	private RunReader() {
	}

	/**
	 * Read a run from its newest response, supposing that its calls are not answered yet.
	 */
	static Run read(WireResponse response, RunIdentity identity) {
		JsonNode body = response.body();
		RunUsage usage = usage(response, identity);
		RunBuilder run = Run.builder(identity.runId(), identity.threadId())
			.object(Json.text(body, "object", "response"))
			.createdAt(identity.createdAt())
			.assistant(identity.assistant())
			.model(Json.text(body, "model"))
			.instructions(Json.text(body, "instructions"))
			.tools(tools(body))
			.usage(usage)
			.metadata(RunMetadata.ofApplication(body))
			.responseId(response.required("id"))
			.pollAfter(response.pollAfter());
		String status = Json.text(body, "status");
		if (status != null) {
			run.status(status);
		}
		switch (RunStatus.of(status)) {
			case COMPLETED, REQUIRES_ACTION -> completed(run, response, identity, usage);
			case INCOMPLETE -> run.incompleteReason(incompleteReason(body));
			case FAILED -> run.lastError(error(body));
			default -> {
			}
		}
		return run.build();
	}

	private static void completed(RunBuilder run, WireResponse response, RunIdentity identity,
			@Nullable RunUsage usage) {
		JsonNode body = response.body();
		Map<String, JsonNode> pending = Items.pendingCalls(Json.children(body, "output"));
		if (pending.isEmpty()) {
			run.completedAt(Json.time(body, "completed_at"));
			return;
		}
		run.continuation(Continuation.after(response, identity, usage).text());
		await(run, pending);
	}

	/**
	 * Make a run wait for the application.
	 * @param pending the items of the calls
	 */
	static void await(RunBuilder run, Map<String, JsonNode> pending) {
		List<ToolCall> calls = new ArrayList<>();
		String unsupported = null;
		for (JsonNode item : pending.values()) {
			if (Items.is(item, Items.FUNCTION_CALL) && !Items.callId(item).isEmpty()) {
				calls.add(Items.toolCall(item));
			}
			else if (unsupported == null) {
				unsupported = Items.type(item);
			}
		}
		run.status(RunStatus.REQUIRES_ACTION).toolCalls(calls).unsupportedAction(unsupported);
	}

	/**
	 * Return the run as one that has ended by a decision of the application, of which the
	 * server knows nothing.
	 */
	static Run ended(Run run, RunStatus status) {
		return run.mutate()
			.status(status)
			.toolCalls(List.of())
			.unsupportedAction(null)
			.continuation(null)
			.completedAt(null)
			.build();
	}

	private static @Nullable String incompleteReason(JsonNode body) {
		JsonNode details = Json.child(body, "incomplete_details");
		String reason = (details != null) ? Json.text(details, "reason") : null;
		return "max_output_tokens".equals(reason) ? "max_completion_tokens" : reason;
	}

	static @Nullable RunError error(JsonNode body) {
		JsonNode error = Json.child(body, "error");
		if (error != null) {
			return new RunError(Json.text(error, "code", "unknown"), Json.text(error, "message", ""));
		}
		String text = Json.text(body, "error");
		return (text != null) ? new RunError("unknown", text) : null;
	}

	/**
	 * Return what the chain has used up to and with this response.
	 * @return the sum, or {@code null} if a part of it is not known
	 */
	private static @Nullable RunUsage usage(WireResponse response, RunIdentity identity) {
		JsonNode body = response.body();
		RunUsage own = ownUsage(body);
		if (identity.runId().equals(Json.text(body, "id"))) {
			return own;
		}
		RunUsage earlier = RunMetadata.earlierUsage(body);
		return (earlier == null || own == null) ? earlier : earlier.plus(own);
	}

	static @Nullable RunUsage ownUsage(JsonNode body) {
		JsonNode usage = Json.child(body, "usage");
		if (usage == null) {
			return null;
		}
		long input = Json.number(usage, "input_tokens", 0);
		long output = Json.number(usage, "output_tokens", 0);
		return new RunUsage(input, output, Json.number(usage, "total_tokens", input + output));
	}

	private static List<ToolDefinition> tools(JsonNode body) {
		List<ToolDefinition> tools = new ArrayList<>();
		for (JsonNode tool : Json.children(body, "tools")) {
			String name = Json.text(tool, "name");
			if (Items.is(tool, "function") && name != null && ToolDefinition.isLegalName(name)) {
				JsonNode parameters = Json.child(tool, "parameters");
				tools.add(new ToolDefinition(name, Json.text(tool, "description"),
						(parameters != null) ? parameters.toString() : "{}", Json.flag(tool, "strict", false)));
			}
		}
		return tools;
	}

}
