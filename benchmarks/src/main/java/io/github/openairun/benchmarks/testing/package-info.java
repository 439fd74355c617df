/**
 * What the test starter costs.
 */
@NullMarked
package io.github.openairun.benchmarks.testing;

import org.jspecify.annotations.NullMarked;
