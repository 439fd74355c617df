package io.github.openairun.wire.items;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import io.github.openairun.Run;
import io.github.openairun.RunError;
import io.github.openairun.RunStatus;
import io.github.openairun.RunStep;
import io.github.openairun.RunUsage;
import io.github.openairun.wire.CallIds;
import io.github.openairun.wire.Json;

/**
 * Builds the steps of a run from the items that its responses have put out: one for each
 * message, one for all function calls of a response, and one for consecutive calls of
 * built-in tools.
 */
public final class StepItems {

	private StepItems() {
	}

	/**
	 * Return the steps of one response that has put out something.
	 * @param run the run
	 * @param response the response, or {@code null} if only its items are known
	 * @param output the items that it has put out so far
	 * @param index the number of the response within its run
	 * @param outputs the outputs of function calls that are known, by the calls' ids and
	 * in the order of the calls; those of this response are taken away
	 * @return the steps, oldest first
	 */
	public static List<RunStep> of(Run run, @Nullable JsonNode response, List<JsonNode> output, int index,
			Map<String, Queue<String>> outputs) {
		List<List<JsonNode>> groups = groups(output);
		String base = (response != null) ? Json.text(response, "id", run.id()) : run.id() + "." + index;
		Instant createdAt = (response != null) ? Json.time(response, "created_at") : null;
		Instant completedAt = (response != null) ? Json.time(response, "completed_at") : null;
		RunUsage usage = (response != null && groups.size() == 1) ? ResponseReader.usage(response) : null;
		RunError error = (response != null) ? ResponseReader.error(response) : null;
		List<RunStep> steps = new ArrayList<>();
		for (List<JsonNode> group : groups) {
			JsonNode item = group.get(0);
			boolean message = Items.is(item, Items.MESSAGE);
			boolean last = steps.size() == groups.size() - 1;
			List<RunStep.Call> calls = message ? List.of() : calls(group, outputs);
			steps.add(RunStep.builder("step_" + base + "_" + steps.size(), run.id(), run.threadId())
				.type(message ? RunStep.MESSAGE_CREATION : RunStep.TOOL_CALLS)
				.status(status(run, group, calls))
				.messageId(message ? Json.text(item, "id") : null)
				.toolCalls(calls)
				.createdAt(createdAt)
				.completedAt(completedAt)
				.lastError(last ? error : null)
				.usage(usage)
				.build());
		}
		return steps;
	}

	private static List<List<JsonNode>> groups(List<JsonNode> output) {
		List<List<JsonNode>> groups = new ArrayList<>();
		List<JsonNode> functions = new ArrayList<>();
		for (JsonNode item : output) {
			if (Items.is(item, Items.FUNCTION_CALL)) {
				if (functions.isEmpty()) {
					groups.add(functions);
				}
				functions.add(item);
			}
			else if (Items.is(item, Items.MESSAGE)) {
				groups.add(List.of(item));
			}
			else if (isOtherCall(item)) {
				List<JsonNode> last = groups.isEmpty() ? List.of() : groups.get(groups.size() - 1);
				if (last.isEmpty() || !isOtherCall(last.get(0))) {
					last = new ArrayList<>();
					groups.add(last);
				}
				last.add(item);
			}
		}
		return groups;
	}

	private static boolean isOtherCall(JsonNode item) {
		String type = Items.type(item);
		return (type.endsWith("_call") && !type.equals(Items.FUNCTION_CALL)) || type.equals("mcp_approval_request");
	}

	private static List<RunStep.Call> calls(List<JsonNode> group, Map<String, Queue<String>> outputs) {
		return group.stream().map((item) -> call(item, outputs)).toList();
	}

	private static RunStep.Call call(JsonNode item, Map<String, Queue<String>> outputs) {
		String type = Items.type(item);
		String name = Json.text(item, "name");
		String arguments = item.hasNonNull("arguments") ? Items.content(item, "arguments") : null;
		if (type.equals(Items.FUNCTION_CALL)) {
			Queue<String> known = outputs.get(Items.callId(item));
			return RunStep.Call.builder(Items.callId(item), "function")
				.name(name)
				.arguments(arguments)
				.output((known != null) ? known.poll() : null)
				.build();
		}
		String kind = type.endsWith("_call") ? type.substring(0, type.length() - "_call".length()) : type;
		return RunStep.Call.builder(Json.text(item, "id", Items.callId(item)), kind)
			.name(name)
			.arguments(arguments)
			.output(Json.text(item, "output"))
			.json(item.toString())
			.build();
	}

	private static String status(Run run, List<JsonNode> group, List<RunStep.Call> calls) {
		JsonNode item = group.get(0);
		if (!Items.is(item, Items.FUNCTION_CALL)) {
			return Json.text(item, "status", RunStatus.COMPLETED.text());
		}
		boolean answered = calls.stream().allMatch((call) -> call.output() != null);
		Predicate<JsonNode> pending = (call) -> run.toolCalls()
			.stream()
			.anyMatch((waiting) -> CallIds.ofServer(waiting.id()).equals(Items.callId(call)));
		if (!answered && group.stream().anyMatch(pending)) {
			return RunStatus.IN_PROGRESS.text();
		}
		boolean ended = run.status().isTerminal() && run.status() != RunStatus.COMPLETED;
		return (!answered && ended) ? run.statusText() : RunStatus.COMPLETED.text();
	}

}
