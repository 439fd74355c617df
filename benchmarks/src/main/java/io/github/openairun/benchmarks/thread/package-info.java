/**
 * What a round costs on a long thread that the application keeps.
 */
@NullMarked
package io.github.openairun.benchmarks.thread;

import org.jspecify.annotations.NullMarked;
