package io.github.openairun.wire;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A timer whose time passes when a test says so.
 */
final class ManualStreamTimer implements StreamTimer {

	private final List<Entry> entries = new ArrayList<>();

	private volatile Runnable onSchedule = () -> {
	};

	private int readings;

	private long now = 1_000_000_000_000L;

	@Override
	public Runnable schedule(Runnable task, Duration delay) {
		this.onSchedule.run();
		synchronized (this) {
			Entry entry = new Entry(task, this.now + delay.toNanos());
			this.entries.add(entry);
			return () -> remove(entry);
		}
	}

	/** Do something before each further task is taken. */
	void onSchedule(Runnable action) {
		this.onSchedule = action;
	}

	private synchronized void remove(Entry entry) {
		this.entries.remove(entry);
	}

	@Override
	public synchronized long nanoTime() {
		this.readings++;
		return this.now;
	}

	/** Return how often the time was asked for. */
	synchronized int readings() {
		return this.readings;
	}

	/** Let time pass. */
	void pass(Duration duration) {
		List<Entry> due;
		synchronized (this) {
			this.now += duration.toNanos();
			due = this.entries.stream().filter((entry) -> entry.due() <= this.now).toList();
			this.entries.removeAll(due);
		}
		due.forEach((entry) -> entry.task().run());
	}

	/** Return how many tasks wait. */
	synchronized int size() {
		return this.entries.size();
	}

	@Override
	public void close() {
	}

	private record Entry(Runnable task, long due) {
	}

}
