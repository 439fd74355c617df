/**
 * Micrometer observations of runs and tool calls.
 */
@NullMarked
package io.github.openairun.observation;

import org.jspecify.annotations.NullMarked;
