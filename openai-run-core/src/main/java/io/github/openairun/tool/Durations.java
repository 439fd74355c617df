package io.github.openairun.tool;

import java.time.Duration;

/**
 * Writes durations for people and models.
 */
final class Durations {

	private Durations() {
	}

	static String describe(Duration duration) {
		return (duration.toMillisPart() == 0) ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
	}

}
