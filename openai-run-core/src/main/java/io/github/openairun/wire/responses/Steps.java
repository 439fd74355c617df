package io.github.openairun.wire.responses;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;
import tools.jackson.databind.JsonNode;

import io.github.openairun.CursorPage;
import io.github.openairun.PageQuery;
import io.github.openairun.Run;
import io.github.openairun.RunError;
import io.github.openairun.RunStatus;
import io.github.openairun.RunStep;
import io.github.openairun.RunUsage;
import io.github.openairun.wire.Json;
import io.github.openairun.wire.responses.Chain.Round;

/**
 * Makes steps out of the items that the responses of a run have put out: one for each
 * message, one for all function calls of a response, and one for the calls of built-in
 * tools that follow each other.
 */
class Steps {

	private final Chain chain;

	private final ConversationApi conversations;

	Steps(Chain chain, ConversationApi conversations) {
		this.chain = chain;
		this.conversations = conversations;
	}

	CursorPage<RunStep> list(Run run, PageQuery query) {
		List<Round> rounds = this.chain.rounds(run);
		Map<String, String> outputs = outputs(run, rounds);
		List<RunStep> steps = new ArrayList<>();
		for (int i = 0; i < rounds.size(); i++) {
			steps.addAll(steps(run, rounds.get(i), i, outputs));
		}
		return page(steps, query);
	}

	/**
	 * Return what the function calls were answered with, as far as the conversation shows
	 * it: one request, for everything behind the first round's calls.
	 */
	private Map<String, String> outputs(Run run, List<Round> rounds) {
		List<String> calls = rounds.stream()
			.flatMap((round) -> round.output().stream())
			.filter((item) -> Items.is(item, Items.FUNCTION_CALL))
			.map(Items::callId)
			.toList();
		Map<String, String> outputs = new HashMap<>();
		boolean answered = rounds.size() > 1 || !run.requiresAction();
		List<JsonNode> items = (calls.isEmpty() || !answered) ? null
				: this.conversations.itemsBehind(run.threadId(), calls.subList(0, 1));
		for (JsonNode item : (items != null) ? items : List.<JsonNode>of()) {
			if (Items.is(item, Items.FUNCTION_CALL_OUTPUT)) {
				outputs.put(Items.callId(item), Items.content(item, "output"));
			}
		}
		return outputs;
	}

	/**
	 * Return the steps of one response, as far as it has put out something.
	 */
	static List<RunStep> of(Run run, JsonNode response, List<JsonNode> output) {
		return steps(run, new Round(response, output), 0, Map.of());
	}

	private static List<RunStep> steps(Run run, Round round, int index, Map<String, String> outputs) {
		List<List<JsonNode>> groups = groups(round.output());
		JsonNode response = round.response();
		String base = (response != null) ? Json.text(response, "id", run.id()) : run.id() + "." + index;
		Instant createdAt = (response != null) ? Json.time(response, "created_at") : null;
		Instant completedAt = (response != null) ? Json.time(response, "completed_at") : null;
		RunUsage usage = (response != null && groups.size() == 1) ? RunReader.ownUsage(response) : null;
		RunError error = (response != null) ? RunReader.error(response) : null;
		List<RunStep> steps = new ArrayList<>();
		for (List<JsonNode> group : groups) {
			JsonNode item = group.get(0);
			boolean message = Items.is(item, Items.MESSAGE);
			boolean last = steps.size() == groups.size() - 1;
			steps.add(new RunStep("step_" + base + "_" + steps.size(), run.id(), run.threadId(),
					message ? RunStep.MESSAGE_CREATION : RunStep.TOOL_CALLS, status(run, group, outputs),
					message ? Json.text(item, "id") : null, message ? List.of() : calls(group, outputs), createdAt,
					completedAt, last ? error : null, usage));
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

	private static List<RunStep.Call> calls(List<JsonNode> group, Map<String, String> outputs) {
		return group.stream().map((item) -> call(item, outputs)).toList();
	}

	private static RunStep.Call call(JsonNode item, Map<String, String> outputs) {
		String type = Items.type(item);
		String name = Json.text(item, "name");
		String arguments = item.hasNonNull("arguments") ? Items.content(item, "arguments") : null;
		if (type.equals(Items.FUNCTION_CALL)) {
			return new RunStep.Call(Items.callId(item), "function", name, arguments, outputs.get(Items.callId(item)));
		}
		String kind = type.endsWith("_call") ? type.substring(0, type.length() - "_call".length()) : type;
		return new RunStep.Call(Json.text(item, "id", Items.callId(item)), kind, name, arguments,
				Json.text(item, "output"));
	}

	private static String status(Run run, List<JsonNode> group, Map<String, String> outputs) {
		JsonNode item = group.get(0);
		if (!Items.is(item, Items.FUNCTION_CALL)) {
			return Json.text(item, "status", RunStatus.COMPLETED.text());
		}
		Predicate<JsonNode> pending = (
				call) -> run.toolCalls().stream().anyMatch((waiting) -> waiting.id().equals(Items.callId(call)));
		if (group.stream().anyMatch(pending)) {
			return RunStatus.IN_PROGRESS.text();
		}
		boolean answered = group.stream().allMatch((call) -> outputs.containsKey(Items.callId(call)));
		boolean ended = run.status().isTerminal() && run.status() != RunStatus.COMPLETED;
		return (!answered && ended) ? run.statusText() : RunStatus.COMPLETED.text();
	}

	private static CursorPage<RunStep> page(List<RunStep> all, PageQuery query) {
		List<RunStep> steps = new ArrayList<>(all);
		if (query.order() == PageQuery.Order.DESC) {
			Collections.reverse(steps);
		}
		int from = (query.after() != null) ? index(steps, query.after(), "after") + 1 : 0;
		int to = (query.before() != null) ? index(steps, query.before(), "before") : steps.size();
		List<RunStep> rest = (from < to) ? steps.subList(from, to) : List.of();
		List<RunStep> data = rest.subList(0, Math.min(query.limit(), rest.size()));
		return new CursorPage<>(data, id(data, 0), id(data, data.size() - 1), data.size() < rest.size());
	}

	private static @Nullable String id(List<RunStep> steps, int index) {
		return steps.isEmpty() ? null : steps.get(index).id();
	}

	private static int index(List<RunStep> steps, String id, String name) {
		for (int i = 0; i < steps.size(); i++) {
			if (steps.get(i).id().equals(id)) {
				return i;
			}
		}
		Assert.isTrue(false, () -> "'" + name + "' is not a step of the run: '" + id + "'");
		return -1;
	}

}
