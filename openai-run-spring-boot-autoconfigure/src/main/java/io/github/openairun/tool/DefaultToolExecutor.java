package io.github.openairun.tool;

import java.util.ArrayList;
import java.util.List;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.util.Assert;

import io.github.openairun.ToolCall;
import io.github.openairun.ToolOutput;

/**
 * Answers the calls of a batch one after the other, on the caller's thread.
 */
final class DefaultToolExecutor implements ToolExecutor {

	private static final Log logger = LogFactory.getLog(DefaultToolExecutor.class);

	private final CallAnswerer answerer;

	DefaultToolExecutor(CallAnswerer answerer) {
		this.answerer = answerer;
	}

	@Override
	public List<ToolOutput> execute(ToolBatch batch) {
		Assert.notNull(batch, "'batch' must not be null");
		if (batch.calls().size() == 1) {
			return List.of(execute(batch, batch.calls().get(0)));
		}
		List<ToolOutput> outputs = new ArrayList<>(batch.calls().size());
		boolean interrupted = false;
		try {
			for (ToolCall call : batch.calls()) {
				outputs.add(execute(batch, call));
				// one handler's interrupt must not fail the next one's call
				interrupted |= Thread.interrupted();
			}
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
		return outputs;
	}

	private ToolOutput execute(ToolBatch batch, ToolCall call) {
		tell(() -> batch.listener().toolCallStarted(batch.run(), call));
		ToolOutput output = new ToolOutput(call.id(), this.answerer.answer(batch, call));
		tell(() -> batch.listener().toolCallFinished(batch.run(), call, output));
		return output;
	}

	private void tell(Runnable event) {
		try {
			event.run();
		}
		catch (Throwable ex) {
			Throwables.rethrowIfFatal(ex);
			logger.warn("A run listener failed", ex);
		}
	}

}
