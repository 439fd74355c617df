package io.github.openairun.test.simulator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import tools.jackson.databind.node.ObjectNode;

/**
 * A response with those that bring outputs for its calls, which together are one run.
 */
final class ResponseChain {

	private final Question question;

	private final List<SimulatedResponse> responses = new ArrayList<>();

	ResponseChain(Question question) {
		this.question = question;
	}

	void add(SimulatedResponse response) {
		this.responses.add(response);
	}

	/**
	 * Returns whether a response brings outputs for calls of this chain.
	 */
	boolean isContinuedBy(List<ObjectNode> input) {
		List<String> asked = calls().stream().map(RecordedCall::id).toList();
		return input.stream()
			.anyMatch((item) -> item.has("output") && asked.contains(item.path("call_id").asString("")));
	}

	RecordedRun recorded() {
		SimulatedResponse first = this.responses.get(0);
		SimulatedResponse last = this.responses.get(this.responses.size() - 1);
		List<RecordedCall> calls = calls();
		boolean waiting = last.status() == RunStatus.COMPLETED
				&& calls.stream().anyMatch((call) -> call.output() == null);
		StringBuilder reply = new StringBuilder();
		for (ObjectNode item : last.output()) {
			item.path("content").forEach((part) -> reply.append(part.path("text").asString("")));
		}
		return new RecordedRun(first.id(), first.threadId(), this.question.message(),
				(waiting ? RunStatus.REQUIRES_ACTION : last.status()).text(), this.question.offered(), calls,
				reply.toString());
	}

	private List<RecordedCall> calls() {
		Map<String, String> outputs = new HashMap<>();
		this.responses.stream()
			.flatMap((response) -> response.input().stream())
			.filter((item) -> item.has("call_id") && item.has("output"))
			.forEach((item) -> outputs.put(item.path("call_id").asString(""),
					ResponseContext.text(item.path("output"))));
		List<RecordedCall> calls = new ArrayList<>();
		int round = 0;
		for (SimulatedResponse response : this.responses) {
			List<ObjectNode> asked = response.output()
				.stream()
				.filter((item) -> ResponseItems.CALL.equals(item.path("type").asString("")))
				.toList();
			round += asked.isEmpty() ? 0 : 1;
			for (ObjectNode call : asked) {
				String id = call.path("call_id").asString("");
				calls.add(new RecordedCall(round, id, call.path("name").asString(""),
						call.path("arguments").asString(""), outputs.get(id)));
			}
		}
		return calls;
	}

}
