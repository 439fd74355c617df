/**
 * Tests of the simulator.
 */
@NullMarked
package io.github.openairun.test.simulator;

import org.jspecify.annotations.NullMarked;
