package io.github.openairun.engine;

import java.util.List;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.github.openairun.Run;
import io.github.openairun.RunListener;
import io.github.openairun.RunResult;
import io.github.openairun.ToolCall;
import io.github.openairun.ToolOutput;

/**
 * Tells several listeners one after the other; what one throws is logged and hurts
 * nothing.
 */
class ListenerChain implements RunListener {

	private static final Log logger = LogFactory.getLog(ListenerChain.class);

	private final List<RunListener> listeners;

	ListenerChain(List<RunListener> listeners) {
		this.listeners = List.copyOf(listeners);
	}

	@Override
	public void statusChanged(Run run) {
		tell((listener) -> listener.statusChanged(run));
	}

	@Override
	public void toolCallStarted(Run run, ToolCall call) {
		tell((listener) -> listener.toolCallStarted(run, call));
	}

	@Override
	public void toolCallFinished(Run run, ToolCall call, ToolOutput output) {
		tell((listener) -> listener.toolCallFinished(run, call, output));
	}

	@Override
	public void ended(RunResult result) {
		tell((listener) -> listener.ended(result));
	}

	private void tell(Consumer<RunListener> event) {
		for (RunListener listener : this.listeners) {
			try {
				event.accept(listener);
			}
			catch (RuntimeException ex) {
				logger.warn("A run listener of type " + listener.getClass().getName() + " has failed", ex);
			}
		}
	}

}
