package io.github.openairun.engine;

import java.time.Duration;

/**
 * How a drive wants to wait before it goes on.
 *
 * @param atMost how long at most; no longer than now if it is negative
 * @param wakeable whether the drive waits for something, and is to go on as soon as it is
 * woken
 */
record Pause(Duration atMost, boolean wakeable) {

	Pause {
		atMost = atMost.isNegative() ? Duration.ZERO : atMost;
	}

}
