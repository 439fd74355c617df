/**
 * The run loop: drives a run from its creation to its end, answering its tool calls.
 */
@NullMarked
package io.github.openairun.engine;

import org.jspecify.annotations.NullMarked;
