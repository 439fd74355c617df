/**
 * The port to a server of runs, and what every wire shares: requests, retries and errors.
 */
@NullMarked
package io.github.openairun.wire;

import org.jspecify.annotations.NullMarked;
