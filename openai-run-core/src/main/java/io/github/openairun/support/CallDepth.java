package io.github.openairun.support;

import org.jspecify.annotations.Nullable;

/**
 * The number of tool calls that surround the current thread: 0 outside of handlers, 1 in
 * a handler, 2 in a handler of a run that a handler has started.
 *
 * @since 0.1.0
 */
public final class CallDepth {

	private static final ThreadLocal<@Nullable Integer> CURRENT = new ThreadLocal<>();

	private CallDepth() {
	}

	/**
	 * Return the depth of the current thread.
	 * @return the number of surrounding calls
	 */
	public static int current() {
		Integer depth = CURRENT.get();
		return (depth != null) ? depth : 0;
	}

	/**
	 * Set the depth of the current thread.
	 * @param depth the number of surrounding calls
	 * @return the scope, which restores the former depth when it is closed
	 */
	public static Scope enter(int depth) {
		Integer before = CURRENT.get();
		CURRENT.set(depth);
		return () -> {
			if (before != null) {
				CURRENT.set(before);
			}
			else {
				CURRENT.remove();
			}
		};
	}

	/**
	 * The time for which a depth is set.
	 */
	@FunctionalInterface
	public interface Scope extends AutoCloseable {

		@Override
		void close();

	}

}
