package io.github.openairun.tool;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.openairun.ToolOutput;

/**
 * Answers the tool calls of a run.
 */
public interface ToolExecutor {

	/**
	 * Answer every call of a batch: with the handler's result, or with an error that the
	 * model can read.
	 * @param batch the calls
	 * @return exactly one output for each call, in the order of the calls, whatever the
	 * handlers do
	 * @throws io.github.openairun.ToolCallFailedException if a {@link ToolErrorHandler}
	 * wants the run to stop
	 */
	List<ToolOutput> execute(ToolBatch batch);

	/**
	 * Answer every call of a batch without holding the current thread. The listener of
	 * the batch may be told on any thread, one event after the other. Unless it is
	 * overridden, this method blocks.
	 * @param batch the calls
	 * @return the outputs as {@link #execute} returns them, or what it throws; cancelling
	 * the future interrupts handlers that are at work and skips the calls that wait
	 */
	default CompletableFuture<List<ToolOutput>> executeAsync(ToolBatch batch) {
		try {
			return CompletableFuture.completedFuture(execute(batch));
		}
		catch (RuntimeException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	/**
	 * Take what the current thread has for the handlers of a drive that begins on it,
	 * such as the logged-in user.
	 * @return what {@link ToolBatch.Situation} is to have
	 */
	default ContextCarrier.Captured capture() {
		return ContextCarriers.NOTHING;
	}

}
