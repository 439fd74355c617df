package io.github.openairun;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

import org.jspecify.annotations.Nullable;

/**
 * A run that is executed in the background.
 *
 * <pre class="code">
 * RunHandle handle = runs.start("support", "Where is order 17?");
 * handle.runId().thenAccept(this::remember);
 * RunResult result = handle.join();
 * </pre>
 *
 * @since 0.1.0
 */
public interface RunHandle {

	/**
	 * Return the future result.
	 * @return the stage; it completes with the ended run, with any terminal status, or
	 * with the exception that {@link RunOperations#execute} throws. Completing or
	 * cancelling a future created from it does not affect the run; use {@link #cancel()}
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
	 * Cancel the run: running handlers are interrupted, waiting calls are skipped, no
	 * more outputs are submitted, and the server receives a request to cancel the run.
	 * The method returns immediately; the {@link #result()} follows with the cancelled
	 * run, or with the ended run if it had ended before. If the run was not created yet,
	 * the result is a {@link java.util.concurrent.CancellationException}.
	 */
	void cancel();

	/**
	 * Wait for the result.
	 * @return the ended run
	 * @throws RunException the exception that {@link RunOperations#execute} throws
	 * @throws RunInterruptedException if the thread is interrupted; the run goes on
	 */
	default RunResult join() {
		try {
			return result().toCompletableFuture().get();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new RunInterruptedException(run());
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof RuntimeException failure) {
				throw failure;
			}
			throw new IllegalStateException(ex.getCause());
		}
	}

}
