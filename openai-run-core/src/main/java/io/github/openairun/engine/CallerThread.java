package io.github.openairun.engine;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;

import io.github.openairun.RunResult;

/**
 * An executor whose tasks run on the thread that created it, while that thread waits for
 * the end of a drive.
 */
final class CallerThread implements Executor {

	private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();

	private final Thread thread = Thread.currentThread();

	private boolean waiting = true;

	private boolean interrupted;

	@Override
	public synchronized void execute(Runnable task) {
		if (!this.waiting) {
			throw new RejectedExecutionException("The drive has ended");
		}
		this.tasks.add(task);
	}

	/** Run the tasks until a drive has ended, and return its result. */
	RunResult await(DriveRunner runner) {
		runner.whenDone(() -> execute(() -> {
		}));
		try {
			while (!runner.isDone()) {
				runNext(runner);
			}
			return runner.outcome();
		}
		finally {
			release();
			this.tasks.forEach(Runnable::run);
		}
	}

	private void runNext(DriveRunner runner) {
		try {
			this.tasks.take().run();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			runner.interrupted();
		}
	}

	/** Interrupt the thread while it waits or works for the drive. */
	synchronized void interrupt() {
		if (this.waiting) {
			this.interrupted = true;
			this.thread.interrupt();
		}
	}

	private synchronized void release() {
		this.waiting = false;
		if (this.interrupted) {
			Thread.interrupted();
		}
	}

}
