/**
 * What it costs that runs are durable, beside other ways to the same end on the same
 * database.
 */
@NullMarked
package io.github.openairun.benchmarks.durable;

import org.jspecify.annotations.NullMarked;
