package io.github.openairun.tool;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Several carriers as one.
 */
final class ContextCarriers implements ContextCarrier {

	/** Nothing that a thread could have. */
	static final Captured NOTHING = () -> () -> {
	};

	private static final Log logger = LogFactory.getLog(ContextCarriers.class);

	private final List<ContextCarrier> carriers;

	ContextCarriers(List<ContextCarrier> carriers) {
		this.carriers = List.copyOf(carriers);
	}

	@Override
	public Captured capture() {
		if (this.carriers.isEmpty()) {
			return NOTHING;
		}
		List<Captured> captured = this.carriers.stream().map(ContextCarrier::capture).toList();
		return () -> restore(captured);
	}

	/**
	 * A handler must not run with half a context, for the missing half may be who is
	 * logged in: if one part fails, the rest is cleared again.
	 */
	private static Restored restore(List<Captured> captured) {
		Deque<Restored> restored = new ArrayDeque<>(captured.size());
		try {
			captured.forEach((part) -> restored.push(part.restore()));
		}
		catch (RuntimeException | Error ex) {
			clear(restored);
			throw ex;
		}
		return () -> clear(restored);
	}

	private static void clear(Deque<Restored> restored) {
		for (Restored part : restored) {
			try {
				part.clear();
			}
			catch (RuntimeException ex) {
				logger.warn("A part of a context could not be cleared", ex);
			}
		}
	}

}
