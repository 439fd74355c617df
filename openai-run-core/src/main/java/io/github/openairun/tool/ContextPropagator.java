package io.github.openairun.tool;

import java.util.List;

/**
 * Propagates a thread-bound value, such as the authenticated user, from the thread that
 * starts a drive to the threads of its tool calls. Beans of this type are applied in
 * their order.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ContextPropagator {

	/**
	 * Capture the value of the current thread. Called once for each drive of a run, on
	 * the thread that starts it.
	 * @return the captured value
	 */
	Snapshot capture();

	/**
	 * Return the propagators of the locale and, where the library is present, of SLF4J's
	 * MDC, of Spring Security's authentication, and of every accessor that is registered
	 * with Micrometer's context propagation.
	 * @return the propagators in their order
	 */
	static List<ContextPropagator> standard() {
		return StandardContextPropagators.present(ContextPropagator.class.getClassLoader());
	}

	/**
	 * The captured value of a thread.
	 */
	@FunctionalInterface
	interface Snapshot {

		/**
		 * Set the value on the current thread. Several threads may do so at the same
		 * time.
		 * @return the scope, whose end removes the value
		 */
		Scope restore();

	}

	/**
	 * The scope within which a thread has the value. Closing it restores what the thread
	 * had before.
	 */
	@FunctionalInterface
	interface Scope extends AutoCloseable {

		@Override
		void close();

	}

}
