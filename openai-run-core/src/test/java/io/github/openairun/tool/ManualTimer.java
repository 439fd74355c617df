package io.github.openairun.tool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A timer whose time passes when a test says so.
 */
final class ManualTimer implements ToolTimer {

	private final List<Entry> entries = new ArrayList<>();

	private Duration now = Duration.ZERO;

	@Override
	public synchronized Runnable schedule(Runnable task, Duration delay) {
		Entry entry = new Entry(task, this.now.plus(delay));
		this.entries.add(entry);
		return () -> remove(entry);
	}

	private synchronized void remove(Entry entry) {
		this.entries.remove(entry);
	}

	/** Let time pass. */
	void pass(Duration duration) {
		List<Entry> due;
		synchronized (this) {
			this.now = this.now.plus(duration);
			due = this.entries.stream().filter((entry) -> entry.due().compareTo(this.now) <= 0).toList();
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

	private record Entry(Runnable task, Duration due) {
	}

}
