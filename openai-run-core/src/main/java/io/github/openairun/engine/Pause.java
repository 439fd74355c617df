package io.github.openairun.engine;

import java.time.Instant;

/**
 * A pause that a drive needs before its next step.
 *
 * @param until the end of the pause
 * @param wakeable whether a signal ends the pause early, because the drive waits for an
 * event and not for the time to pass
 */
record Pause(Instant until, boolean wakeable) {

}
