package io.github.openairun.engine;

/**
 * Whether runs are streamed or polled.
 *
 * @since 0.1.0
 */
public enum StreamingMode {

	/**
	 * Stream the runs that have a listener of their own, and all runs if a listener bean
	 * receives text deltas or steps.
	 */
	AUTO,

	/** Stream every run. */
	ON,

	/** Poll every run. */
	OFF;

	boolean streams(boolean listened) {
		return this == ON || (this == AUTO && listened);
	}

}
