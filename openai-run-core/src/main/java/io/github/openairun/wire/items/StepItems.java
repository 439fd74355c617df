package io.github.openairun.wire.items;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import io.github.openairun.Run;
import io.github.openairun.RunStatus;
import io.github.openairun.RunStep;
import io.github.openairun.wire.CallIds;
import io.github.openairun.wire.Json;

/**
 * Builds the steps of a run from the items that its responses have put out: one for each
 * message, one for all function calls of a response, and one for consecutive calls of
 * built-in tools.
 *
 * @since 0.1.0
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
		StepGroups groups = StepGroups.of(output);
		String base = (response != null) ? Json.text(response, "id", run.id()) : run.id() + "." + index;
		List<RunStep> steps = new ArrayList<>();
		for (int i = 0; i < groups.size(); i++) {
			steps.add(step(run, response, base, groups, i, outputs));
		}
		return steps;
	}

	/**
	 * Return a step of a response that has not ended.
	 * @param run the run
	 * @param response the response
	 * @param groups the items that it has put out so far
	 * @param number the number of the step within the response
	 * @return the step, without the outputs of its function calls
	 */
	static RunStep of(Run run, JsonNode response, StepGroups groups, int number) {
		return step(run, response, Json.text(response, "id", run.id()), groups, number, Map.of());
	}

	private static RunStep step(Run run, @Nullable JsonNode response, String base, StepGroups groups, int number,
			Map<String, Queue<String>> outputs) {
		List<JsonNode> group = groups.get(number);
		JsonNode item = group.get(0);
		boolean message = Items.is(item, Items.MESSAGE);
		boolean last = number == groups.size() - 1;
		List<RunStep.Call> calls = message ? List.of() : calls(group, outputs);
		return RunStep.builder("step_" + base + "_" + number, run.id(), run.threadId())
			.type(message ? RunStep.MESSAGE_CREATION : RunStep.TOOL_CALLS)
			.status(status(run, group, calls))
			.messageId(message ? Json.text(item, "id") : null)
			.toolCalls(calls)
			.createdAt((response != null) ? Json.time(response, "created_at") : null)
			.completedAt((response != null) ? Json.time(response, "completed_at") : null)
			.lastError((response != null && last) ? ResponseReader.error(response) : null)
			.usage((response != null && groups.size() == 1) ? ResponseReader.usage(response) : null)
			.build();
	}

	private static List<RunStep.Call> calls(List<JsonNode> group, Map<String, Queue<String>> outputs) {
		return group.stream().map((item) -> call(item, outputs)).toList();
	}

	static RunStep.Call call(JsonNode item, Map<String, Queue<String>> outputs) {
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

	private static boolean isPending(Run run, JsonNode call) {
		return Items.isClientCall(call) && run.toolCalls()
			.stream()
			.anyMatch((waiting) -> CallIds.ofServer(waiting.id()).equals(Items.callId(call)));
	}

	private static String status(Run run, List<JsonNode> group, List<RunStep.Call> calls) {
		JsonNode item = group.get(0);
		if (!Items.is(item, Items.FUNCTION_CALL)) {
			if (run.requiresAction() && group.stream().anyMatch((call) -> isPending(run, call))) {
				return RunStatus.IN_PROGRESS.text();
			}
			return Json.text(item, "status", RunStatus.COMPLETED.text());
		}
		boolean answered = calls.stream().allMatch((call) -> call.output() != null);
		if (!answered && group.stream().anyMatch((call) -> isPending(run, call))) {
			return RunStatus.IN_PROGRESS.text();
		}
		boolean ended = run.status().isTerminal() && run.status() != RunStatus.COMPLETED;
		return (!answered && ended) ? run.statusText() : RunStatus.COMPLETED.text();
	}

}
