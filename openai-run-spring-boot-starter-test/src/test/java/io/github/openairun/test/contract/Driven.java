package io.github.openairun.test.contract;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.github.openairun.RunHandle;
import io.github.openairun.RunResult;

/**
 * A run on its way.
 */
record Driven(CompletableFuture<RunResult> result, @Nullable RunHandle handle, @Nullable Thread thread) {

	static Driven inBackground(RunHandle handle) {
		return new Driven(handle.result().toCompletableFuture(), handle, null);
	}

	static Driven onThread(Supplier<RunResult> run) {
		CompletableFuture<RunResult> result = new CompletableFuture<>();
		Thread thread = new Thread(() -> {
			try {
				result.complete(run.get());
			}
			catch (RuntimeException ex) {
				result.completeExceptionally(ex);
			}
		}, "caller");
		thread.start();
		return new Driven(result, null, thread);
	}

	void cancel() {
		Objects.requireNonNull(this.handle).cancel();
	}

	void interrupt() {
		Objects.requireNonNull(this.thread).interrupt();
	}

	/** Return the result, or the exception that came instead. */
	Object outcome() {
		try {
			return this.result.join();
		}
		catch (CompletionException ex) {
			return ex.getCause();
		}
	}

}
