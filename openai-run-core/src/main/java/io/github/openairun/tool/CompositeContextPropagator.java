package io.github.openairun.tool;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Combines several propagators into one.
 */
final class CompositeContextPropagator implements ContextPropagator {

	/** The snapshot that sets nothing. */
	static final Snapshot NOTHING = () -> () -> {
	};

	private static final Log logger = LogFactory.getLog(CompositeContextPropagator.class);

	private final List<ContextPropagator> propagators;

	CompositeContextPropagator(List<ContextPropagator> propagators) {
		this.propagators = List.copyOf(propagators);
	}

	@Override
	public Snapshot capture() {
		if (this.propagators.isEmpty()) {
			return NOTHING;
		}
		List<Snapshot> captured = this.propagators.stream().map(ContextPropagator::capture).toList();
		return () -> restore(captured);
	}

	/**
	 * A handler must not run with half a context, because the missing half may be the
	 * authenticated user: if one part fails, the others are closed again.
	 */
	private static Scope restore(List<Snapshot> captured) {
		Deque<Scope> restored = new ArrayDeque<>(captured.size());
		try {
			captured.forEach((part) -> restored.push(part.restore()));
		}
		catch (RuntimeException | Error ex) {
			close(restored);
			throw ex;
		}
		return () -> close(restored);
	}

	private static void close(Deque<Scope> restored) {
		for (Scope part : restored) {
			try {
				part.close();
			}
			catch (RuntimeException ex) {
				logger.warn("A part of a thread's context could not be removed", ex);
			}
		}
	}

}
