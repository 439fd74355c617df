/**
 * What is observed of runs and their tool calls, with Micrometer.
 */
@NullMarked
package io.github.openairun.observation;

import org.jspecify.annotations.NullMarked;
