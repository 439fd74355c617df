package io.github.openairun.test.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

import org.jspecify.annotations.Nullable;

/**
 * What is to happen at some time, guarded by the lock of that time.
 */
final class Alarms {

	private final PriorityQueue<Alarm> alarms = new PriorityQueue<>(
			Comparator.<Alarm, Instant>comparing((alarm) -> alarm.time).thenComparing((alarm) -> alarm.number));

	private long lastNumber;

	Alarm add(Runnable task, Instant time, Kind kind) {
		Alarm alarm = new Alarm(task, time, kind, this.lastNumber++);
		this.alarms.add(alarm);
		return alarm;
	}

	void remove(Alarm alarm) {
		this.alarms.remove(alarm);
	}

	@Nullable Alarm next() {
		return this.alarms.peek();
	}

	/**
	 * Returns the first that somebody waits for, or {@code null} if nobody does.
	 */
	@Nullable Alarm nextWait() {
		return this.alarms.stream()
			.filter((alarm) -> alarm.kind == Kind.WAIT)
			.min(this.alarms.comparator())
			.orElse(null);
	}

	/**
	 * Returns the first whose time has come at some time, or {@code null} if there is
	 * none.
	 * @param passing whether that time is not jumped to
	 */
	@Nullable Alarm due(Instant time, boolean passing) {
		Alarm next = passing ? next() : nextWait();
		return (next != null && !next.time.isAfter(time)) ? next : null;
	}

	/**
	 * Moves the limits of work along, as it has not gone on in that time.
	 */
	void jumped(Duration step) {
		List<Alarm> all = List.copyOf(this.alarms);
		if (all.stream().noneMatch((alarm) -> alarm.kind == Kind.LIMIT)) {
			return;
		}
		this.alarms.clear();
		for (Alarm alarm : all) {
			alarm.time = (alarm.kind == Kind.LIMIT) ? alarm.time.plus(step) : alarm.time;
			this.alarms.add(alarm);
		}
	}

	enum Kind {

		/** Somebody waits for the time. */
		WAIT,

		/** So long may something take that is really going on. */
		LIMIT

	}

	static final class Alarm {

		private final Runnable task;

		private final Kind kind;

		private final long number;

		private Instant time;

		private Alarm(Runnable task, Instant time, Kind kind, long number) {
			this.task = task;
			this.time = time;
			this.kind = kind;
			this.number = number;
		}

		Runnable task() {
			return this.task;
		}

		Instant time() {
			return this.time;
		}

	}

}
