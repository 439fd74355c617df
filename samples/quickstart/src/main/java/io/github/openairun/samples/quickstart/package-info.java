/**
 * A console application whose run asks for two tools.
 */
@NullMarked
package io.github.openairun.samples.quickstart;

import org.jspecify.annotations.NullMarked;
