package io.github.openairun.engine;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import io.github.openairun.RunException;
import io.github.openairun.RunInterruptedException;
import io.github.openairun.RunResult;
import io.github.openairun.wire.Sleeper;

/**
 * Drives a run on the thread that asks for it.
 */
final class BlockingDriver implements ActiveDrive {

	private final Drive drive;

	private final Sleeper sleeper;

	private final @Nullable RunScheduler deadlines;

	private final Semaphore news = new Semaphore(0);

	private @Nullable Thread thread;

	private boolean shutDown;

	/** The thread was interrupted by the shutdown, which it is to forget. */
	private boolean interrupted;

	/**
	 * Create a driver.
	 * @param drive the drive
	 * @param sleeper waits
	 * @param deadlines ends waits for something that does not come, or {@code null} if
	 * that goes by the system's time
	 */
	BlockingDriver(Drive drive, Sleeper sleeper, @Nullable RunScheduler deadlines) {
		this.drive = drive;
		this.sleeper = sleeper;
		this.deadlines = deadlines;
		drive.setWaker(this.news::release);
		drive.setWaiting();
	}

	RunResult run() {
		try {
			begin();
			for (Pause pause = advance(); pause != null; pause = advance()) {
				await(pause);
			}
			return this.drive.result();
		}
		catch (RuntimeException ex) {
			RuntimeException failure = end() ? new RunInterruptedException(this.drive.run(), SHUT_DOWN) : ex;
			this.drive.fail(failure);
			throw failure;
		}
		catch (Error ex) {
			this.drive.fail(new IllegalStateException("The drive was ended by an error", ex));
			throw ex;
		}
		finally {
			end();
		}
	}

	private @Nullable Pause advance() {
		if (Thread.currentThread().isInterrupted()) {
			throw new RunInterruptedException(this.drive.run());
		}
		try {
			return this.drive.advance();
		}
		catch (RunException ex) {
			if (Thread.currentThread().isInterrupted() && !(ex instanceof RunInterruptedException)) {
				RunInterruptedException interrupted = new RunInterruptedException(this.drive.run());
				interrupted.addSuppressed(ex);
				throw interrupted;
			}
			throw ex;
		}
	}

	private void await(Pause pause) {
		try {
			if (!pause.wakeable()) {
				if (!pause.atMost().isZero()) {
					this.sleeper.sleep(pause.atMost());
				}
				return;
			}
			if (awaitNews(pause)) {
				this.news.drainPermits();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new RunInterruptedException(this.drive.run());
		}
	}

	private boolean awaitNews(Pause pause) throws InterruptedException {
		if (this.deadlines == null) {
			return this.news.tryAcquire(nanos(pause.atMost()), TimeUnit.NANOSECONDS);
		}
		Runnable alarm = this.deadlines.scheduleDeadline(this.news::release, pause.atMost());
		try {
			this.news.acquire();
			return true;
		}
		finally {
			alarm.run();
		}
	}

	static long nanos(Duration duration) {
		return (duration.compareTo(Duration.ofDays(365)) < 0) ? duration.toNanos() : Long.MAX_VALUE;
	}

	private synchronized void begin() {
		if (this.shutDown) {
			throw new RunInterruptedException(null, SHUT_DOWN);
		}
		this.thread = Thread.currentThread();
	}

	/**
	 * Let nobody interrupt the thread from here on.
	 * @return whether the shutdown has done so
	 */
	private synchronized boolean end() {
		this.thread = null;
		if (this.interrupted) {
			this.interrupted = false;
			Thread.interrupted();
		}
		return this.shutDown;
	}

	@Override
	public Drive drive() {
		return this.drive;
	}

	@Override
	public synchronized void shutDown() {
		this.shutDown = true;
		if (this.thread != null) {
			this.interrupted = true;
			this.thread.interrupt();
		}
	}

}
