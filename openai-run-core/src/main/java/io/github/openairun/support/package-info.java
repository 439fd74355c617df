/**
 * Small helpers for threads and time that every package may use.
 */
@NullMarked
package io.github.openairun.support;

import org.jspecify.annotations.NullMarked;
