package io.github.openairun.test.simulator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.util.Assert;

import io.github.openairun.test.simulator.Alarms.Alarm;

/**
 * The time of an application's runs and of the simulator alike. It goes by a real clock
 * and jumps over every wait, so that nothing takes longer than the work itself; once it
 * {@linkplain #stop() is stopped}, it moves only by {@link #advance}. What is jumped over
 * does not count for work that goes on meanwhile: that of a handler, or of a stream. It
 * is safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class SimulatedTime extends Clock {

	private static final Runnable NOTHING = () -> {
	};

	/** How long to wait really for somebody who waits. */
	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private final Clock clock;

	private final Alarms alarms = new Alarms();

	private final RealTimer real = new RealTimer();

	private Duration skipped = Duration.ZERO;

	private @Nullable Instant stoppedAt;

	private Runnable armed = NOTHING;

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
		jumped(Duration.between(instant(), instant));
		this.stoppedAt = instant;
	}

	/**
	 * Moves the time on, and wakes everybody whose time has come: in the order of their
	 * times, but only then, so that nobody who works on another thread waits anew while
	 * the time is still on its way.
	 * @param duration how far
	 */
	public void advance(Duration duration) {
		Assert.isTrue(!duration.isNegative(), "'duration' must not be negative");
		advanceTo(instant().plus(duration), true);
	}

	/**
	 * Waits until a run, or anybody else, waits for the time to pass. Who waits for
	 * something else, with a deadline, does not count.
	 * @throws IllegalStateException if nobody does within ten real seconds
	 */
	public synchronized void awaitWaiting() {
		long start = System.nanoTime();
		boolean interrupted = false;
		while (this.alarms.nextWait() == null) {
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
				next = this.alarms.nextWait();
				if (next == null) {
					arm();
					return;
				}
			}
			jump(next.time());
		}
	}

	Runnable schedule(Runnable task, Duration delay) {
		Instant time;
		synchronized (this) {
			time = instant().plus(delay);
			if (this.stoppedAt != null) {
				return add(task, time, Alarms.Kind.WAIT);
			}
		}
		jump(time);
		task.run();
		return NOTHING;
	}

	/**
	 * Returns the scheduler of the library in this time. Timeouts of what is really going
	 * on are not jumped over.
	 * @return the scheduler
	 */
	public TaskScheduler taskScheduler() {
		return new SimulatedTaskScheduler(this, this.real);
	}

	synchronized Runnable limit(Runnable task, Duration delay) {
		return add(task, instant().plus(delay), Alarms.Kind.LIMIT);
	}

	private Runnable add(Runnable task, Instant time, Alarms.Kind kind) {
		Alarm alarm = this.alarms.add(task, time, kind);
		if (this.alarms.next() == alarm) {
			arm();
		}
		notifyAll();
		return () -> remove(alarm);
	}

	private synchronized void remove(Alarm alarm) {
		this.alarms.remove(alarm);
	}

	/**
	 * Has the next thing happen when its time has really come.
	 */
	private void arm() {
		this.armed.run();
		Alarm next = this.alarms.next();
		this.armed = (next != null && this.stoppedAt == null)
				? this.real.schedule(() -> advanceTo(instant(), true), Duration.between(instant(), next.time()))
				: NOTHING;
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
		jump(time);
		return true;
	}

	private void jump(Instant time) {
		advanceTo(time, false);
	}

	/**
	 * Moves to a time.
	 * @param passing whether the time passes for everybody, or is jumped over
	 */
	private void advanceTo(Instant target, boolean passing) {
		while (true) {
			Alarm due;
			synchronized (this) {
				due = this.alarms.due(target, passing);
				moveTo((due != null && !passing) ? due.time() : target, passing);
				notifyAll();
				if (due == null) {
					arm();
					return;
				}
				this.alarms.remove(due);
			}
			due.task().run();
		}
	}

	private void moveTo(Instant time, boolean passing) {
		Duration step = Duration.between(instant(), time);
		if (step.isNegative()) {
			return;
		}
		if (!passing) {
			jumped(step);
		}
		if (this.stoppedAt != null) {
			this.stoppedAt = time;
		}
		else {
			this.skipped = this.skipped.plus(step);
		}
	}

	private void jumped(Duration step) {
		this.alarms.jumped(step);
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
		return new ZonedTime(this, zone);
	}

}
