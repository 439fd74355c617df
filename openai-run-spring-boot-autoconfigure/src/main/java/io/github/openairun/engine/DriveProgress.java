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
 * What a drive has done so far: all that the next step depends on besides the run.
 *
 * @param deadline when the drive must stop
 * @param looks how many looks there have been since the run last moved
 * @param rounds how many times outputs were submitted
 * @param calls how many times each tool was called with the same arguments
 * @param answers the output of every call that was answered, by call id
 * @param submitted the ids of the calls whose outputs the server has
 */
record DriveProgress(Instant deadline, int looks, int rounds, Map<Signature, Integer> calls,
		Map<String, ToolOutput> answers, Set<String> submitted) {

	DriveProgress {
		calls = Map.copyOf(calls);
		answers = Map.copyOf(answers);
		submitted = Set.copyOf(submitted);
	}

	static DriveProgress begin(Instant deadline) {
		return new DriveProgress(deadline, 0, 0, Map.of(), Map.of(), Set.of());
	}

	DriveProgress looked(boolean moved) {
		return new DriveProgress(this.deadline, moved ? 0 : this.looks + 1, this.rounds, this.calls, this.answers,
				this.submitted);
	}

	DriveProgress answered(List<ToolCall> dispatched, List<ToolOutput> outputs) {
		Map<Signature, Integer> counts = new HashMap<>(this.calls);
		dispatched.forEach((call) -> counts.merge(Signature.of(call), 1, Integer::sum));
		Map<String, ToolOutput> all = new HashMap<>(this.answers);
		outputs.forEach((output) -> all.put(output.callId(), output));
		return new DriveProgress(this.deadline, this.looks, this.rounds, counts, all, this.submitted);
	}

	DriveProgress submitted(List<ToolOutput> outputs) {
		Set<String> ids = new HashSet<>(this.submitted);
		outputs.forEach((output) -> ids.add(output.callId()));
		return new DriveProgress(this.deadline, 0, this.rounds + 1, this.calls, this.answers, ids);
	}

	@Nullable ToolOutput answer(ToolCall call) {
		return this.answers.get(call.id());
	}

	boolean hasSubmitted(Collection<ToolCall> pending) {
		return pending.stream().allMatch((call) -> this.submitted.contains(call.id()));
	}

	int totalCalls() {
		return this.calls.values().stream().mapToInt(Integer::intValue).sum();
	}

	int identicalCalls(ToolCall call) {
		return this.calls.getOrDefault(Signature.of(call), 0);
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
