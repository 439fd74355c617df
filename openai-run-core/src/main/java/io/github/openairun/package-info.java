/**
 * The types that an application uses to create runs, answer tool calls and read results.
 * JSON is text in this package, and no type depends on a protocol.
 */
@NullMarked
package io.github.openairun;

import org.jspecify.annotations.NullMarked;
