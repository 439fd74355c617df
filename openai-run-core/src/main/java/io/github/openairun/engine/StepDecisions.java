package io.github.openairun.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.github.openairun.CallDecision;
import io.github.openairun.CursorPage;
import io.github.openairun.PageQuery;
import io.github.openairun.Run;
import io.github.openairun.RunStep;
import io.github.openairun.ToolCall;
import io.github.openairun.approval.ApprovalStore;
import io.github.openairun.approval.StoredCall;

/**
 * Adds what was decided about calls to the steps that made them. Calls with equal ids,
 * names and arguments are told apart by their order only.
 */
final class StepDecisions {

	/** By the calls, whose servers the steps of some wires do not contain. */
	private final Map<ToolCall, Deque<CallDecision>> decisions = new HashMap<>();

	private StepDecisions() {
	}

	static StepDecisions of(ApprovalStore store, Run run, PageQuery query) {
		StepDecisions decisions = new StepDecisions();
		List<StoredCall> stored = new ArrayList<>(store.ofRun(run.id()));
		if (query.order() == PageQuery.Order.DESC) {
			Collections.reverse(stored);
		}
		for (StoredCall call : stored) {
			CallDecision decision = call.decision();
			if (decision != null) {
				ToolCall made = call.call().call();
				decisions.decisions
					.computeIfAbsent(new ToolCall(made.id(), made.name(), made.arguments()),
							(key) -> new ArrayDeque<>())
					.add(decision);
			}
		}
		return decisions;
	}

	CursorPage<RunStep> addTo(CursorPage<RunStep> page) {
		if (this.decisions.isEmpty()) {
			return page;
		}
		return new CursorPage<>(page.data().stream().map(this::addTo).toList(), page.firstId(), page.lastId(),
				page.hasMore());
	}

	private RunStep addTo(RunStep step) {
		return step.toolCalls().isEmpty() ? step
				: step.mutate().toolCalls(step.toolCalls().stream().map(this::addTo).toList()).build();
	}

	private RunStep.Call addTo(RunStep.Call call) {
		CallDecision decision = decision(call);
		return (decision != null) ? call.mutate().decision(decision).build() : call;
	}

	private @Nullable CallDecision decision(RunStep.Call call) {
		if (call.name() == null || call.id().isEmpty()) {
			return null;
		}
		Deque<CallDecision> known = this.decisions
			.get(new ToolCall(call.id(), call.name(), Objects.requireNonNullElse(call.arguments(), "")));
		return (known != null) ? known.poll() : null;
	}

}
