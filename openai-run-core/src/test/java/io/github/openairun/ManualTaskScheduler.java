package io.github.openairun;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.Trigger;

import io.github.openairun.support.TimeoutTask;

/**
 * A {@link TaskScheduler} with a clock of its own. Its time passes when a test
 * {@linkplain #advance advances} it; a {@linkplain #jumping() jumping} scheduler advances
 * to each task, except timeouts, as soon as it is scheduled. Tasks run on the thread that
 * moves the time.
 */
public final class ManualTaskScheduler implements TaskScheduler {

	/** The time at which a scheduler starts unless a test says otherwise. */
	public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

	private final List<Task> tasks = new ArrayList<>();

	private final List<Duration> delays = new ArrayList<>();

	private final boolean jumping;

	private final Clock clock = new ManualClock();

	private Instant now;

	private int readings;

	private volatile Runnable onSchedule = () -> {
	};

	/** Create a scheduler whose time passes when a test advances it. */
	public ManualTaskScheduler() {
		this(START, false);
	}

	private ManualTaskScheduler(Instant start, boolean jumping) {
		this.now = start;
		this.jumping = jumping;
	}

	/** Create a scheduler that starts at a time and passes when a test advances it. */
	public static ManualTaskScheduler startingAt(Instant start) {
		return new ManualTaskScheduler(start, false);
	}

	/** Create a scheduler that runs each task, except timeouts, when it is scheduled. */
	public static ManualTaskScheduler jumping() {
		return jumpingFrom(START);
	}

	/** Create a jumping scheduler that starts at a time. */
	public static ManualTaskScheduler jumpingFrom(Instant start) {
		return new ManualTaskScheduler(start, true);
	}

	/** Run something before each further task is scheduled. */
	public void onSchedule(Runnable action) {
		this.onSchedule = action;
	}

	/** Let time pass, and run the tasks that are due in the order of their times. */
	public void advance(Duration duration) {
		advanceTo(this.clock.instant().plus(duration));
	}

	private void advanceTo(Instant target) {
		for (Task due = nextDue(target); due != null; due = nextDue(target)) {
			due.execute();
		}
		synchronized (this) {
			moveTo(target);
		}
	}

	private synchronized @Nullable Task nextDue(Instant target) {
		Task next = this.tasks.stream().min(Comparator.comparing((task) -> task.due)).orElse(null);
		if (next == null || next.due.isAfter(target)) {
			return null;
		}
		this.tasks.remove(next);
		moveTo(next.due);
		return next;
	}

	private void moveTo(Instant time) {
		if (time.isAfter(this.now)) {
			this.now = time;
		}
	}

	/** Return how many tasks wait. */
	public synchronized int size() {
		return this.tasks.size();
	}

	/** Return the delays with which tasks other than timeouts were scheduled so far. */
	public synchronized List<Duration> delays() {
		return List.copyOf(this.delays);
	}

	/** Return how often the clock was read. */
	public synchronized int readings() {
		return this.readings;
	}

	@Override
	public Clock getClock() {
		return this.clock;
	}

	@Override
	public ScheduledFuture<?> schedule(Runnable task, Instant startTime) {
		return add(task, startTime, null);
	}

	@Override
	public @Nullable ScheduledFuture<?> schedule(Runnable task, Trigger trigger) {
		throw new UnsupportedOperationException("Triggers are not supported");
	}

	@Override
	public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, Instant startTime, Duration period) {
		return add(task, startTime, period);
	}

	@Override
	public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, Duration period) {
		return add(task, this.clock.instant(), period);
	}

	@Override
	public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, Instant startTime, Duration delay) {
		return add(task, startTime, delay);
	}

	@Override
	public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, Duration delay) {
		return add(task, this.clock.instant(), delay);
	}

	private ScheduledFuture<?> add(Runnable task, Instant due, @Nullable Duration period) {
		this.onSchedule.run();
		boolean timeout = task instanceof TimeoutTask;
		Task added = new Task(task, due, period);
		synchronized (this) {
			if (!timeout) {
				this.delays.add(Duration.between(this.now, due));
			}
			this.tasks.add(added);
		}
		if (this.jumping && !timeout && period == null) {
			synchronized (this) {
				this.tasks.remove(added);
				moveTo(due);
			}
			added.execute();
		}
		return added;
	}

	private synchronized void repeat(Task task, Duration period) {
		task.due = this.now.plus(period);
		this.tasks.add(task);
	}

	private synchronized void remove(Task task) {
		this.tasks.remove(task);
	}

	private final class Task extends FutureTask<@Nullable Object> implements ScheduledFuture<@Nullable Object> {

		private final @Nullable Duration period;

		private Instant due;

		Task(Runnable task, Instant due, @Nullable Duration period) {
			super(task, null);
			this.due = due;
			this.period = period;
		}

		void execute() {
			if (this.period == null) {
				run();
			}
			else if (runAndReset()) {
				repeat(this, this.period);
			}
		}

		@Override
		public boolean cancel(boolean mayInterruptIfRunning) {
			remove(this);
			return super.cancel(mayInterruptIfRunning);
		}

		@Override
		public long getDelay(TimeUnit unit) {
			return unit.convert(Duration.between(getClock().instant(), this.due));
		}

		@Override
		public int compareTo(Delayed other) {
			return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
		}

	}

	private final class ManualClock extends Clock {

		@Override
		public Instant instant() {
			synchronized (ManualTaskScheduler.this) {
				ManualTaskScheduler.this.readings++;
				return ManualTaskScheduler.this.now;
			}
		}

		@Override
		public ZoneId getZone() {
			return ZoneOffset.UTC;
		}

		@Override
		public Clock withZone(ZoneId zone) {
			return this;
		}

	}

}
