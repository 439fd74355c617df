package io.github.openairun.engine;

/**
 * Whether runs are streamed or polled.
 */
public enum StreamingMode {

	/** Stream the runs that somebody listens to. */
	AUTO,

	/** Stream every run. */
	ON,

	/** Poll every run. */
	OFF;

	boolean streams(boolean listened) {
		return this == ON || (this == AUTO && listened);
	}

}
