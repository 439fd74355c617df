package io.github.openairun.wire;

import java.time.Duration;

/**
 * How a stream waits for its response to begin.
 *
 * @param timeout the longest time; zero for that of the transport
 * @param blocking whether the subscribing thread waits
 */
record StreamStart(Duration timeout, boolean blocking) {

	static final StreamStart DEFAULT = new StreamStart(Duration.ZERO, false);

}
