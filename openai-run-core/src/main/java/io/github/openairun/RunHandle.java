package io.github.openairun;

import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

/**
 * A run that is driven in the background.
 */
public interface RunHandle {

	/**
	 * Return the result to come.
	 * @return the stage; it completes with the ended run, in whatever terminal status, or
	 * with what {@link RunOperations#execute} would throw. Completing or cancelling a
	 * future made of it does not touch the run: {@link #cancel()} does
	 */
	CompletionStage<RunResult> result();

	/**
	 * Return the id of the run, as soon as the server has created it.
	 * @return the stage; it completes on a thread of the engine, long before the
	 * {@link #result()}, or with the exception of the result if no run is created
	 */
	CompletionStage<String> runId();

	/**
	 * Return the id of the thread that the run works on.
	 * @return the stage; it is complete at once if the request names a thread, and
	 * otherwise completes as soon as the thread is created, or with the exception of the
	 * result if none is
	 */
	CompletionStage<String> threadId();

	/**
	 * Return the newest snapshot of the run.
	 * @return the snapshot, or {@code null} if the run is not created yet
	 */
	@Nullable Run run();

	/**
	 * Stop: handlers that are at work are interrupted, calls that wait are skipped, no
	 * output is submitted any more, and the server is asked to cancel the run. Returns at
	 * once; the {@link #result()} follows and is a cancelled run, or whatever the run
	 * became if it had ended before. If it was not created yet, the result is a
	 * {@link java.util.concurrent.CancellationException}.
	 */
	void cancel();

	/**
	 * Wait for the result.
	 * @return the ended run
	 * @throws RunException what {@link RunOperations#execute} would throw
	 * @throws RunInterruptedException if the thread is interrupted; the run goes on
	 */
	default RunResult join() {
		return Joining.join(this, this.result().toCompletableFuture());
	}

}
