/**
 * What binding the arguments, calling the handler and converting its result costs.
 */
@NullMarked
package io.github.openairun.benchmarks.call;

import org.jspecify.annotations.NullMarked;
