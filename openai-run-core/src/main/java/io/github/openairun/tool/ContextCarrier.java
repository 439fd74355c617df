package io.github.openairun.tool;

import java.util.List;

/**
 * Carries something that is tied to a thread, such as the logged-in user, to the threads
 * of the tool calls; beans of this type do so in their order.
 */
@FunctionalInterface
public interface ContextCarrier {

	/**
	 * Take what the current thread has. It is called once for each drive of a run, on the
	 * thread that starts it.
	 * @return what was taken
	 */
	Captured capture();

	/**
	 * Return the carriers of the locale and, where the library is present, of SLF4J's
	 * MDC, of who is logged in with Spring Security, and of everything that is registered
	 * with Micrometer's context propagation.
	 * @return the carriers in their order
	 */
	static List<ContextCarrier> standard() {
		return StandardCarriers.present(ContextCarrier.class.getClassLoader());
	}

	/**
	 * What a thread had.
	 */
	@FunctionalInterface
	interface Captured {

		/**
		 * Give it to the current thread. Several threads may do so at the same time.
		 * @return takes it away again
		 */
		Restored restore();

	}

	/**
	 * Gives a thread back what it had before.
	 */
	@FunctionalInterface
	interface Restored {

		void clear();

	}

}
