package io.github.openairun.jdbc;

import java.util.Map;

/**
 * Restores what the handlers of a durable run need from the texts that were recorded,
 * such as a principal from its name; an optional bean of the application.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ContextRestorer {

	/** Passes the texts on as they are. */
	ContextRestorer NONE = (recorded) -> recorded;

	/**
	 * Restore the context, before each execution of the run by a node.
	 * @param recorded the recorded context
	 * @return what the handlers and an {@link io.github.openairun.ApiKeySupplier} receive
	 */
	Map<String, ?> restore(Map<String, String> recorded);

}
