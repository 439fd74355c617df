/**
 * Finds the handlers of tools, binds the model's arguments, calls the handlers and turns
 * every outcome into exactly one output.
 */
@NullMarked
package io.github.openairun.tool;

import org.jspecify.annotations.NullMarked;
