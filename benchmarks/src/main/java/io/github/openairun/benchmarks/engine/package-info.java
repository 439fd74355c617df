/**
 * What it costs to drive runs, one after the other and thousands at once.
 */
@NullMarked
package io.github.openairun.benchmarks.engine;

import org.jspecify.annotations.NullMarked;
