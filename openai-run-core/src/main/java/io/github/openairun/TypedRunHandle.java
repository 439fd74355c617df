package io.github.openairun;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * A run that is executed in the background and whose reply is converted to a Java value.
 *
 * @param <T> the type of the value
 * @since 0.1.0
 */
public final class TypedRunHandle<T> {

	private final RunHandle handle;

	private final Function<String, T> reader;

	/**
	 * Create a handle.
	 * @param handle the run
	 * @param reader converts the text of the reply to the value
	 */
	public TypedRunHandle(RunHandle handle, Function<String, T> reader) {
		this.handle = Check.notNull(handle, "handle");
		this.reader = Check.notNull(reader, "reader");
	}

	/**
	 * Return the future result, see {@link RunHandle#result()}.
	 * @return the stage
	 */
	public CompletionStage<TypedRunResult<T>> result() {
		CompletableFuture<TypedRunResult<T>> typed = new CompletableFuture<>();
		this.handle.result().whenComplete((result, failure) -> {
			if (failure != null) {
				typed.completeExceptionally(failure);
			}
			else {
				typed.complete(typed(result));
			}
		});
		return typed.minimalCompletionStage();
	}

	private TypedRunResult<T> typed(RunResult result) {
		return new TypedRunResult<>(result, this.reader);
	}

	/**
	 * Wait for the result.
	 * @return the ended run with its value
	 * @throws RunException the exception that {@link RunOperations#execute} throws
	 * @throws RunInterruptedException if the thread is interrupted; the run goes on
	 */
	public TypedRunResult<T> join() {
		return typed(this.handle.join());
	}

	/**
	 * Return the newest snapshot of the run.
	 * @return the snapshot, or {@code null} if the run is not created yet
	 */
	public @Nullable Run run() {
		return this.handle.run();
	}

	/**
	 * Cancel the run, see {@link RunHandle#cancel()}.
	 */
	public void cancel() {
		this.handle.cancel();
	}

	/**
	 * Return the same run without the type of its value.
	 * @return the handle
	 */
	public RunHandle untyped() {
		return this.handle;
	}

}
