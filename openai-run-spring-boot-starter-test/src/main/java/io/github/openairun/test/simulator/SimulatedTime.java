package io.github.openairun.test.simulator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.PriorityQueue;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.github.openairun.engine.RunScheduler;
import io.github.openairun.wire.Sleeper;

/**
 * The time of an application's runs and of the simulator alike. It goes by a real clock
 * and jumps over every wait, so that nothing takes longer than the work itself; once it
 * {@linkplain #stop() is stopped}, it moves only by {@link #advance}. It is safe for use
 * by several threads.
 */
public final class SimulatedTime extends Clock implements Sleeper, RunScheduler {

	private static final Runnable NOTHING = () -> {
	};

	/** How long to wait really for somebody who waits. */
	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private final Clock clock;

	private final PriorityQueue<Alarm> alarms = new PriorityQueue<>(
			Comparator.comparing(Alarm::time).thenComparing(Alarm::number));

	private Duration skipped = Duration.ZERO;

	private @Nullable Instant stoppedAt;

	private long lastNumber;

	private int sleepers;

	/**
	 * Creates a time that runs.
	 * @param clock what it goes by
	 */
	public SimulatedTime(Clock clock) {
		Assert.notNull(clock, "'clock' must not be null");
		this.clock = clock;
	}

	/**
	 * Stops the time: from now on, who waits does so until the time is advanced.
	 */
	public synchronized void stop() {
		this.stoppedAt = instant();
	}

	/**
	 * Stops the time at a moment, which may be in the past.
	 * @param instant the moment
	 */
	public synchronized void stopAt(Instant instant) {
		Assert.notNull(instant, "'instant' must not be null");
		this.stoppedAt = instant;
	}

	/**
	 * Moves the time on, and wakes everybody whose time has come.
	 * @param duration how far
	 */
	public void advance(Duration duration) {
		Assert.isTrue(!duration.isNegative(), "'duration' must not be negative");
		advanceTo(instant().plus(duration));
	}

	/**
	 * Waits until a run, or anybody else, waits for the time to pass. Who waits for
	 * something else, with a deadline, does not count.
	 * @throws IllegalStateException if nobody does within ten real seconds
	 */
	public synchronized void awaitWaiting() {
		long start = System.nanoTime();
		boolean interrupted = false;
		while (this.sleepers == 0 && this.alarms.stream().allMatch(Alarm::deadline)) {
			long left = PATIENCE.toMillis() - (System.nanoTime() - start) / 1_000_000;
			Assert.state(left > 0 && !interrupted, "Nobody waits for the simulated time to pass");
			try {
				wait(left);
			}
			catch (InterruptedException ex) {
				interrupted = true;
				Thread.currentThread().interrupt();
			}
		}
	}

	/**
	 * Lets the time run again and jump over every wait.
	 */
	public void resume() {
		while (true) {
			Alarm next;
			synchronized (this) {
				Instant now = this.stoppedAt;
				if (now != null) {
					this.skipped = Duration.between(this.clock.instant(), now);
					this.stoppedAt = null;
				}
				notifyAll();
				next = this.alarms.stream().filter((alarm) -> !alarm.deadline()).findFirst().orElse(null);
			}
			if (next == null) {
				return;
			}
			advanceTo(next.time());
		}
	}

	@Override
	public void sleep(Duration duration) throws InterruptedException {
		if (Thread.interrupted()) {
			throw new InterruptedException();
		}
		Instant until;
		synchronized (this) {
			until = instant().plus(duration);
			this.sleepers++;
			notifyAll();
			try {
				while (this.stoppedAt != null && this.stoppedAt.isBefore(until)) {
					wait();
				}
			}
			finally {
				this.sleepers--;
			}
		}
		advanceTo(until);
	}

	@Override
	public Runnable schedule(Runnable task, Duration delay) {
		Instant time;
		synchronized (this) {
			time = instant().plus(delay);
			if (this.stoppedAt != null) {
				return add(task, time, false);
			}
		}
		advanceTo(time);
		task.run();
		return NOTHING;
	}

	@Override
	public synchronized Runnable scheduleDeadline(Runnable task, Duration delay) {
		return add(task, instant().plus(delay), true);
	}

	private Runnable add(Runnable task, Instant time, boolean deadline) {
		Alarm alarm = new Alarm(task, time, this.lastNumber++, deadline);
		this.alarms.add(alarm);
		notifyAll();
		return () -> remove(alarm);
	}

	private synchronized void remove(Alarm alarm) {
		this.alarms.remove(alarm);
	}

	/**
	 * Jumps to a time for which somebody waits.
	 * @return whether time runs, so that it may be jumped over
	 */
	boolean jumpTo(Instant time) {
		synchronized (this) {
			if (this.stoppedAt != null) {
				return false;
			}
		}
		advanceTo(time);
		return true;
	}

	private void advanceTo(Instant target) {
		while (true) {
			Alarm next;
			synchronized (this) {
				next = this.alarms.peek();
				boolean due = next != null && !next.time().isAfter(target);
				moveTo(due ? next.time() : target);
				notifyAll();
				if (!due) {
					return;
				}
				this.alarms.remove();
			}
			next.task().run();
		}
	}

	private void moveTo(Instant time) {
		Duration step = Duration.between(instant(), time);
		if (step.isNegative()) {
			return;
		}
		if (this.stoppedAt != null) {
			this.stoppedAt = time;
		}
		else {
			this.skipped = this.skipped.plus(step);
		}
	}

	@Override
	public synchronized Instant instant() {
		Instant stopped = this.stoppedAt;
		return (stopped != null) ? stopped : this.clock.instant().plus(this.skipped);
	}

	@Override
	public ZoneId getZone() {
		return ZoneOffset.UTC;
	}

	@Override
	public Clock withZone(ZoneId zone) {
		return new Clock() {

			@Override
			public ZoneId getZone() {
				return zone;
			}

			@Override
			public Clock withZone(ZoneId other) {
				return SimulatedTime.this.withZone(other);
			}

			@Override
			public Instant instant() {
				return SimulatedTime.this.instant();
			}

		};
	}

	private record Alarm(Runnable task, Instant time, long number, boolean deadline) {

	}

}
