package io.github.openairun.wire.responses;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;
import tools.jackson.databind.JsonNode;

import io.github.openairun.CursorPage;
import io.github.openairun.PageQuery;
import io.github.openairun.Run;
import io.github.openairun.RunStep;
import io.github.openairun.ToolCall;
import io.github.openairun.wire.items.Items;
import io.github.openairun.wire.items.StepItems;
import io.github.openairun.wire.responses.ResponseChainReader.Round;

/**
 * Makes steps out of the items that the responses of a run have put out: one for each
 * message, one for all function calls of a response, and one for the calls of built-in
 * tools that follow each other.
 */
class ResponseStepReader {

	private final ResponseChainReader chain;

	private final ConversationApi conversations;

	ResponseStepReader(ResponseChainReader chain, ConversationApi conversations) {
		this.chain = chain;
		this.conversations = conversations;
	}

	CursorPage<RunStep> list(Run run, PageQuery query) {
		List<Round> rounds = this.chain.rounds(run);
		Map<String, Queue<String>> outputs = outputs(run, rounds);
		List<RunStep> steps = new ArrayList<>();
		for (int i = 0; i < rounds.size(); i++) {
			Round round = rounds.get(i);
			steps.addAll(StepItems.of(run, round.response(), round.output(), i, outputs));
		}
		return page(steps, query);
	}

	/**
	 * Return the outputs of the function calls, as far as the conversation shows it: one
	 * request, for everything behind the first round's calls.
	 */
	private Map<String, Queue<String>> outputs(Run run, List<Round> rounds) {
		List<ToolCall> calls = rounds.stream()
			.flatMap((round) -> round.output().stream())
			.filter((item) -> Items.is(item, Items.FUNCTION_CALL) && !Items.callId(item).isEmpty())
			.map((item) -> Items.toolCall(Items.callId(item), item))
			.toList();
		Map<String, Queue<String>> outputs = new HashMap<>();
		boolean answered = rounds.size() > 1 || !run.requiresAction();
		List<JsonNode> items = (calls.isEmpty() || !answered) ? null
				: this.conversations.itemsBehind(run.threadId(), calls.stream().filter(calls.get(0)::equals).toList());
		for (JsonNode item : (items != null) ? items : List.<JsonNode>of()) {
			if (Items.is(item, Items.FUNCTION_CALL_OUTPUT)) {
				outputs.computeIfAbsent(Items.callId(item), (id) -> new ArrayDeque<>())
					.add(Items.content(item, "output"));
			}
		}
		return outputs;
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
