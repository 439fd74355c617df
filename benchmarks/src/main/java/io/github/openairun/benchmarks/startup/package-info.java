/**
 * What handlers cost while an application starts.
 */
@NullMarked
package io.github.openairun.benchmarks.startup;

import org.jspecify.annotations.NullMarked;
