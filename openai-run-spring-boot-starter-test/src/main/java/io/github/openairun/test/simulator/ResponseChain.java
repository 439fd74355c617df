package io.github.openairun.test.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
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
	boolean isContinuedBy(Question question, ResponseContext context) {
		if (!context.isWhole()) {
			List<String> asked = calls().stream().map(RecordedCall::id).toList();
			return context.added()
				.stream()
				.anyMatch((item) -> AddedItems.isOutput(item) && asked.contains(ClientCalls.id(item)));
		}
		if (!this.question.message().equals(question.message()) || this.question.turn() != question.turn()) {
			return false;
		}
		List<RecordedCall> asked = calls();
		List<CalledTools.Called> recent = context.recentCalls();
		return recent.size() <= asked.size()
				&& IntStream.range(0, recent.size()).allMatch((i) -> isSame(asked.get(i), recent.get(i)));
	}

	/**
	 * Returns whether calls of this chain have no output yet.
	 */
	boolean waits() {
		return calls().stream().anyMatch((call) -> call.output() == null);
	}

	private static boolean isSame(RecordedCall asked, CalledTools.Called sent) {
		return asked.id().equals(sent.id()) && asked.tool().equals(sent.name())
				&& asked.arguments().equals(sent.arguments());
	}

	RecordedRun recorded() {
		SimulatedResponse first = this.responses.get(0);
		SimulatedResponse last = this.responses.get(this.responses.size() - 1);
		List<RecordedCall> calls = calls();
		boolean waiting = last.status() == SimulatedRunStatus.COMPLETED
				&& calls.stream().anyMatch((call) -> call.output() == null);
		StringBuilder reply = new StringBuilder();
		for (ObjectNode item : last.output()) {
			item.path("content").forEach((part) -> reply.append(part.path("text").asString("")));
		}
		return new RecordedRun(first.id(), first.threadId(), this.question.message(),
				(waiting ? SimulatedRunStatus.REQUIRES_ACTION : last.status()).text(), this.question.offered(), calls,
				reply.toString());
	}

	private List<RecordedCall> calls() {
		List<RecordedCall> calls = new ArrayList<>();
		int round = 0;
		for (int i = 0; i < this.responses.size(); i++) {
			List<ObjectNode> asked = this.responses.get(i).output().stream().filter(ClientCalls::isCall).toList();
			round += asked.isEmpty() ? 0 : 1;
			List<ObjectNode> outputs = outputs(i + 1);
			for (ObjectNode call : asked) {
				String id = ClientCalls.id(call);
				calls.add(new RecordedCall(round, id, call.path("name").asString(""), ClientCalls.arguments(call),
						take(outputs, id)));
			}
		}
		return calls;
	}

	/**
	 * Returns the outputs that came with a response and those after it, up to one that
	 * has asked for calls itself: from there on the same ids may mean other calls.
	 */
	private List<ObjectNode> outputs(int from) {
		List<ObjectNode> outputs = new ArrayList<>();
		for (int i = from; i < this.responses.size(); i++) {
			this.responses.get(i).added().stream().filter(AddedItems::isOutput).forEach(outputs::add);
			if (this.responses.get(i).output().stream().anyMatch(ClientCalls::isCall)) {
				break;
			}
		}
		return outputs;
	}

	private static @Nullable String take(List<ObjectNode> outputs, String id) {
		for (ObjectNode output : outputs) {
			if (id.equals(ClientCalls.id(output))) {
				outputs.remove(output);
				return ClientCalls.text(output);
			}
		}
		return null;
	}

}
