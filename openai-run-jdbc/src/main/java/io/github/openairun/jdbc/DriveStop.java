package io.github.openairun.jdbc;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Stops a drive without leaving a trace, when the application shuts down: at once while
 * the drive waits for the server, and after the last handler has ended and its output is
 * recorded while handlers work.
 */
final class DriveStop {

	private final Thread driver = Thread.currentThread();

	private int handlers;

	private int writes;

	private boolean requested;

	private boolean interrupted;

	private boolean over;

	/** Request the stop; any thread may. */
	synchronized void request() {
		this.requested = true;
		interruptIfIdle();
	}

	/** Stop at once, even if handlers work. */
	synchronized void requestAtOnce() {
		this.requested = true;
		this.handlers = 0;
		interruptIfIdle();
	}

	/** An interrupt in the middle of a write could break the connection. */
	private void interruptIfIdle() {
		if (this.requested && this.handlers <= 0 && this.writes == 0 && !this.over && !this.interrupted) {
			this.interrupted = true;
			this.driver.interrupt();
		}
	}

	synchronized boolean isRequested() {
		return this.requested;
	}

	/** End the drive if it is to stop. */
	synchronized void check() {
		if (this.requested) {
			throw new DriveStoppedException();
		}
	}

	/** Do something that the thread of the drive must not be interrupted in. */
	<T extends @Nullable Object> T uninterrupted(Supplier<T> work) {
		synchronized (this) {
			this.writes++;
		}
		boolean pending = Thread.interrupted();
		try {
			return work.get();
		}
		finally {
			if (pending) {
				Thread.currentThread().interrupt();
			}
			synchronized (this) {
				this.writes--;
				interruptIfIdle();
			}
		}
	}

	/** Do the work of a handler. */
	<T> T working(HandlerWork<T> work) throws Throwable {
		synchronized (this) {
			this.handlers++;
		}
		try {
			return work.call();
		}
		finally {
			synchronized (this) {
				this.handlers--;
				interruptIfIdle();
			}
		}
	}

	/** Note that the drive has ended, on its own thread. */
	synchronized void over() {
		this.over = true;
		if (this.interrupted) {
			Thread.interrupted();
		}
	}

	/**
	 * The work of a handler.
	 */
	@FunctionalInterface
	interface HandlerWork<T> {

		T call() throws Throwable;

	}

}
