/**
 * Threads that the application keeps: the store of their items and runs, and the choice
 * of the items that a model receives.
 */
@NullMarked
package io.github.openairun.thread;

import org.jspecify.annotations.NullMarked;
