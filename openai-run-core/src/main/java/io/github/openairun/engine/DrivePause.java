package io.github.openairun.engine;

import java.time.Instant;

/**
 * A pause of a drive.
 *
 * @param until when it ends; {@link Instant#MAX} if only a wake-up ends it
 * @param wakeable whether a wake-up ends it early
 */
record DrivePause(Instant until, boolean wakeable) {

	boolean isEndless() {
		return this.wakeable && this.until.equals(Instant.MAX);
	}

}
