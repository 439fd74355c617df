package io.github.openairun.engine;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.util.ReflectionUtils;

import io.github.openairun.Message;
import io.github.openairun.PendingCall;
import io.github.openairun.Run;
import io.github.openairun.RunListener;
import io.github.openairun.RunResult;
import io.github.openairun.RunStep;
import io.github.openairun.RunUsage;
import io.github.openairun.ToolCall;
import io.github.openairun.ToolOutcome;
import io.github.openairun.ToolOutput;

/**
 * The listeners of one drive, which receive each event one after the other. An exception
 * or error of a listener is logged once and has no other effect.
 */
class ListenerChain implements RunListener {

	private static final Log logger = LogFactory.getLog(ListenerChain.class);

	private final List<RunListener> listeners;

	private final Set<RunListener> failing = new HashSet<>(2);

	ListenerChain(List<RunListener> listeners) {
		this.listeners = List.copyOf(listeners);
	}

	/** Return whether any listener receives text deltas. */
	static boolean receivesText(Collection<RunListener> listeners) {
		return listeners.stream().anyMatch((listener) -> overrides(listener, "textDelta"));
	}

	/** Return whether any listener receives events that only a stream delivers. */
	static boolean needsStream(Collection<RunListener> listeners) {
		return receivesText(listeners)
				|| listeners.stream().anyMatch((listener) -> overrides(listener, "stepCompleted"));
	}

	private static boolean overrides(RunListener listener, String name) {
		return Stream.of(ReflectionUtils.getAllDeclaredMethods(AopUtils.getTargetClass(listener)))
			.anyMatch((method) -> method.getName().equals(name) && !method.isBridge()
					&& method.getDeclaringClass() != RunListener.class);
	}

	@Override
	public void statusChanged(Run run) {
		tell((listener) -> listener.statusChanged(run));
	}

	@Override
	public void textDelta(Run run, String messageId, String text) {
		tell((listener) -> listener.textDelta(run, messageId, text));
	}

	@Override
	public void messageCompleted(Run run, Message message) {
		tell((listener) -> listener.messageCompleted(run, message));
	}

	@Override
	public void stepCompleted(Run run, RunStep step) {
		tell((listener) -> listener.stepCompleted(run, step));
	}

	@Override
	public void toolCallStarted(Run run, ToolCall call) {
		tell((listener) -> listener.toolCallStarted(run, call));
	}

	@Override
	public void toolCallFinished(Run run, ToolCall call, ToolOutput output, ToolOutcome outcome) {
		tell((listener) -> listener.toolCallFinished(run, call, output, outcome));
	}

	@Override
	public void suspended(Run run, List<PendingCall> calls) {
		tell((listener) -> listener.suspended(run, calls));
	}

	@Override
	public void usageChanged(Run run, RunUsage usage) {
		tell((listener) -> listener.usageChanged(run, usage));
	}

	@Override
	public void ended(RunResult result) {
		tell((listener) -> listener.ended(result));
	}

	@Override
	public void failed(@Nullable Run run, RuntimeException error) {
		tell((listener) -> listener.failed(run, error));
	}

	private void tell(Consumer<RunListener> event) {
		for (RunListener listener : this.listeners) {
			try {
				event.accept(listener);
			}
			catch (Throwable ex) {
				if (this.failing.add(listener)) {
					logger.warn("A run listener of type " + listener.getClass().getName()
							+ " has failed; it still receives the remaining events of the run", ex);
				}
			}
		}
	}

}
