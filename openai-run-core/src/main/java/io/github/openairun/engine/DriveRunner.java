package io.github.openairun.engine;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.TaskScheduler;

import io.github.openairun.Run;
import io.github.openairun.RunException;
import io.github.openairun.RunHandle;
import io.github.openairun.RunInterruptedException;
import io.github.openairun.RunResult;
import io.github.openairun.support.SerialExecutor;
import io.github.openairun.support.Timing;

/**
 * Runs a drive step by step on the threads of an executor, which is the pool of the
 * engine or the {@link CallerThread}. The drive needs no thread between two steps: a
 * signal, or the scheduler at the end of a pause, starts the next one.
 */
final class DriveRunner implements RunHandle {

	private static final String SHUT_DOWN = "was ended by the shutdown of the application";

	private final Drive drive;

	private final TaskScheduler scheduler;

	private final Consumer<DriveRunner> whenEnded;

	private final SerialExecutor steps;

	private final CompletableFuture<RunResult> result = new CompletableFuture<>();

	/** Whether a step is submitted that has not started. */
	private final AtomicBoolean signalled = new AtomicBoolean();

	private @Nullable DrivePause pause;

	private @Nullable Alarm alarm;

	/** The newest pause whose time has elapsed. */
	private volatile @Nullable DrivePause elapsed;

	private volatile @Nullable RuntimeException rejection;

	private volatile boolean shutDown;

	/** Receives whether the drive is suspended, whenever that changes. */
	private Consumer<Boolean> whenSuspended = (now) -> {
	};

	private boolean suspended;

	/**
	 * Create a runner.
	 * @param drive the drive
	 * @param executor runs the steps
	 * @param scheduler ends pauses
	 * @param whenEnded called once the drive has ended
	 */
	DriveRunner(Drive drive, Executor executor, TaskScheduler scheduler, Consumer<DriveRunner> whenEnded) {
		this.drive = drive;
		this.steps = new SerialExecutor(executor);
		this.scheduler = scheduler;
		this.whenEnded = whenEnded;
		drive.setRunner(this::signal, executor);
	}

	/** Return the number of tool calls that surround the drive. */
	int depth() {
		return this.drive.plan().tools().depth();
	}

	/** Set the hints that request polls. */
	void setHints(ResponseHints hints) {
		this.drive.setHints(hints);
	}

	/** Return whether a response is the newest one of the run. */
	boolean isDriving(String responseId) {
		return responseId.equals(this.drive.responseId());
	}

	/** Run the next step as soon as a thread is free. */
	void signal() {
		if (!this.result.isDone() && this.signalled.compareAndSet(false, true)) {
			try {
				this.steps.execute(this::step);
			}
			catch (RejectedExecutionException ex) {
				this.shutDown = true;
				fail(interruption());
			}
			catch (Throwable ex) {
				fail(failureOf(ex));
			}
		}
	}

	private void pauseElapsed(DrivePause pause) {
		this.elapsed = pause;
		signal();
	}

	private void step() {
		this.signalled.set(false);
		if (this.result.isDone()) {
			return;
		}
		RuntimeException failure = failureBeforeStep();
		if (failure != null) {
			fail(failure);
			return;
		}
		DrivePause pause = this.pause;
		if (pause != null && !pause.wakeable() && this.elapsed != pause && !this.drive.isToStop()
				&& !this.drive.isToPoll()) {
			return;
		}
		try {
			advance();
		}
		catch (Throwable ex) {
			fail(failureOf(ex));
		}
	}

	private @Nullable RuntimeException failureBeforeStep() {
		if (this.rejection != null) {
			return this.rejection;
		}
		if (this.shutDown) {
			return interruption();
		}
		return Thread.currentThread().isInterrupted() ? interruption() : null;
	}

	/** Return the exception that ends the drive after a failed step. */
	private RuntimeException failureOf(Throwable error) {
		RuntimeException failure = (error instanceof RuntimeException exception) ? exception
				: new IllegalStateException("The drive was ended by an error", error);
		boolean interrupted = Thread.currentThread().isInterrupted() && failure instanceof RunException
				&& !(failure instanceof RunInterruptedException);
		if (!this.shutDown && !interrupted) {
			return failure;
		}
		RunInterruptedException interruption = interruption();
		interruption.addSuppressed(failure);
		return interruption;
	}

	private RunInterruptedException interruption() {
		Run run = this.drive.run();
		return this.shutDown ? new RunInterruptedException(run, SHUT_DOWN) : new RunInterruptedException(run);
	}

	private void advance() {
		DrivePause next = this.drive.advance();
		this.pause = next;
		if (next == null) {
			ended();
			this.result.complete(this.drive.result());
		}
		else {
			schedule(next);
			tellSuspension();
		}
	}

	/** Set what is told whether the drive is suspended. */
	void whenSuspended(Consumer<Boolean> whenSuspended) {
		this.whenSuspended = whenSuspended;
	}

	private void tellSuspension() {
		boolean now = this.drive.isSuspended();
		if (now != this.suspended) {
			this.suspended = now;
			this.whenSuspended.accept(now);
		}
	}

	private void schedule(DrivePause next) {
		Alarm set = this.alarm;
		if (set != null && set.pause() != this.elapsed && set.pause().equals(next) && next.wakeable()) {
			return;
		}
		cancelAlarm();
		if (next.isEndless()) {
			return;
		}
		Duration delay = Duration.between(this.scheduler.getClock().instant(), next.until());
		if (next.wakeable()) {
			this.alarm = new Alarm(next, Timing.timeout(this.scheduler, delay, () -> pauseElapsed(next)));
		}
		else if (delay.isNegative() || delay.isZero()) {
			pauseElapsed(next);
		}
		else {
			this.alarm = new Alarm(next, Timing.after(this.scheduler, delay, () -> pauseElapsed(next)));
		}
	}

	private void cancelAlarm() {
		Alarm set = this.alarm;
		if (set != null) {
			set.future().cancel(false);
			this.alarm = null;
		}
	}

	private void fail(RuntimeException failure) {
		if (this.result.isDone()) {
			return;
		}
		try {
			this.drive.fail(failure);
		}
		catch (Throwable ex) {
			failure.addSuppressed(ex);
		}
		ended();
		this.result.completeExceptionally(failure);
	}

	private void ended() {
		cancelAlarm();
		this.whenEnded.accept(this);
	}

	/** End a drive that has not started. */
	void reject(RuntimeException rejection) {
		this.rejection = rejection;
		signal();
	}

	/** End the drive and leave its run as it is. */
	void shutDown() {
		this.shutDown = true;
		signal();
	}

	/** End the drive because the calling thread, which runs the steps, is interrupted. */
	void interrupted() {
		fail(interruption());
	}

	@Override
	public CompletionStage<RunResult> result() {
		return this.result.minimalCompletionStage();
	}

	@Override
	public CompletionStage<String> runId() {
		return this.drive.runId().minimalCompletionStage();
	}

	@Override
	public CompletionStage<String> threadId() {
		return this.drive.threadId().minimalCompletionStage();
	}

	boolean isDone() {
		return this.result.isDone();
	}

	/** Return the result of a drive that has ended. */
	RunResult outcome() {
		try {
			return this.result.join();
		}
		catch (CompletionException ex) {
			throw (ex.getCause() instanceof RuntimeException failure) ? failure : ex;
		}
	}

	/** Run an action at the end of the drive, on the thread of its last step. */
	void whenDone(Runnable action) {
		this.result.whenComplete((result, failure) -> action.run());
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

	/**
	 * The alarm at the end of a pause.
	 */
	private record Alarm(DrivePause pause, Future<?> future) {
	}

}
