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
import io.github.openairun.ThreadDeletionListener;
import io.github.openairun.ToolCall;
import io.github.openairun.observation.DriveObservationContext;
import io.github.openairun.support.LogText;

/**
 * Records the active drives and the most recent ended drives: their state, and nothing of
 * the content of their runs. It forgets the ended drives of a thread that is deleted.
 *
 * @since 0.1.0
 */
public final class RunHistory implements ThreadDeletionListener {

	private final int capacity;

	private final Set<Tracked> active = new LinkedHashSet<>();

	private final Deque<Entry> recent = new ArrayDeque<>();

	/**
	 * Create a history.
	 * @param capacity the maximum number of ended drives that are kept; at least 1
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

	@Override
	public synchronized void threadDeleted(String threadId) {
		this.recent.removeIf((entry) -> threadId.equals(entry.threadId()));
	}

	/**
	 * Return the active drives.
	 * @return the drives, the oldest first
	 */
	public synchronized List<Entry> active() {
		return this.active.stream().map((tracked) -> tracked.entry(null)).toList();
	}

	/**
	 * Return the drives that ended last.
	 * @return the drives, the one that ended last first
	 */
	public synchronized List<Entry> recent() {
		return List.copyOf(this.recent);
	}

	/**
	 * Find all recorded drives of a run.
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
	 */
	public static final class Entry {

		private final @Nullable String runId;

		private final @Nullable String threadId;

		private final @Nullable String assistant;

		private final @Nullable String status;

		private final @Nullable String waitingFor;

		private final Instant startedAt;

		private final @Nullable Instant endedAt;

		private final Duration age;

		private final int rounds;

		private final int polls;

		private final @Nullable String outcome;

		private final @Nullable String errorType;

		private Entry(Tracked tracked, @Nullable Instant endedAt) {
			DriveObservationContext context = tracked.context;
			Run run = context.run();
			String name = context.agentName();
			String id = (name != null) ? name : context.agentId();
			this.runId = (run != null) ? run.id() : null;
			this.threadId = context.threadId();
			this.assistant = (id == null && run != null) ? run.assistant() : id;
			this.status = (run != null) ? run.statusText() : null;
			this.waitingFor = (endedAt == null) ? tracked.waitingFor(run) : null;
			this.startedAt = tracked.startedAt;
			this.endedAt = endedAt;
			this.age = Duration.between(tracked.startedAt, (endedAt != null) ? endedAt : tracked.clock.instant());
			this.rounds = context.rounds();
			this.polls = context.polls();
			this.outcome = known(context.outcome());
			this.errorType = known(context.errorType());
		}

		private static @Nullable String known(String value) {
			return value.equals(DriveObservationContext.NONE) ? null : value;
		}

		/**
		 * Return the id of the run.
		 * @return the id of the run, or {@code null} if it is not created yet
		 */
		public @Nullable String runId() {
			return this.runId;
		}

		/**
		 * Return the id of its thread.
		 * @return the id of its thread, or {@code null} if that is not created yet
		 */
		public @Nullable String threadId() {
			return this.threadId;
		}

		/**
		 * Return the name or id of its assistant.
		 * @return the name or id of its assistant, or {@code null} if it is not known
		 */
		public @Nullable String assistant() {
			return this.assistant;
		}

		/**
		 * Return the last known status.
		 * @return the last known status, or {@code null} if there is none yet
		 */
		public @Nullable String status() {
			return this.status;
		}

		/**
		 * Return what the drive waits for.
		 * @return what the drive waits for, or {@code null} if it has ended
		 */
		public @Nullable String waitingFor() {
			return this.waitingFor;
		}

		/**
		 * Return the time at which the drive was requested.
		 * @return the time at which the drive was requested
		 */
		public Instant startedAt() {
			return this.startedAt;
		}

		/**
		 * Return the time at which the drive ended.
		 * @return the time at which the drive ended, or {@code null} if it has not
		 */
		public @Nullable Instant endedAt() {
			return this.endedAt;
		}

		/**
		 * Return how long the drive takes or has taken.
		 * @return how long the drive takes or has taken
		 */
		public Duration age() {
			return this.age;
		}

		/**
		 * Return the number of submissions of tool outputs.
		 * @return the number of submissions of tool outputs
		 */
		public int rounds() {
			return this.rounds;
		}

		/**
		 * Return the number of polls.
		 * @return the number of polls
		 */
		public int polls() {
			return this.polls;
		}

		/**
		 * Return the outcome.
		 * @return the outcome, such as {@code success}, or {@code null} if the drive has
		 * not ended
		 */
		public @Nullable String outcome() {
			return this.outcome;
		}

		/**
		 * Return the type of the error.
		 * @return the type of the error, or {@code null} if there is none
		 */
		public @Nullable String errorType() {
			return this.errorType;
		}

		@Override
		public String toString() {
			return "Entry[runId=" + LogText.of(this.runId) + ", threadId=" + LogText.of(this.threadId) + ", assistant="
					+ this.assistant + ", status=" + LogText.of(this.status) + ", waitingFor="
					+ LogText.of(this.waitingFor) + ", startedAt=" + this.startedAt + ", endedAt=" + this.endedAt
					+ ", rounds=" + this.rounds + ", polls=" + this.polls + ", outcome=" + this.outcome + ", errorType="
					+ this.errorType + "]";
		}

	}

	/**
	 * A recorded drive.
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

		/** Note that the drive has started. */
		void driven() {
			this.driven = true;
		}

		/** Note that the drive has ended. */
		void ended() {
			RunHistory.this.ended(this);
		}

		private Entry entry(@Nullable Instant endedAt) {
			return new Entry(this, endedAt);
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
