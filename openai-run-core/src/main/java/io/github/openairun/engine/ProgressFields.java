package io.github.openairun.engine;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.github.openairun.Delivery;
import io.github.openairun.ToolCall;

/**
 * Everything that a progress holds. Changed only before the progress is created; its
 * collections are shared with the progress before until they change.
 */
final class ProgressFields {

	/** When the drive must stop. */
	@Nullable Instant deadline;

	@Nullable String threadId;

	@Nullable RunReference run;

	/** Whether a request to create the run may have been sent. */
	boolean creating;

	/** Whether a request with the outputs may have been sent. */
	boolean submitting;

	/** The response whose outputs are submitted. */
	@Nullable String asking;

	/** Whether cancellation was requested, so that calls are no longer answered. */
	boolean cancelled;

	/** Whether the drive was suspended before. */
	boolean waited;

	/** Since when the drive is suspended. */
	@Nullable Instant suspendedAt;

	/**
	 * The calls that wait, and those that wait for them, by id. Not recorded: they are
	 * found in the store.
	 */
	Map<String, ToolCall> parked = Map.of();

	/** How many polls and rounds there have been. */
	Counts counts = new Counts(0, 0, 0);

	/** How many times each tool was called with the same arguments. */
	Map<Signature, Integer> calls = Map.of();

	/** The calls that have begun in another process and have no output. */
	Map<String, Begun> begun = Map.of();

	/**
	 * The output of every answered call, by call id; servers reuse an id in a later
	 * round, so the call is kept with it.
	 */
	Map<String, ToolAnswer> answers = Map.of();

	/** The ids of the calls whose outputs were submitted. */
	Set<String> submitted = Set.of();

	ProgressFields copy() {
		ProgressFields copy = new ProgressFields();
		copy.deadline = this.deadline;
		copy.threadId = this.threadId;
		copy.run = this.run;
		copy.creating = this.creating;
		copy.submitting = this.submitting;
		copy.asking = this.asking;
		copy.cancelled = this.cancelled;
		copy.waited = this.waited;
		copy.suspendedAt = this.suspendedAt;
		copy.parked = this.parked;
		copy.counts = this.counts;
		copy.calls = this.calls;
		copy.begun = this.begun;
		copy.answers = this.answers;
		copy.submitted = this.submitted;
		return copy;
	}

	Map<Signature, Integer> calls() {
		this.calls = new HashMap<>(this.calls);
		return this.calls;
	}

	Map<String, Begun> begun() {
		this.begun = new LinkedHashMap<>(this.begun);
		return this.begun;
	}

	Map<String, ToolAnswer> answers() {
		this.answers = new LinkedHashMap<>(this.answers);
		return this.answers;
	}

	Set<String> submitted() {
		this.submitted = new LinkedHashSet<>(this.submitted);
		return this.submitted;
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
	 * A call that has begun.
	 */
	record Begun(ToolCall call, Delivery delivery) {
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
