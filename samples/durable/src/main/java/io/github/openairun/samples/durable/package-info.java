/**
 * A console application whose run survives a crash.
 */
@NullMarked
package io.github.openairun.samples.durable;

import org.jspecify.annotations.NullMarked;
