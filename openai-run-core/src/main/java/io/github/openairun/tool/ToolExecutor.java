package io.github.openairun.tool;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.openairun.ToolOutput;

/**
 * Executes the tool calls of runs.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ToolExecutor {

	/**
	 * Execute every call of a batch. Each gets the handler's result as its output, or an
	 * error that the model can read. Does not block the calling thread.
	 * @param batch the calls
	 * @return the outputs: exactly one for each call, in the order of the calls. The
	 * future fails with a {@link io.github.openairun.ToolCallFailedException} if a
	 * {@link ToolErrorHandler} stops the run. Cancelling it interrupts handlers that are
	 * at work and skips the remaining calls.
	 */
	CompletableFuture<List<ToolOutput>> execute(ToolBatch batch);

	/**
	 * Bind and validate the arguments of every call of a batch without calling a handler,
	 * so that no person is asked to approve a call that cannot be executed.
	 * @param batch the calls
	 * @return exactly one preview for each call, in the order of the calls
	 */
	default List<CallPreview> preview(ToolBatch batch) {
		return batch.calls().stream().map(CallPreview::unknown).toList();
	}

	/**
	 * Shorten outputs that are too long for the server, as {@link #execute} does. The
	 * outputs of a round may come from several batches, and from a record.
	 * @param outputs the outputs of one round
	 * @return the outputs, in the same order
	 */
	default List<ToolOutput> limit(List<ToolOutput> outputs) {
		return outputs;
	}

	/**
	 * Capture the context of the current thread, such as the authenticated user, for the
	 * handlers of a drive that starts on it.
	 * @return the context for {@link RoundContext.Builder#threadContext}
	 */
	default ContextPropagator.Snapshot capture() {
		return CompositeContextPropagator.NOTHING;
	}

}
