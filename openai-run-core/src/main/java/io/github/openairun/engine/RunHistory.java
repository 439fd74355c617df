package io.github.openairun.engine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.github.openairun.Run;
import io.github.openairun.ToolCall;
import io.github.openairun.observation.DriveObservationContext;

/**
 * A memory of the runs that are driven and of those that were driven last. It knows where
 * they stand, and nothing of what they are about.
 */
public final class RunHistory {

	private final int capacity;

	private final Set<Tracked> active = new LinkedHashSet<>();

	private final Deque<Entry> recent = new ArrayDeque<>();

	/**
	 * Create a memory.
	 * @param capacity how many runs that are not driven any more it remembers; at least 1
	 */
	public RunHistory(int capacity) {
		Assert.isTrue(capacity >= 1, "'capacity' must be at least 1");
		this.capacity = capacity;
	}

	Tracked begin(DriveObservationContext context, Clock clock) {
		Tracked tracked = new Tracked(context, clock);
		synchronized (this) {
			this.active.add(tracked);
		}
		return tracked;
	}

	private synchronized void ended(Tracked tracked) {
		if (!this.active.remove(tracked)) {
			return;
		}
		if (this.recent.size() == this.capacity) {
			this.recent.removeLast();
		}
		this.recent.addFirst(tracked.entry(tracked.clock.instant()));
	}

	/**
	 * Return the runs that are driven.
	 * @return the runs, the oldest drive first
	 */
	public synchronized List<Entry> active() {
		return this.active.stream().map((tracked) -> tracked.entry(null)).toList();
	}

	/**
	 * Return the runs that were driven last.
	 * @return the runs, the one that ended last first
	 */
	public synchronized List<Entry> recent() {
		return List.copyOf(this.recent);
	}

	/**
	 * Find all drives of a run that are remembered.
	 * @param runId the run's id
	 * @return the drives, the newest first; empty if there are none
	 */
	public synchronized List<Entry> find(String runId) {
		List<Entry> found = new ArrayList<>();
		for (Tracked tracked : this.active) {
			found.add(0, tracked.entry(null));
		}
		found.addAll(this.recent);
		return found.stream().filter((entry) -> runId.equals(entry.runId())).toList();
	}

	/**
	 * One drive of a run.
	 *
	 * @param runId the run's id, or {@code null} if it is not created yet
	 * @param threadId the id of its thread, or {@code null} if that is not created yet
	 * @param assistant the name or id of its assistant, or {@code null} if it is not
	 * known
	 * @param status the status that was seen last, or {@code null} if there is none yet
	 * @param waitingFor what is waited for, or {@code null} for nothing any more
	 * @param times when it began and ended
	 * @param rounds how many times outputs were submitted
	 * @param polls how many times the run was looked at
	 * @param outcome how it ended, such as {@code success}, or {@code null} if it has not
	 * @param errorType what went wrong, or {@code null} for nothing
	 */
	public record Entry(@Nullable String runId, @Nullable String threadId, @Nullable String assistant,
			@Nullable String status, @Nullable String waitingFor, Times times, int rounds, int polls,
			@Nullable String outcome, @Nullable String errorType) {
	}

	/**
	 * When a drive began and ended.
	 *
	 * @param startedAt when it was asked for
	 * @param endedAt when it ended, or {@code null} if it has not
	 * @param now when this was asked
	 */
	public record Times(Instant startedAt, @Nullable Instant endedAt, Instant now) {

		/**
		 * Return how long the drive takes or has taken.
		 * @return the age
		 */
		public Duration age() {
			return Duration.between(this.startedAt, (this.endedAt != null) ? this.endedAt : this.now);
		}

	}

	/**
	 * A drive that is remembered.
	 */
	final class Tracked {

		private final DriveObservationContext context;

		private final Clock clock;

		private final Instant startedAt;

		private volatile boolean driven;

		private Tracked(DriveObservationContext context, Clock clock) {
			this.context = context;
			this.clock = clock;
			this.startedAt = clock.instant();
		}

		/** It has had its turn. */
		void driven() {
			this.driven = true;
		}

		/** It is not driven any more. */
		void ended() {
			RunHistory.this.ended(this);
		}

		private Entry entry(@Nullable Instant endedAt) {
			Run run = this.context.run();
			String name = this.context.agentName();
			String id = (name != null) ? name : this.context.agentId();
			return new Entry((run != null) ? run.id() : null, this.context.threadId(),
					(id == null && run != null) ? run.assistant() : id, (run != null) ? run.statusText() : null,
					(endedAt == null) ? waitingFor(run) : null,
					new Times(this.startedAt, endedAt, this.clock.instant()), this.context.rounds(),
					this.context.polls(), known(this.context.outcome()), known(this.context.errorType()));
		}

		private static @Nullable String known(String value) {
			return value.equals(DriveObservationContext.NONE) ? null : value;
		}

		private String waitingFor(@Nullable Run run) {
			if (run == null) {
				return this.driven ? "the server, to create or find the run" : "its turn";
			}
			if (run.requiresAction()) {
				return "tools: "
						+ run.toolCalls().stream().map(ToolCall::name).distinct().collect(Collectors.joining(", "));
			}
			return "the server";
		}

	}

}
