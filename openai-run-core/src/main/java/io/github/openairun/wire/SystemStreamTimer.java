package io.github.openairun.wire;

import java.time.Duration;
import java.util.Comparator;
import java.util.TreeSet;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * A timer that goes by the system's time and has one thread. Nearly all that it is given
 * are time-outs that are taken back long before: its thread is woken for what is due
 * before all else only, and is not told when that is taken back.
 */
final class SystemStreamTimer implements StreamTimer {

	private static final Log logger = LogFactory.getLog(SystemStreamTimer.class);

	private final ScheduledThreadPoolExecutor executor;

	private final TreeSet<Entry> entries = new TreeSet<>(
			Comparator.comparingLong(Entry::due).thenComparingLong(Entry::number));

	/** The system's nanoseconds may overflow, those since then do not. */
	private final long epoch = System.nanoTime();

	private long numbers;

	private long wakeUpAt = Long.MAX_VALUE;

	private @Nullable Future<?> wakeUp;

	SystemStreamTimer() {
		CustomizableThreadFactory threads = new CustomizableThreadFactory("openai-stream-timer-");
		threads.setDaemon(true);
		this.executor = new ScheduledThreadPoolExecutor(1, threads, new ThreadPoolExecutor.DiscardPolicy());
		this.executor.setRemoveOnCancelPolicy(true);
		this.executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
	}

	@Override
	public synchronized Runnable schedule(Runnable task, Duration delay) {
		long now = elapsed();
		long wait = Math.max(0, Math.min(TimeUnit.NANOSECONDS.convert(delay), Long.MAX_VALUE / 4));
		Entry entry = new Entry(now + wait, this.numbers++, task);
		this.entries.add(entry);
		wakeUpFor(entry, now);
		return () -> forget(entry);
	}

	private synchronized void forget(Entry entry) {
		this.entries.remove(entry);
	}

	private void wakeUpFor(Entry entry, long now) {
		if (entry.due() >= this.wakeUpAt) {
			return;
		}
		if (this.wakeUp != null) {
			this.wakeUp.cancel(false);
		}
		this.wakeUpAt = entry.due();
		this.wakeUp = this.executor.schedule(this::runWhatIsDue, entry.due() - now, TimeUnit.NANOSECONDS);
	}

	private void runWhatIsDue() {
		for (Entry entry = next(); entry != null; entry = next()) {
			try {
				entry.task().run();
			}
			catch (RuntimeException ex) {
				logger.warn("What was to be done at a certain time failed", ex);
			}
		}
	}

	private synchronized @Nullable Entry next() {
		if (this.entries.isEmpty()) {
			this.wakeUpAt = Long.MAX_VALUE;
			return null;
		}
		long now = elapsed();
		if (this.entries.first().due() <= now) {
			return this.entries.pollFirst();
		}
		this.wakeUpAt = Long.MAX_VALUE;
		wakeUpFor(this.entries.first(), now);
		return null;
	}

	private long elapsed() {
		return System.nanoTime() - this.epoch;
	}

	@Override
	public long nanoTime() {
		return System.nanoTime();
	}

	@Override
	public synchronized void close() {
		this.executor.shutdownNow();
		this.entries.clear();
	}

	private record Entry(long due, long number, Runnable task) {
	}

}
