package io.github.openairun;

/**
 * A limit of what a run may do, and what happens when it needs more.
 *
 * @param max how much it may; at least 1
 * @param action what happens when the limit is exceeded
 * @since 0.1.0
 */
public record RunLimit(int max, Action action) {

	public RunLimit {
		Check.isTrue(max >= 1, "'max' must be at least 1");
		Check.notNull(action, "action");
	}

	/**
	 * What happens when a run exceeds the limit.
	 */
	public enum Action {

		/**
		 * The calls above the limit are not executed, the model receives an error instead
		 * of their outputs, and the run continues. A run whose calls are all refused
		 * three rounds in a row is cancelled.
		 */
		TELL_MODEL,

		/**
		 * The run is cancelled, and {@link RunLimitExceededException} is thrown.
		 */
		CANCEL,

		/**
		 * {@link RunLimitExceededException} is thrown and the run keeps waiting at the
		 * server, where it can be resumed with other limits, answered by hand or
		 * cancelled.
		 */
		THROW

	}

}
