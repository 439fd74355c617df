package io.github.openairun.engine;

import java.time.Instant;

/**
 * The pause before the next step of a drive.
 *
 * @param until the end of the pause
 * @param wakeable whether a signal ends the pause early, because the drive waits for an
 * event and not for the time to pass
 */
record DrivePause(Instant until, boolean wakeable) {

}
