package io.github.openairun;

/**
 * What happens to a tool call whose handler was at work when the process died: what the
 * handler has done by then is not known.
 * <p>
 * It matters only for runs that are recorded and go on in another process.
 *
 * @since 0.1.0
 */
public enum Delivery {

	/**
	 * The handler is not called again. The model receives an error: the outcome of the
	 * call is not known.
	 */
	AT_MOST_ONCE,

	/** The handler is called again, so its effects must be repeatable. */
	AT_LEAST_ONCE,

	/**
	 * The handler's work and the record of its output are committed in one transaction of
	 * the database that keeps the record. Either both have happened, or the handler is
	 * called again. Effects outside of that transaction may happen more than once.
	 */
	EXACTLY_ONCE

}
