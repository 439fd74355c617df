/**
 * Runs the benchmarks and prints their tables.
 */
@NullMarked
package io.github.openairun.benchmarks;

import org.jspecify.annotations.NullMarked;
