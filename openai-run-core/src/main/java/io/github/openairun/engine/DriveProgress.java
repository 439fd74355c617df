package io.github.openairun.engine;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.github.openairun.ToolCall;
import io.github.openairun.ToolOutput;

/**
 * The progress of a drive: everything that the next step depends on besides the run.
 *
 * @param deadline when the drive must stop
 * @param counts how many polls and rounds there have been
 * @param calls how many times each tool was called with the same arguments
 * @param answers the output of every answered call, by call id; servers reuse an id in a
 * later round, so the call is kept with it
 * @param submitted the ids of the calls whose outputs were submitted
 * @param cancelled whether cancellation was requested, so that its calls are no longer
 * answered
 */
record DriveProgress(Instant deadline, Counts counts, Map<Signature, Integer> calls, Map<String, Answer> answers,
		Set<String> submitted, boolean cancelled) {

	DriveProgress {
		calls = Map.copyOf(calls);
		answers = Map.copyOf(answers);
		submitted = Set.copyOf(submitted);
	}

	static DriveProgress begin(Instant deadline) {
		return new DriveProgress(deadline, new Counts(0, 0, 0), Map.of(), Map.of(), Set.of(), false);
	}

	DriveProgress polled() {
		return with(new Counts(polls() + 1, rounds(), refusedRounds()));
	}

	DriveProgress answered(LoopStep.Dispatch dispatched, List<ToolOutput> outputs) {
		Map<Signature, Integer> made = new HashMap<>(this.calls);
		dispatched.calls()
			.stream()
			.filter((call) -> !dispatched.refusals().containsKey(call.id()))
			.forEach((call) -> made.merge(Signature.of(call), 1, Integer::sum));
		Map<String, Answer> all = new HashMap<>(this.answers);
		Set<String> ids = new HashSet<>(this.submitted);
		for (int i = 0; i < outputs.size(); i++) {
			ToolCall call = dispatched.calls().get(i);
			all.put(call.id(), new Answer(call, outputs.get(i)));
			ids.remove(call.id());
		}
		int refused = dispatched.refusesAll() ? refusedRounds() + 1 : 0;
		return new DriveProgress(this.deadline, new Counts(polls(), rounds(), refused), made, all, ids, this.cancelled);
	}

	DriveProgress submitted(List<ToolOutput> outputs) {
		Set<String> ids = new HashSet<>(this.submitted);
		outputs.forEach((output) -> ids.add(output.callId()));
		return new DriveProgress(this.deadline, new Counts(0, rounds() + 1, refusedRounds()), this.calls, this.answers,
				ids, this.cancelled);
	}

	/**
	 * Return the progress of a drive whose run has begun its next round: from now on,
	 * equal calls with equal ids are new calls.
	 */
	DriveProgress wentOn() {
		if (this.submitted.isEmpty()) {
			return this;
		}
		Map<String, Answer> open = new HashMap<>(this.answers);
		open.keySet().removeAll(this.submitted);
		return new DriveProgress(this.deadline, this.counts, this.calls, open, Set.of(), this.cancelled);
	}

	/**
	 * Return the progress after a request to cancel the run.
	 * @param deadline when to stop waiting for the cancellation
	 */
	DriveProgress cancelled(Instant deadline) {
		return new DriveProgress(deadline, new Counts(0, rounds(), refusedRounds()), this.calls, this.answers,
				this.submitted, true);
	}

	private DriveProgress with(Counts counts) {
		return new DriveProgress(this.deadline, counts, this.calls, this.answers, this.submitted, this.cancelled);
	}

	int polls() {
		return this.counts.polls();
	}

	int rounds() {
		return this.counts.rounds();
	}

	int refusedRounds() {
		return this.counts.refusedRounds();
	}

	@Nullable ToolOutput answer(ToolCall call) {
		Answer answer = this.answers.get(call.id());
		return (answer != null && answer.call().equals(call)) ? answer.output() : null;
	}

	boolean hasSubmitted(Collection<ToolCall> pending) {
		return pending.stream().allMatch((call) -> this.submitted.contains(call.id()) && answer(call) != null);
	}

	int totalCalls() {
		return this.calls.values().stream().mapToInt(Integer::intValue).sum();
	}

	int callsOf(String tool) {
		return this.calls.entrySet()
			.stream()
			.filter((made) -> made.getKey().name().equals(tool))
			.mapToInt(Map.Entry::getValue)
			.sum();
	}

	int identicalCalls(ToolCall call) {
		return this.calls.getOrDefault(Signature.of(call), 0);
	}

	/**
	 * The counters of a drive.
	 *
	 * @param polls how many polls there have been since the run was created or its last
	 * outputs were submitted
	 * @param rounds how many times outputs were submitted
	 * @param refusedRounds how many rounds in a row had all their calls refused
	 */
	record Counts(int polls, int rounds, int refusedRounds) {
	}

	/**
	 * A call with its output.
	 */
	record Answer(ToolCall call, ToolOutput output) {
	}

	/**
	 * A tool with its arguments.
	 */
	record Signature(String name, String arguments) {

		static Signature of(ToolCall call) {
			return new Signature(call.name(), call.arguments());
		}

	}

}
