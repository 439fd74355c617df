package io.github.openairun.engine;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.github.openairun.Run;
import io.github.openairun.RunHandle;
import io.github.openairun.RunInterruptedException;
import io.github.openairun.RunResult;
import io.github.openairun.tool.ContextPropagator;

/**
 * Drives a run on whichever thread of the engine is free; while the run waits, it holds
 * none.
 */
final class AsyncDriver implements ActiveDrive, RunHandle {

	private static final Runnable NOTHING = () -> {
	};

	private final Drive drive;

	private final Executor executor;

	private final RunScheduler scheduler;

	private final Consumer<ActiveDrive> whenEnded;

	private final CompletableFuture<RunResult> result = new CompletableFuture<>();

	/** How many signals are to be heeded; whoever makes it 1 has the drive go on. */
	private final AtomicInteger signals = new AtomicInteger();

	private @Nullable Pause pause;

	private Runnable alarm = NOTHING;

	/** The pause whose time is up. */
	private volatile @Nullable Pause elapsed;

	private volatile boolean shutDown;

	/**
	 * Create a driver.
	 * @param drive the drive
	 * @param executor runs steps
	 * @param scheduler wakes the drive
	 * @param whenEnded told once the drive has ended
	 */
	AsyncDriver(Drive drive, Executor executor, RunScheduler scheduler, Consumer<ActiveDrive> whenEnded) {
		this.drive = drive;
		this.executor = executor;
		this.scheduler = scheduler;
		this.whenEnded = whenEnded;
		drive.setWaker(this::signal);
	}

	/** Have the drive go on as soon as a thread is free. */
	void signal() {
		if (this.signals.getAndIncrement() == 0 && !this.result.isDone()) {
			try {
				this.executor.execute(this::heedSignals);
			}
			catch (RejectedExecutionException ex) {
				fail(new RunInterruptedException(this.drive.run(), SHUT_DOWN));
			}
		}
	}

	private void timeIsUp(Pause pause) {
		this.elapsed = pause;
		signal();
	}

	private void heedSignals() {
		int heeded = 1;
		do {
			if (!this.result.isDone()) {
				goOn();
			}
			heeded = this.signals.addAndGet(-heeded);
		}
		while (heeded > 0);
	}

	private void goOn() {
		Pause pause = this.pause;
		if (this.shutDown) {
			fail(new RunInterruptedException(this.drive.run(), SHUT_DOWN));
			return;
		}
		if (pause != null && !pause.wakeable() && this.elapsed != pause && !this.drive.isToStop()) {
			return;
		}
		this.alarm.run();
		this.alarm = NOTHING;
		ContextPropagator.Scope context = this.drive.plan().tools().context().restore();
		try {
			Pause next = this.drive.advance();
			this.pause = next;
			if (next != null) {
				Runnable wake = () -> timeIsUp(next);
				this.alarm = next.wakeable() ? this.scheduler.scheduleDeadline(wake, next.atMost())
						: this.scheduler.schedule(wake, next.atMost());
			}
			else {
				end();
				this.result.complete(this.drive.result());
			}
		}
		catch (RuntimeException ex) {
			fail(ex);
		}
		catch (Error ex) {
			fail(new IllegalStateException("The drive was ended by an error", ex));
			throw ex;
		}
		finally {
			context.close();
		}
	}

	private void fail(RuntimeException failure) {
		if (!this.result.isDone()) {
			this.drive.fail(failure);
			end();
			this.result.completeExceptionally(failure);
		}
	}

	private void end() {
		this.alarm.run();
		this.alarm = NOTHING;
		this.whenEnded.accept(this);
	}

	@Override
	public CompletionStage<RunResult> result() {
		return this.result.minimalCompletionStage();
	}

	@Override
	public @Nullable Run run() {
		return this.drive.run();
	}

	@Override
	public void cancel() {
		if (!this.result.isDone()) {
			this.drive.cancel();
		}
	}

	@Override
	public Drive drive() {
		return this.drive;
	}

	@Override
	public void shutDown() {
		this.shutDown = true;
		signal();
	}

}
